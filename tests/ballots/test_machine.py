"""Random people do random things to a case, for as long as they like: what must hold, holds.

Nothing here asks the rules that are under test. Who is too close is written down by hand, a ballot
is counted anew from the entries of the log by a count of our own, and a step that was refused must
have left every table as it was.
"""

from collections import Counter
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from impactreview.ballots.models import Ballot
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Choice, ConditionState, DecisionState, State
from impactreview.governance.terms import Chamber
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.policies.models import Policy
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews.models import Position, Seat
from impactreview.reviews.terms import ConcernState, SeatKind, Stand
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.course import HOW, LINE, PEOPLE, Course, entries_of
from tests.ballots.house import House, facts_of
from tests.ballots.replay import replay
from tests.given import Given

pytestmark = [pytest.mark.database_near, pytest.mark.timeout(7200)]

EVERY_END = {
    "proposal withdrawn", "review changes_requested", "review closed", "ballot closed",
    "ballot deferred", "ballot void", "decision approved", "decision rejected",
    "decision enacted", "decision lapsed", "decision overruled",
}  # fmt: skip

somebody = st.sampled_from(PEOPLE)
free = [name for name in PEOPLE if name not in {"advocate", "deputy"}]
"""Who can be named an author: whoever speaks for the customers is refused."""
authors = st.frozensets(
    st.sampled_from(["chair", "vice", "co_1", "co_2", "cu_1"]) | st.sampled_from(free), max_size=2
)
nth = st.integers(0, 11)
level = st.integers(0, 4)
choices = st.sampled_from([Choice.YES] * 6 + [Choice.NO] * 3 + [Choice.ABSTAIN])
stands = st.sampled_from([Stand.APPROVE] * 5 + sorted(set(Stand) - {Stand.RECUSED}))


