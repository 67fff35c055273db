"""A firm whose boards have enough members to vote, and the way of a case to its ballot."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as LogEvent
from impactreview.audit.models import Payload
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot, Condition, Decision
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Choice, Outcome, State
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal
from impactreview.people.models import Person
from impactreview.people.queries.roles import open_grants
from impactreview.people.roles import Role
from impactreview.people.terms import State as HeldState
from impactreview.policies.models import Policy
from impactreview.proposals.models import Proposal
from impactreview.reviews import operations as reviews
from impactreview.reviews import queries as reading
from impactreview.reviews.models import Review
from impactreview.reviews.terms import SeatKind, Stand
from impactreview.reviews.terms import State as ReviewState
from tests.given import Given
from tests.reviews.firm import BERLIN, HARM, Firm, drawn
from tests.terms import GivenEvent

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


class House(Firm):
    """The firm of the reviews' tests; on both boards: chair, two of the company, two customers.

    `co_1`, `co_2` speak for the company, `advocate` and `cu_1` for the customers; `co_alt` and
    `cu_alt` are alternates. Above the central board stands `top`.
    """

    def __init__(self, given: Given, form: str = "full") -> None:
        super().__init__(given, form)

    def __post_init__(self) -> None:
        super().__post_init__()
        with self.given.together():  # the boards stand
            self.link("unit", "central")
            self.link("central", "top")

    def found(self) -> None:
        super().found()
        self.hire("expert", Role.EXPERT)
        self.given.role(self.expert, Role.EXPERT, scope="independent")
        self.hire("executive", Role.TOP)
        self.hire("stranger")
        self.hire("vice", unit=self.root)
        for name in ("co_1", "co_2", "cu_1", "co_alt", "cu_alt"):
            self.hire(name, unit=self.root)
        self._top()
        for name in ("unit", "central"):
            self._fill(name)

    def _top(self) -> None:
        board = self.given.board(kind=BoardKind.TOP, name="top")
        self.given.member(board, self.executive, office=Office.CHAIR)
        self.given.member(board, self.hire("top_customer"), chamber=Chamber.CUSTOMER)
        self.boards["top"] = board

    def _fill(self, name: str) -> None:
        board, given = self.boards[name], self.given
        given.member(board, self.vice, office=Office.DEPUTY_CHAIR)
        for who in ("co_1", "co_2"):
            given.member(board, self.people[who])
        given.member(board, self.cu_1, chamber=Chamber.CUSTOMER)
        given.member(board, self.co_alt, office=Office.ALTERNATE)
        given.member(board, self.cu_alt, office=Office.ALTERNATE, chamber=Chamber.CUSTOMER)

    def link(self, below: str, above: str) -> None:
        board = self.boards[below]
        with self.given.together() as act:
            board.above_id = self.boards[above].id
            act.record(GivenEvent.GIVEN, board)

    # --- the way to a ballot

    def ready(self, gross: int = 2, residual: int | None = None, **values: Any) -> Review:
        """A case that everybody has read and approved."""
        review = self.hand_in(analysis=drawn(gross, residual), **values)
        self.everybody_approves(review)
        assert review.state is ReviewState.READY, self.needs(review)
        return review

    def open(self, review: Review, *, by: Person | None = None, board: str = "") -> Ballot:
        by, name = by or self.clerk, board or self.board_name(review)
        with acting(by=by, at=self.given.at) as act:
            return operations.open_ballot(act, review, by=by, board=self.boards[name], zone=BERLIN)

    def board_name(self, review: Review) -> str:
        kind = review.plan["decides"]["board_kind"]
        return "unit" if kind == "unit" else "central"

    def ballot(self, gross: int = 2, residual: int | None = None, **values: Any) -> Ballot:
        return self.open(self.ready(gross, residual, **values))

    def hand_in_contested(self, gross: int = 4) -> Review:
        """A case in which a concern of the customer advocate is carried to the board."""
        review = self.hand_in(analysis=drawn(gross))
        advocate = self.holder(review, SeatKind.ADVOCATE)
        for seat in list(reading.seats(review)):
            if seat.person is not None and seat.person != advocate:
                self.say(review, seat.person, Stand.APPROVE)
        self.say(review, advocate, Stand.OBJECT, concern=HARM)
        (concern,) = reading.concerns(review)
        with acting(by=self.owner, at=self.given.at) as act:
            reviews.answer_concern(act, concern, by=self.owner, answer="It is capped.")
        with acting(by=self.chair, at=self.given.at) as act:
            reviews.contest_concern(act, concern, by=self.chair, on=self.today)
        assert review.state is ReviewState.READY, self.needs(review)
        return review

    def close_board(self, name: str) -> None:
        board = self.boards[name]
        with acting(by=System(), at=self.given.at) as act:
            board.closed_at = self.given.at
            act.record(GivenEvent.GIVEN, board)

    def end_role(self, person: Person, role: Role) -> None:
        (grant,) = [each for each in open_grants(person) if each.role is role]
        with acting(by=System(), at=self.given.at) as act:
            grant.state = HeldState.ENDED
            act.record(GivenEvent.GIVEN, grant)

    # --- what is done to it

    def vote(self, ballot: Ballot, **said: Choice) -> None:
        """Names of people and what they say, in that order."""
        for name, choice in said.items():
            self.cast(ballot, self.people[name], choice)

    def cast(self, ballot: Ballot, by: Person, choice: Choice, reason: str = "Because") -> None:
        with acting(by=by, at=self.given.at) as act:
            operations.cast(act, ballot, by=by, choice=choice, reason=reason)

    def everybody(self, ballot: Ballot, choice: Choice = YES) -> None:
        for elector in list(queries.electors(ballot)):
            self.cast(ballot, elector.person, choice)

    def recuse(self, ballot: Ballot, by: Person) -> None:
        with acting(by=by, at=self.given.at) as act:
            operations.recuse_elector(act, ballot, by=by, reason="My brother works there.")

    def close(self, ballot: Ballot, *, by: Person | None = None) -> Outcome:
        """Close it when its time is over, or before that as `by`."""
        if by is None:
            self.given.at = max(self.given.at, ballot.closes_at)
        with acting(by=by or System(), at=self.given.at) as act:
            return operations.close_ballot(act, ballot, by=by)

    def reason(self, decision: Decision, reasons: str = "It is fair.", minority: str = "") -> None:
        with acting(by=self.chair, at=self.given.at) as act:
            operations.give_reasons(
                act, decision, by=self.chair, reasons=reasons, minority=minority
            )

    def condition(self, decision: Decision, owner: Person, **values: Any) -> Condition:
        made = {"text": "Write to all.", "due_on": self.today, "before_start": True}
        with acting(by=self.chair, at=self.given.at) as act:
            return operations.set_condition(
                act, decision, by=self.chair, owner=owner, on=self.today, **{**made, **values}
            )

    def meet(self, condition: Condition, *, verified_by: Person | None = None) -> None:
        with acting(by=condition.owner, at=self.given.at) as act:
            operations.claim(act, condition, by=condition.owner, proof="See the letter.")
        by = verified_by or self.chair
        with acting(by=by, at=self.given.at) as act:
            operations.verify(act, condition, by=by)

    def enact(self, decision: Decision, *, on: date | None = None) -> Policy:
        owner = decision.proposal.owner
        with acting(by=owner, at=self.given.at) as act:
            return operations.enact(act, decision, by=owner, on=on or self.today)

    def decided(self, gross: int = 2, choice: Choice = YES) -> Decision:
        """A determination by a ballot in which everybody said the same."""
        ballot = self.ballot(gross)
        self.everybody(ballot, choice)
        self.close(ballot)
        return self.decision(ballot.proposal)

    # --- what is found

    @property
    def today(self) -> date:
        return self.given.at.astimezone(ZoneInfo(BERLIN)).date()

    def decision(self, proposal: Proposal) -> Decision:
        found = queries.decision_of(proposal)
        assert found is not None
        return found

    def newest(self, proposal: Proposal) -> Ballot:
        return queries.ballots_of(proposal)[0]

    def at_end_of(self, day: date) -> datetime:
        self.given.at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(BERLIN))
        return self.given.at


def must_refuse(
    house: House, by: Person, refusal: type[Refusal], verb: Callable[..., Any]
) -> Refusal:
    """Doing this is refused, and nothing is written."""
    before = len(session.scalars(sa.select(LogEvent.id)).all())
    with pytest.raises(refusal) as refused, acting(by=by, at=house.given.at) as act:
        verb(act)
    assert len(session.scalars(sa.select(LogEvent.id)).all()) == before
    return refused.value


def facts_of(record: Any) -> list[tuple[str, dict[str, Any]]]:
    """Of each entry about `record`, in order: what was done, and the facts behind it."""
    rows = session.execute(
        sa.select(LogEvent.id, LogEvent.kind)
        .where(LogEvent.stream == record.id)
        .order_by(LogEvent.version)
    ).all()
    hidden: dict[Any, dict[str, Any]] = {row.id: {} for row in rows}
    for fact in session.scalars(sa.select(Payload).where(Payload.event_id.in_(hidden))):
        hidden[fact.event_id][fact.field] = json.loads(fact.value)
    return [(row.kind, hidden[row.id]) for row in rows]


def is_open(ballot: Ballot) -> bool:
    return ballot.state is State.OPEN
