"""Opening a ballot: who may, who votes, and what is frozen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from impactreview.audit.acts import System, acting
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Choice, Event, State
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.reviews.queries import of as review_of
from tests.ballots.house import YES, House, must_refuse
from tests.reading import kinds, subjects
from tests.reviews.firm import BERLIN
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def casting(ballot: Ballot, by: Person, choice: Choice = YES, reason: str = "") -> Any:
    return lambda act: operations.cast(act, ballot, by=by, choice=choice, reason=reason)


def opening(house: House, review: Any, by: Person, board: str) -> Any:
    return lambda act: operations.open_ballot(
        act, review, by=by, board=house.boards[board], zone=BERLIN
    )


def test_a_ballot_freezes_its_rule_its_electorate_and_its_end(house: House) -> None:
    ballot = house.ballot()
    assert ballot.state is State.OPEN
    assert ballot.closes_at == datetime(2026, 3, 6, 22, 59, 59, tzinfo=UTC)  # Friday in Berlin
    assert ballot.rule["quorum"] == ">1/2"
    names = [(each.person.name, each.chamber.value) for each in queries.electors(ballot)]
    assert names == [
        ("Chair", "company"),
        ("Co_1", "company"),
        ("Co_2", "company"),
        ("Vice", "company"),
        ("Advocate", "customer"),
        ("Cu_1", "customer"),
    ]
    assert kinds(ballot) == [Event.OPENED]
    assert subjects(house.cu_1) == ["Please vote on the proposal %(code)s"]
    assert subjects(house.cu_alt) == []
    review = review_of(ballot.proposal)
    assert review is not None
    assert review.held_at == house.given.at


@pytest.mark.parametrize("name", ["chair", "vice", "clerk"])
def test_chair_deputy_and_clerk_open_it(house: House, name: str) -> None:
    assert house.open(house.ready(), by=house.people[name]).opened_by == house.people[name]


@pytest.mark.parametrize("name", ["owner", "author", "advocate", "co_1", "stranger", "executive"])
def test_abuse_12_nobody_else_opens_it(house: House, name: str) -> None:
    review = house.ready()
    by = house.people[name]
    must_refuse(house, by, NotYours, opening(house, review, by, "unit"))


def test_only_the_deciding_board_votes(house: House) -> None:
    review = house.ready(2)
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "central"))


def test_a_case_that_is_not_ready_is_not_voted_on(house: House) -> None:
    review = house.hand_in()
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))


def test_there_is_one_open_ballot_about_a_case(house: House) -> None:
    ballot = house.ballot()
    review = review_of(ballot.proposal)
    assert review is not None
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))
    values = {column.name: getattr(ballot, column.name) for column in Ballot.__table__.columns}
    for name in ("id", "version", "event_id"):
        del values[name]
    with pytest.raises(IntegrityError), acting(by=System(), at=house.given.at) as act:
        act.record(GivenEvent.GIVEN, act.add(Ballot(**values, proposal=ballot.proposal)))


def test_a_claim_is_not_voted_on(house: House) -> None:
    review = house.ready(0)
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))


def test_abuse_1_2_3_who_wrote_or_sponsors_it_is_no_elector(house: House) -> None:
    """They sit on the board; an alternate of the same chamber votes for each."""
    for name in ("owner", "author", "sponsor"):
        house.given.member(house.boards["unit"], house.people[name])
    ballot = house.ballot()
    electors = {each.person.name for each in queries.electors(ballot)}
    assert not {"Owner", "Author", "Sponsor"} & electors
    assert "Co_Alt" in electors  # there is one alternate of the company, for three
    for name in ("owner", "author", "sponsor"):
        must_refuse(house, house.people[name], NotYours, casting(ballot, house.people[name]))


def test_a_line_manager_may_vote_but_an_author_may_not_run_the_ballot(house: House) -> None:
    house.given.member(house.boards["unit"], house.head)
    review = house.ready(co_authors=[house.chair])
    must_refuse(house, house.chair, NotYours, opening(house, review, house.chair, "unit"))
    ballot = house.open(review, by=house.vice)
    names = {each.person.name for each in queries.electors(ballot)}
    assert "Head" in names
    assert "Chair" not in names


def test_the_head_decides_alone_else_the_deputy_else_the_board_above(house: House) -> None:
    assert [e.person.name for e in queries.electors(house.ballot(1))] == ["Chair"]
    ballot = house.open(house.ready(1, co_authors=[house.chair]), by=house.clerk)
    assert [e.person.name for e in queries.electors(ballot)] == ["Vice"]


def test_where_both_heads_wrote_it_the_board_above_decides(house: House) -> None:
    ballot = house.open(
        house.ready(1, co_authors=[house.chair, house.vice]), by=house.executive, board="top"
    )
    assert [e.person.name for e in queries.electors(ballot)] == ["Executive"]


def test_where_nobody_is_free_the_ballot_can_not_open(house: House) -> None:
    review = house.ready(1, co_authors=[house.chair, house.vice, house.executive])
    refused = must_refuse(house, house.clerk, NotNow, opening(house, review, house.clerk, "unit"))
    assert "No board" in refused.message