class Machine(RuleBasedStateMachine):
    """One case after the other."""

    house: ClassVar[House]
    reached: ClassVar[Counter[str]]

    @initialize(
        levels=st.tuples(level, level),
        beside=authors,
        sponsor=st.none() | st.sampled_from(["sponsor", "chair", "cu_1"]),
        door=st.sampled_from(Door),
        steps=st.integers(0, 5),
    )
    def begin(
        self,
        levels: tuple[int, int],
        beside: frozenset[str],
        sponsor: str | None,
        door: Door,
        steps: int,
    ) -> None:
        self.case = Course(self.house, levels=levels, beside=beside, sponsor=sponsor, door=door)
        for _ in range(steps):
            self.it_goes_on(Choice.YES, beside)

    # --- whoever should, does what is due

    @rule(choice=choices, beside=authors)
    def it_goes_on(self, choice: Choice, beside: frozenset[str]) -> None:
        """Whatever comes next on the usual way; after its end, another case."""
        case = self.case
        if case.is_over and not case.ballot:
            self.case = Course(self.house, levels=(case.residual, case.gross), beside=beside)
        elif case.decision and not case.ballot:
            self.it_is_run_and_enacted()
        elif case.ballot:
            self.nearly_everybody_votes(choice, but=-1)
            case.later(hours=24 * 30)
        elif case.is_new:
            self.hand_in(case.residual)
        else:
            self.it_is_read_and_opened("chair")

    @rule(residual=level)
    def hand_in(self, residual: int) -> None:
        self.case.residual = min(self.case.gross, residual)
        self.case.do(self.house.owner, self.case.hand_in)

    @precondition(lambda self: self.case.seats)
    @rule(number=nth, stand=stands, concern=st.booleans())
    def a_reader_speaks(self, number: int, stand: Stand, concern: bool) -> None:
        reader = self.case.seats[number % len(self.case.seats)].person
        self.case.do(reader, self.case.declare)
        self.case.do(reader, self.case.position(stand, concern=concern))

    @precondition(lambda self: self.case.review)
    @rule(presides=st.sampled_from(["chair", "clerk", "vice"]))
    def it_is_read_and_opened(self, presides: str) -> None:
        for seat in self.case.seats:
            self.case.do(seat.person, self.case.declare)
            self.case.do(seat.person, self.case.position(Stand.APPROVE))
        self.case.later(hours=24 * 8)
        self.case.do(self.house.people[presides], self.case.open_ballot)
        self.case.do(self.house.owner, self.case.decide_without_ballot)

    @precondition(lambda self: self.case.seats)
    @rule(number=nth)
    def a_reader_wants_changes(self, number: int) -> None:
        reader = self.case.seats[number % len(self.case.seats)].person
        self.case.do(reader, self.case.declare)
        self.case.do(reader, self.case.request_changes)

    @precondition(lambda self: self.case.concerns)
    @rule(number=nth, how=st.sampled_from(HOW))
    def a_concern_moves(self, number: int, how: str) -> None:
        concern = self.case.concerns[number % len(self.case.concerns)]
        others = {"answer": self.house.owner, "contest": self.house.chair}
        self.case.do(others.get(how, concern.raised_by), self.case.about_concern(concern, how))

    @precondition(lambda self: self.case.ballot)
    @rule(number=nth, choice=choices)
    def an_elector_votes(self, number: int, choice: Choice) -> None:
        elector = self.case.electors[number % len(self.case.electors)]
        self.case.do(elector.person, self.case.cast(choice))

    @precondition(lambda self: self.case.ballot)
    @rule(choice=choices, but=nth)
    def nearly_everybody_votes(self, choice: Choice, but: int) -> None:
        for number, elector in enumerate(self.case.electors):
            if number != but:
                self.case.do(elector.person, self.case.cast(choice))

    @precondition(lambda self: self.case.ballot)
    @rule(number=nth)
    def an_elector_leaves(self, number: int) -> None:
        elector = self.case.electors[number % len(self.case.electors)]
        self.case.do(elector.person, self.case.recuse_elector)

    @precondition(lambda self: self.case.decision)
    @rule(by=st.sampled_from(["chair", "clerk", "advocate", "author"]))
    def a_condition_is_set_and_met(self, by: str) -> None:
        self.case.do(self.house.clerk, self.case.set_condition)
        for condition in self.case.conditions:
            self.case.do(condition.owner, self.case.claim(condition))
            self.case.do(self.house.people[by], self.case.verify(condition))

    @precondition(lambda self: self.case.decision)
    @rule(choice=choices)
    def the_top_is_asked(self, choice: Choice) -> None:
        self.case.do(self.house.executive, self.case.ask_the_top)
        if self.case.ballot:
            self.nearly_everybody_votes(choice, but=-1)
            self.case.later(hours=24 * 30)

    @precondition(lambda self: self.case.ballot)
    @rule()
    def only_the_customers_refuse(self) -> None:
        for elector in self.case.electors:
            no = elector.chamber is Chamber.CUSTOMER
            self.case.do(elector.person, self.case.cast(Choice.NO if no else Choice.YES))
        self.case.later(hours=24 * 30)

    @precondition(lambda self: self.case.is_new or self.case.is_over)
    @rule(beside=authors)
    def the_top_allows_what_the_customers_refuse(self, beside: frozenset[str]) -> None:
        """Led from the first word on: by chance alone hardly any case comes there."""
        self.case = Course(self.house, levels=(4, 4), beside=beside)
        self.it_goes_on(Choice.YES, beside)
        self.it_is_read_and_opened("chair")
        if self.case.ballot:
            self.only_the_customers_refuse()
        if self.case.decision and not self.case.ballot:
            self.the_top_is_asked(Choice.YES)

    @precondition(lambda self: self.case.ballot)
    @rule(late=st.integers(0, 2))
    def it_is_called_off_once_some_have_voted(self, late: int) -> None:
        for elector in self.case.electors[:late]:
            self.case.do(elector.person, self.case.cast(Choice.YES))
        self.case.do(self.house.clerk, self.case.void)

    @precondition(lambda self: not self.case.is_over)
    @rule(number=nth)
    def its_owner_withdraws_it(self, number: int) -> None:
        if number == 0:  # else hardly any case would get further
            self.case.do(self.house.owner, self.case.withdraw)

    @precondition(lambda self: self.case.decision)
    @rule()
    def nobody_puts_it_into_force(self) -> None:
        self.case.later(hours=24 * 200)

    @precondition(lambda self: self.case.decision)
    @rule()
    def it_is_run_and_enacted(self) -> None:
        self.a_condition_is_set_and_met("chair")
        self.case.do(self.house.chair, self.case.reason)
        self.case.later(hours=24 * 7)
        self.case.do(self.house.owner, self.case.enact)

    # --- and anybody tries anything, at any time

    @rule(by=st.sampled_from(["owner", "chair"]) | somebody, what=st.data(), choice=choices)
    def somebody_tries(self, by: str, what: st.DataObject, choice: Choice) -> None:
        verbs = list(self.case.verbs(what.draw(nth), choice))
        verb = what.draw(st.sampled_from(range(len(verbs))))
        self.case.do(self.house.people[by], verbs[verb])

    @rule(hours=st.sampled_from([1, 26, 24 * 4, 24 * 8, 24 * 30, 24 * 200]))
    def time_passes(self, hours: int) -> None:
        self.case.later(hours)

    # --- what must hold after every step

    @invariant()
    def every_change_has_its_entry(self) -> None:
        for record in self.case.records():
            assert entries_of(record.id) == list(range(1, record.version + 1))
            self.reached[f"{type(record).__name__} {record.state}".lower()] += 1  # type: ignore[attr-defined]

    @invariant()
    def nobody_judges_their_own_work(self) -> None:
        near = self.case.near | {self.house.people[name].id for name in LINE}
        query = sa.select(Position).join(Seat).where(Position.stand != Stand.RECUSED)
        for position in session.scalars(query.where(Seat.review == self.case.review)):
            assert position.person_id not in near

    @invariant()
    def what_is_ready_was_read(self) -> None:
        review = self.case.review
        if review is None or review.state is not ReviewState.READY:
            return
        assert all(concern.state is not ConcernState.OPEN for concern in self.case.concerns)
        for seat in (seat for seat in self.case.seats if seat.must):
            query = sa.select(Position.stand).where(Position.seat == seat)
            last = session.scalars(query.order_by(Position.serial.desc()).limit(1)).one()
            assert seat.declared_at is not None
            assert last is not Stand.ABSTAIN or seat.kind is not SeatKind.ADVOCATE

    @invariant()
    def the_count_is_the_replay_of_the_entries(self) -> None:
        for ballot in queries.ballots_of(self.case.proposal):
            count, voted = replay(facts_of(ballot))
            assert not voted & {f"person/{each}" for each in self.case.near}
            assert _kept(ballot, count)

    @invariant()
    def no_decision_without_a_quorum(self) -> None:
        decision = self.case.decision
        if decision is None:
            return
        plan = self.case.review.plan if self.case.review else {}
        assert decision.number == self.case.proposal.number
        first = facts_of(decision)[0][1]
        if decision.ballot is None:
            assert (decision.level, plan["decides"]["kind"]) == (0, "nobody")
        else:
            count, _ = replay(facts_of(decision.ballot))
            assert count["quorum_met"]
            assert first["state"] == count["result"]
        if decision.overruling is not None:
            count, _ = replay(facts_of(decision.overruling))
            assert (first["state"], count["result"]) == ("rejected", "approved")

    @invariant()
    def nothing_begins_before_its_conditions(self) -> None:
        decision = self.case.decision
        if decision is None or decision.state is not DecisionState.ENACTED:
            return
        assert decision.enacted_on is not None
        assert decision.enacted_on >= decision.enactable_from
        assert session.get(Policy, decision.policy_id)
        for condition in self.case.conditions:
            if condition.before_start:
                assert condition.state is ConditionState.VERIFIED
                assert condition.verified_by_id != condition.owner_id

    @invariant()
    def what_is_withdrawn_is_not_decided(self) -> None:
        if self.case.proposal.state is ProposalState.WITHDRAWN:
            assert self.case.ballot is None
            assert self.case.decision is None


