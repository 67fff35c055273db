"""A firm in which a proposal can be handed in: units, a line, readers, an advocate, boards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from impactreview.audit.acts import acting
from impactreview.governance.models import Board
from impactreview.governance.queries.rule_sets import packaged
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.impact.completeness import section_hashes
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import Assessment, Range
from impactreview.impact.terms import Door, Form, Level
from impactreview.impact.trace import Trace
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.standing import now as standing
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.rules.freezing import Drawn
from impactreview.reviews.rules.needs import Need, needs
from impactreview.reviews.terms import SeatKind, Stand, State
from tests.given import Given
from tests.proposals.drafting import said_of

BERLIN = "Europe/Berlin"
HARM = ConcernText("Too dear", "People who live alone", "A cap of five euros")
QUIET: dict[str, object] = {
    "0.price_terms": "no",
    "0.service_cut": "no",
    "0.harder_exit": "no",
    "0.data_use": "no",
    "0.vulnerable": "no",
    "0.regulated": "no",
    "N.interest": "no",
    "I.announce": "yes",
    "K.affected": "no",
    "K.affected_why_not": "Nobody is affected yet.",
}
ROWS: dict[str, object] = {
    "places": [{"id": "p", "segment": "All", "effect": "worse", "kinds": ["money"]}],
    "evidence": [{"id": "e", "segment": "All", "source": "test"}],
    "alternatives": [
        {"id": "a", "kind": "do_nothing", "worst_level": 2},
        {"id": "b", "kind": "other", "worst_level": 0},
    ],
    "monitoring": [{"id": "m", "indicator": "Complaints"}],
}
ALL_SECTIONS = frozenset("0ABCDEFGHIJKLMNV")


def drawn(
    gross: int = 2,
    residual: int | None = None,
    *,
    form: Form = Form.FULL,
    answers: Mapping[str, object] = {},
    rows: Mapping[str, object] = {},
) -> Drawn:
    """A finished analysis that ends at these levels and holds whatever a level demands."""
    before = Level(gross)
    after = Level(gross if residual is None else residual)
    content = {"answers": {**QUIET, **answers}, "rows": {**ROWS, **rows}}
    return Drawn(
        content=content,
        form=form,
        assessment=Assessment(
            gross=before,
            residual=after,
            gross_range=Range(before, before),
            residual_range=Range(after, after),
            rows=(),
            floors=(),
            trace=Trace((), (), ()),
            complete=True,
        ),
        section_hashes=section_hashes(default_template(), content),
        template_hash="0" * 64,
        asked=ALL_SECTIONS,
    )


@dataclass
class Firm:
    """The people of a firm, and one proposal of theirs."""

    given: Given
    form: str = "full"
    people: dict[str, Person] = field(default_factory=dict)
    boards: dict[str, Board] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.given.together():
            self.found()

    def found(self) -> None:
        """Units, people and boards; together, for each test begins with them."""
        given = self.given
        self.root = given.unit(code="HQ")
        self.sales = given.unit(parent=self.root, code="SALES")
        self.it = given.unit(parent=self.root, code="IT")
        boss = self.hire("boss", unit=self.root)
        head = self.hire("head", unit=self.sales, manager=boss)
        it_head = self.hire("it_head", unit=self.it, manager=self.hire("cto", unit=self.it))
        self.hire("owner", unit=self.sales, manager=head)
        self.hire("author", unit=self.it)
        self.hire("sponsor", Role.REVIEWER, unit=self.it)
        self.hire("trainee", Role.REVIEWER, unit=self.sales, manager=self.owner)
        self.hire("reader", Role.REVIEWER, unit=self.sales)
        self.hire("it_reader", Role.REVIEWER, unit=self.it, manager=it_head)
        self.hire("advocate", Role.ADVOCATE)
        self.hire("deputy", Role.DEPUTY_ADVOCATE)
        self.hire("chair", unit=self.root)
        self.hire("clerk", unit=self.root)
        self.board("unit", BoardKind.UNIT, unit=self.sales)
        self.board("central", BoardKind.CENTRAL)

    def hire(self, name: str, *roles: Role, **values: Any) -> Person:
        person = self.given.person(*roles, name=name.title(), **values)
        self.people[name] = person
        return person

    def board(self, name: str, kind: BoardKind, **values: Any) -> Board:
        board = self.given.board(kind=kind, name=name, **values)
        self.given.member(board, self.chair, office=Office.CHAIR)
        self.given.member(board, self.clerk, office=Office.CLERK, chamber=None)
        self.given.member(board, self.advocate, chamber=Chamber.CUSTOMER)
        self.boards[name] = board
        return board

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def draft(self, **values: Any) -> Proposal:
        """A draft to which its sponsor and its co-authors have agreed."""
        return self.given.agreed(self.named(**values))

    def named(self, **values: Any) -> Proposal:
        """The same, and none of them has answered."""
        made = {
            "owner": self.owner,
            "unit": self.sales,
            "title": "A fee for late payment",
            "door": Door.TWO_WAY,
            "text": "Who pays late pays five euros.",
            "sponsor": self.sponsor,
            "co_authors": [self.author],
        }
        with acting(by=self.owner, at=self.given.at) as act:
            return proposals.draft(act, **{**made, **values})

    def hand_in(
        self, proposal: Proposal | None = None, analysis: Drawn | None = None, **values: Any
    ) -> Review:
        proposal = proposal or self.draft(**values)
        with acting(by=self.owner, at=self.given.at) as act:
            return reviews.hand_in(
                act,
                proposal,
                by=self.owner,
                drawn=analysis or drawn(),
                rules=packaged(self.form),
                zone=BERLIN,
            )

    def seat(self, review: Review, kind: SeatKind, scope: str = "") -> Seat:
        (found,) = [
            seat
            for seat in queries.seats(review)
            if seat.kind is kind and (not scope or seat.scope == scope)
        ]
        return found

    def holder(self, review: Review, kind: SeatKind, scope: str = "") -> Person:
        person = self.seat(review, kind, scope).person
        assert person is not None
        return person

    def declare(self, review: Review, person: Person) -> None:
        with acting(by=person, at=self.given.at) as act:
            reviews.declare_no_conflict(act, review, by=person)

    def say(self, review: Review, person: Person, stand: Stand, **values: Any) -> None:
        if queries.seat_of(review, person.id).declared_at is None:  # type: ignore[union-attr]
            self.declare(review, person)
        said = {"reason": "Because", "number": review.number, **values}
        with acting(by=person, at=self.given.at) as act:
            reviews.give_position(act, review, by=person, stand=stand, **said)

    def everybody_approves(self, review: Review) -> None:
        for seat in list(queries.seats(review)):
            if seat.person is not None:
                self.say(review, seat.person, Stand.APPROVE)

    def change(self, proposal: Proposal, text: str, by: Person | None = None) -> None:
        by = by or self.owner
        said = said_of(proposal, text=text)
        with acting(by=by, at=self.given.at) as act:
            proposals.change(act, proposal, by=by, said=said, seen=proposal.version)

    def ask_for_changes(self, review: Review, person: Person, why: str = "Say more.") -> None:
        if queries.seat_of(review, person.id).declared_at is None:  # type: ignore[union-attr]
            self.declare(review, person)
        with acting(by=person, at=self.given.at) as act:
            reviews.request_changes(act, review, by=person, reason=why)

    def revise(self, review: Review, person: Person, analysis: Drawn, text: str = "") -> Review:
        """Somebody asks for changes, the owner makes them and hands the proposal in again."""
        self.ask_for_changes(review, person)
        if text:
            self.change(review.proposal, text)
        return self.hand_in(review.proposal, analysis)

    def needs(self, review: Review, at: datetime | None = None) -> list[str]:
        """What the review still needs, as English sentences without moments."""
        now = standing(review, at or self.given.at)
        return [
            need.message % {**need.params, "seat": _name(need), "due": "…"} for need in needs(now)
        ]

    def state(self, review: Review) -> State:
        return review.state

    def later(self, **period: float) -> datetime:
        self.given.at += timedelta(**period)
        return self.given.at


def _name(need: Need) -> str:
    return need.seat.kind.name if need.seat else ""
