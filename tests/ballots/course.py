"""One case on its way, and everything that somebody may try to do to it."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from impactreview.audit.acts import Act, acting
from impactreview.audit.models import Event, Record
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.queries import ballot_view
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.governance.queries.rule_sets import packaged
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews import jobs as review_jobs
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.queries import reviews as review_queries
from impactreview.reviews.terms import Stand
from tests.ballots.house import House
from tests.conftest import NOON
from tests.reviews.firm import BERLIN, HARM, drawn

Verb = Callable[[Act, Person], object]
Thing = TypeVar("Thing")

PEOPLE = (
    "owner", "author", "sponsor", "head", "boss", "trainee", "reader", "it_reader", "it_head",
    "cto", "advocate", "deputy", "chair", "vice", "clerk", "expert", "executive", "stranger",
    "co_1", "co_2", "co_alt", "cu_1", "cu_alt", "top_customer",
)  # fmt: skip
LINE = ("head", "boss", "trainee")
"""The owner's managers and those whom the owner leads."""
RECORDS = (Proposal, Review, Ballot, Decision, Policy)
TABLES = (*RECORDS, Event, Version, Seat, Position, Concern, Elector, Vote, Condition, Letter)
GOING_ON = {DecisionState.APPROVED, DecisionState.OVERRULED}
HOW = ("answer", "resolve", "withdraw", "contest")
"""What may be done to a concern."""