def _kept(ballot: Ballot, count: dict[str, Any]) -> bool:
    """Whether the ballot keeps what its entries come to, and only once it is over."""
    if ballot.tally is None:
        return ballot.state in {State.OPEN, State.VOID}
    over = State.DEFERRED if count["result"] == "no_quorum" else State.CLOSED
    return ballot.state is over and {name: ballot.tally[name] for name in count} == count


REACHED = Counter[str]()
"""How often each state was come to, in the courses of both forms."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """With --all-inputs the courses are walked in many rounds; each is taken back as a whole.

    In one transaction PostgreSQL keeps every version of every row, and gets slower and slower.
    """
    if "turn" in metafunc.fixturenames:
        metafunc.parametrize("turn", range(10 if metafunc.config.getoption("--all-inputs") else 1))


@pytest.mark.parametrize("form", ["full", "simple"])
def test_whatever_people_do_the_rules_hold(
    given: Given, form: str, turn: int, request: pytest.FixtureRequest
) -> None:
    thorough = request.config.getoption("--all-inputs")

    class OfThisForm(Machine):
        house = House(given, form)
        reached = REACHED

    run_state_machine_as_test(
        OfThisForm,
        settings=settings(
            max_examples=5 if thorough else 3,
            stateful_step_count=60 if thorough else 40,
            derandomize=not thorough,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_courses_came_to_every_end(request: pytest.FixtureRequest) -> None:
    """A machine that never gets anywhere proves nothing. Three courses a form do not get far."""
    many = request.config.getoption("--all-inputs")
    assert set(REACHED) >= (EVERY_END if many else {"review ready"})
