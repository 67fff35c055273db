"""The whole way of a case of each level, from its ballot to a policy in force."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given as given_any
from hypothesis.strategies import dates, integers, just, none

from impactreview.audit.acts import acting
from impactreview.ballots import operations
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.deciding import window
from impactreview.ballots.terms import DecisionState, Event, Outcome, State
from impactreview.governance.rules.calendar import add_months
from impactreview.impact.values import UNKNOWN
from impactreview.kernel.refusals import NotNow
from impactreview.policies.queries import book
from impactreview.policies.terms import Origin
from impactreview.policies.terms import State as PolicyState
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.house import House, must_refuse
from tests.given import Given
from tests.reading import kinds
from tests.reviews.firm import BERLIN, drawn

pytestmark = pytest.mark.database_near


def test_level_0_needs_no_ballot(house: House) -> None:
    review = house.ready(0)
    with acting(by=house.owner, at=house.given.at) as act:
        decision = operations.decide_without_ballot(act, review, by=house.owner, zone=BERLIN)
    assert (decision.state, decision.level, decision.ballot) == (DecisionState.APPROVED, 0, None)
    assert review.state is ReviewState.CLOSED
    policy = house.enact(decision)
    assert policy.state is PolicyState.IN_FORCE
    assert policy.review_by is None


@pytest.mark.parametrize(
    ("level", "where", "months"),
    [(1, ("unit", 1), 24), (2, ("unit", 6), 12), (3, ("central", 6), 6), (4, ("central", 6), 3)],
)
@pytest.mark.parametrize("form", ["full", "simple"])
def test_every_other_level_goes_from_ballot_to_policy(
    given: Given, form: str, level: int, where: tuple[str, int], months: int
) -> None:
    house = House(given, form)
    ballot = house.ballot(level)
    board, electors = ("central", 6) if form == "simple" else where
    assert ballot.board.name == board
    assert len(queries.electors(ballot)) == electors
    house.everybody(ballot)
    assert house.close(ballot) is Outcome.APPROVED
    assert ballot.state is State.CLOSED
    decision = house.decision(ballot.proposal)
    house.reason(decision)
    for condition in queries.conditions(decision):
        assert level == 4
        assert condition.owner == house.executive
        house.meet(condition)
    house.at_end_of(decision.enactable_from)
    policy = house.enact(decision)
    assert decision.state is DecisionState.ENACTED
    assert decision.policy == policy
    assert (policy.state, policy.origin) == (PolicyState.IN_FORCE, Origin.DECIDED)
    assert policy.review_by == add_months(house.today, months)
    assert book.newest_version(policy).text == "Who pays late pays five euros."
    assert kinds(decision)[0] == Event.DETERMINED
    assert kinds(decision)[-1] == Event.ENACTED
    assert kinds(policy) == ["policy.enacted"]


@pytest.mark.parametrize(("level", "window"), [(1, 0), (2, 0), (3, 5), (4, 10)])
def test_the_objection_window_is_counted_in_working_days(
    house: House, level: int, window: int
) -> None:
    decision = house.decided(level)
    weekend = 2 * (window // 5)
    opens = house.today + timedelta(days=window + weekend + 1) if window else house.today
    assert decision.enactable_from == opens
    assert decision.lapses_on == house.today + timedelta(days=180)


@given_any(
    decided=dates(date(2024, 1, 1), date(2040, 1, 1)),
    objection_days=integers(0, 20),
    starts=none() | dates(date(2020, 1, 1), date(2045, 1, 1)) | just(date.max),
)
def test_a_decision_has_its_days_and_none_before_it_starts(
    decided: date, objection_days: int, starts: date | None
) -> None:
    days = window(decided, objection_days, starts)
    assert days.opens >= decided + timedelta(days=objection_days)
    assert starts is None or days.opens >= starts
    assert days.opens == starts or days == window(decided, objection_days, None)
    assert days.closes - days.opens >= timedelta(days=30) or days.closes == date.max
    assert days.closes >= decided + timedelta(days=180)


def test_a_start_at_the_end_of_all_days_keeps_no_ballot_open(house: House) -> None:
    review = house.hand_in(analysis=drawn(2, answers={"A.start_on": "9999-12-31"}))
    house.everybody_approves(review)
    ballot = house.open(review)
    house.everybody(ballot)
    assert house.close(ballot) is Outcome.APPROVED
    assert house.decision(ballot.proposal).lapses_on == date.max


@pytest.mark.parametrize(
    ("starts", "later"),
    [("2026-09-01", True), ("2020-01-01", False), (UNKNOWN, False), ("", False)],
)
def test_nothing_is_put_into_force_before_the_day_that_its_analysis_names(
    house: House, starts: str, later: bool
) -> None:
    review = house.hand_in(analysis=drawn(2, answers={"A.start_on": starts}))
    house.everybody_approves(review)
    ballot = house.open(review)
    house.everybody(ballot)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    house.reason(decision)
    assert (decision.enactable_from == date(2026, 9, 1)) is later
    assert decision.lapses_on - decision.enactable_from >= timedelta(days=30)
    if later:
        enact = partial(operations.enact, decision=decision, by=house.owner, on=house.today)
        must_refuse(house, house.owner, NotNow, enact)
    house.at_end_of(decision.enactable_from)
    assert house.enact(decision).in_force_since == decision.enactable_from