class Course:
    """A case of the house, from its draft to wherever it ends."""

    def __init__(
        self,
        house: House,
        *,
        levels: Collection[int] = (2, 2),
        beside: Collection[str] = (),
        sponsor: str | None = None,
        door: Door = Door.TWO_WAY,
    ) -> None:
        house.given.at = NOON
        self.house, self.gross, self.residual = house, max(levels), min(levels)
        authors = [house.people[name] for name in sorted(beside) if name not in {"owner", sponsor}]
        backer = house.people[sponsor] if sponsor else None
        self.proposal = house.draft(co_authors=authors, sponsor=backer, door=door)
        self.near = frozenset(
            each.id for each in (house.owner, *authors, backer) if each is not None
        )
        """Owner, authors and sponsor: whose work it is."""
        self.seen: tuple[int, ...] | None = None
        """Every table as it was found last, as long as nothing was written since."""

    # --- where it stands

    @property
    def review(self) -> Review | None:
        return review_queries.of(self.proposal)

    @property
    def ballot(self) -> Ballot | None:
        return queries.open_ballot_of(self.proposal)

    @property
    def decision(self) -> Decision | None:
        return queries.decision_of(self.proposal)

    @property
    def is_new(self) -> bool:
        return self.proposal.state is ProposalState.DRAFT

    @property
    def is_over(self) -> bool:
        decided = self.decision
        ended = decided is not None and decided.state not in GOING_ON
        return ended or self.proposal.state is ProposalState.WITHDRAWN

    @property
    def seats(self) -> list[Seat]:
        """Seats that somebody holds."""
        found = review_queries.seats(self.review) if self.review else []
        return [seat for seat in found if seat.person and not seat.ended_at]

    @property
    def concerns(self) -> list[Concern]:
        query = sa.select(Concern).join(Review).where(Review.proposal_id == self.proposal.id)
        return list(session.scalars(query.order_by(Concern.serial)))

    @property
    def electors(self) -> list[Elector]:
        return list(queries.electors(self.ballot)) if self.ballot else []

    @property
    def conditions(self) -> list[Condition]:
        return list(queries.conditions(self.decision)) if self.decision else []

    def records(self) -> Iterator[Record]:
        """Everything with a stream of its own."""
        yield self.proposal
        yield from filter(None, (self.review, *queries.ballots_of(self.proposal), self.decision))

    # --- doing

    def do(self, by: Person | None, verb: Verb) -> None:
        """It is done, or refused; if refused, every table is as it was."""
        assert by is not None
        before, self.seen = self.seen or photograph(), None
        try:
            with acting(by=by, at=self.house.given.at) as act:
                verb(act, by)
        except Refusal:
            self.seen = photograph()
            assert self.seen == before

    def later(self, hours: int) -> None:
        """Time passes, and what only time does is done."""
        at, self.seen = self.house.later(hours=hours), None
        jobs.close_due(at)
        review_jobs.settle_silence(at)
        jobs.lapse_due(at)

    def verbs(self, number: int, choice: Choice) -> Iterator[Verb]:
        """Everything that can be tried now; `number` says at which of several."""
        yield self.hand_in
        yield self.withdraw
        if self.review:
            yield from self._about_review(self.review)
        if self.concerns:
            yield self.about_concern(self.concerns[number % len(self.concerns)], HOW[number % 4])
        if self.ballot:
            yield from (self.cast(choice), self.void, self.recuse_elector)
            yield from (self.close, self.close_by_clock)
        if self.decision:
            yield from (self.reason, self.enact, self.set_condition, self.ask_the_top)

    def _about_review(self, review: Review) -> Iterator[Verb]:
        yield from (self.declare, self.request_changes, self.position(Stand.APPROVE))
        yield lambda act, by: reviews.recuse(act, review, by=by, reason="Kin", zone=BERLIN)
        yield lambda act, by: reviews.raise_concern(act, review, by=by, text=HARM)
        yield lambda act, by: reviews.call_in(act, review, by=by, zone=BERLIN)
        yield from (self.open_ballot, self.decide_without_ballot)

    # --- the proposal and its review

    def hand_in(self, act: Act, by: Person) -> None:
        analysis = drawn(self.gross, self.residual)
        rules = packaged(self.house.form)
        reviews.hand_in(act, self.proposal, by=by, drawn=analysis, rules=rules, zone=BERLIN)

    def withdraw(self, act: Act, by: Person) -> None:
        reviews.withdraw_case(act, self.proposal, by=by, why="It is not needed any more.")

    def declare(self, act: Act, by: Person) -> None:
        reviews.declare_no_conflict(act, _there(self.review), by=by)

    def position(self, stand: Stand, *, concern: bool = False) -> Verb:
        conditions = "A cap" if stand is Stand.APPROVE_WITH_CONDITIONS else ""
        return lambda act, by: reviews.give_position(
            act, _there(self.review), by=by, number=self.proposal.number, stand=stand,
            reason="Because", conditions=conditions, concern=HARM if concern else None,
        )  # fmt: skip

    def request_changes(self, act: Act, by: Person) -> None:
        reviews.request_changes(act, _there(self.review), by=by, reason="Say more.")

    def about_concern(self, concern: Concern, how: str) -> Verb:
        on = self.house.today
        verbs: dict[str, Verb] = {
            "answer": lambda a, by: reviews.answer_concern(a, concern, by=by, answer="So it is."),
            "resolve": lambda a, by: reviews.resolve_concern(a, concern, by=by),
            "withdraw": lambda a, by: reviews.withdraw_concern(a, concern, by=by),
            "contest": lambda a, by: reviews.contest_concern(a, concern, by=by, on=on),
        }
        return verbs[how]

    # --- the ballot and what follows

    def open_ballot(self, act: Act, by: Person) -> None:
        view = ballot_view(self.proposal, by, self.house.given.at, on=self.house.today)
        board = view.opens or self.house.boards["unit"]
        operations.open_ballot(act, _there(self.review), by=by, board=board, zone=BERLIN)

    def decide_without_ballot(self, act: Act, by: Person) -> None:
        operations.decide_without_ballot(act, _there(self.review), by=by, zone=BERLIN)

    def cast(self, choice: Choice) -> Verb:
        ballot = _there(self.ballot)
        return lambda act, by: operations.cast(act, ballot, by=by, choice=choice, reason="So")

    def recuse_elector(self, act: Act, by: Person) -> None:
        operations.recuse_elector(act, _there(self.ballot), by=by, reason="My brother")

    def void(self, act: Act, by: Person) -> None:
        operations.void(act, _there(self.ballot), by=by, reason="It was the wrong paper.")

    def close(self, act: Act, by: Person) -> None:
        operations.close_ballot(act, _there(self.ballot), by=by)

    def close_by_clock(self, act: Act, _: Person) -> None:
        operations.close_by_clock(act, _there(self.ballot))

    def ask_the_top(self, act: Act, by: Person) -> None:
        answers = {concern.serial: "It is borne." for concern in self.concerns}
        motion = Motion(reasons="The firm has to live.", answers=answers)
        operations.ask_the_top(act, _there(self.decision), by=by, motion=motion, zone=BERLIN)

    def reason(self, act: Act, by: Person) -> None:
        operations.give_reasons(act, _there(self.decision), by=by, reasons="It is fair.")

    def set_condition(self, act: Act, by: Person) -> None:
        operations.set_condition(
            act, _there(self.decision), by=by, text="Write to all.", owner=self.house.author,
            due_on=self.house.today, before_start=True, on=self.house.today,
        )  # fmt: skip

    def claim(self, condition: Condition) -> Verb:
        return lambda act, by: operations.claim(act, condition, by=by, proof="See the letter.")

    def verify(self, condition: Condition) -> Verb:
        return lambda act, by: operations.verify(act, condition, by=by)

    def enact(self, act: Act, by: Person) -> None:
        operations.enact(act, _there(self.decision), by=by, on=self.house.today)


def photograph() -> tuple[int, ...]:
    """How many rows each table has, and the sum of all versions."""
    counts = [sa.select(sa.func.count()).select_from(table) for table in TABLES]
    sums = [sa.select(sa.func.coalesce(sa.func.sum(table.version), 0)) for table in RECORDS]
    return tuple(session.execute(sa.select(*(q.scalar_subquery() for q in counts + sums))).one())


def entries_of(stream: UUID) -> list[int]:
    """The versions that a record's entries in the log explain, in order."""
    query = sa.select(Event.version).where(Event.stream == stream).order_by(Event.version)
    return list(session.scalars(query))


def _there(record: Thing | None) -> Thing:
    assert record is not None
    return record
