"""The cases of the town: one at each step of the way that a proposal goes."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask

from impactreview.analyses.models import AnswerRow, CitedEvidence, CitedForecast
from impactreview.analyses.operations import answering, citing, screening
from impactreview.audit.acts import acting
from impactreview.ballots import operations as ballots
from impactreview.ballots.queries.ballots import electors
from impactreview.evidence.operations import Finding
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.impact.loading import default_template
from impactreview.indicators.operations import Range
from impactreview.indicators.terms import Kind, Lead
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import Involvement
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.terms import SeatKind, Stand
from tests.ballots.house import NO, YES, House
from tests.given import Given
from tests.proposals.hanging import attached
from tests.reviews.firm import BERLIN, HARM, drawn

FINDING = Finding(
    source=Source.COMPLAINT,
    segment="All",
    finding="It was too dear already.",
    stance=Stance.CONTRADICTS,
    strength=Strength.B,
    period="2025",
    sample=12,
    link="",
)


class Cases:
    """Lays the cases down, one after the other; all of them have the same owner and authors."""

    def __init__(self, app: Flask, given: Given) -> None:
        self.app, self.given = app, given
        self.house = House(given)
        self._handles: dict[str, dict[str, Any]] = {}
        self._made: dict[str, Proposal] = {}

    def long_ago(self) -> None:
        """Cases that had to rest before they go on."""
        self._made["fit"] = self.fit()
        self._made["rejected"] = self.rejected()

    def all(self) -> dict[str, dict[str, Any]]:
        """Every case by its name, with the values of its addresses."""
        house, guarded = self.house, {"restricted": True, "embargo_until": date(2099, 1, 1)}
        made = self._made | {
            "draft": self.written(),
            "invited": self.house.named(sponsor=None),
            "returned": self.returned(),
            "fresh": house.hand_in(self.written()).proposal,
            "running": self.running(),
            "answered": self.answered(),
            "left": self.left(),
            "light": self.light(),
            "restricted": self.running(**guarded),
            "ready": house.ready().proposal,
            "harmless": self.harmless(),
            "voting": self.voting(),
            "counted": self.counted(),
            "decided": self.decided(),
            "claimed": self.claimed(),
            "unaudited": self.unaudited(),
        }
        usual = {"serial": 1}
        return {
            name: {"code": case.code, **usual, **self._handles.get(case.code, {})}
            for name, case in made.items()
        }

    # --- before a review

    def written(self, **values: Any) -> Proposal:
        """A draft with an analysis, a file and somebody invited to comment."""
        proposal = self.house.draft(**values)
        self._analysed(proposal)
        file = attached(self.app, proposal, proposal.code.encode())
        owner, guest = proposal.owner, self.house.people["guest"]
        with acting(by=owner, at=self.given.at) as act:
            part = proposals.involve(
                act, proposal, by=owner, person=guest, involvement=Involvement.COMMENTER
            )
        self._handles[proposal.code] |= {"attachment_id": file.id, "involved_id": part.id}
        return proposal

    def _analysed(self, proposal: Proposal) -> None:
        """An analysis with one row of each kind; what is in it matters to no right."""
        owner, at = proposal.owner, self.given.at
        with acting(by=owner, at=at) as act:
            analysis = screening.screen(act, proposal, by=owner, answers=_screened())
        values = {"segment": "All", "stage": "pay", "effect": "worse", "change": "Dearer."}
        with acting(by=owner, at=at) as act:
            row: AnswerRow = answering.add_row(
                act, analysis, by=owner, table="places", values=values
            )
        with acting(by=owner, at=at) as act:
            voice: CitedEvidence = citing.cite_evidence(act, analysis, FINDING, by=owner)
        with acting(by=owner, at=at) as act:
            forecast: CitedForecast = citing.cite_forecast(act, analysis, _range(owner), by=owner)
        self._handles[proposal.code] = {
            "cited_id": voice.id,
            "section_id": "B",
            "table": "places",
            "row_id": row.id,
            "forecasts": forecast.id,
        }

    # --- under review

    def running(self, **values: Any) -> Proposal:
        """A reviewer has objected, the advocate has declared, another reviewer has left."""
        review = self.house.hand_in(self.written(**values))
        self.house.say(review, self.house.people["reader"], Stand.OBJECT, concern=HARM)
        self.house.declare(review, self.house.people["advocate"])
        self._recused(review, self.house.people["it_reader"])
        return review.proposal

    def returned(self) -> Proposal:
        """One that a reviewer has sent back to its authors."""
        review = self.house.hand_in(self.written())
        self.house.ask_for_changes(review, self.house.people["reader"])
        return review.proposal

    def answered(self) -> Proposal:
        """A concern that the owner has answered and that can go to the board."""
        review = self.house.hand_in()
        self.house.say(review, self.house.people["reader"], Stand.OBJECT, concern=HARM)
        owner = review.proposal.owner
        with acting(by=owner, at=self.given.at) as act:
            (concern,) = queries.concerns(review)
            reviews.answer_concern(act, concern, by=owner, answer="We cap it.")
        return review.proposal

    def left(self) -> Proposal:
        """A seat is empty, and somebody could take it."""
        review = self.house.hand_in(analysis=drawn(4))
        seat = self.house.seat(review, SeatKind.INDEPENDENT)
        self._recused(review, self.house.expert) if seat.person is not None else None
        empty = [each for each in queries.seats(review) if each.person is None]
        self.given.role(self.house.hire("sage"), Role.EXPERT, "independent")
        self._handles[review.proposal.code] = {"seat_id": empty[-1].id}
        return review.proposal

    def light(self) -> Proposal:
        """The advocate was told of it, and can call it in."""
        review = self.house.hand_in(analysis=drawn(1))
        self.house.declare(review, self.house.people["advocate"])
        return review.proposal

    def _recused(self, review: Review, person: Person) -> None:
        with acting(by=person, at=self.given.at) as act:
            reviews.recuse(act, review, by=person, reason="My brother works there.", zone=BERLIN)

    def harmless(self) -> Proposal:
        """A claim to touch no customer, confirmed and not yet written down."""
        review = self.house.hand_in(analysis=drawn(0))
        self.house.everybody_approves(review)
        return review.proposal

    # --- before the board and after it

    def voting(self) -> Proposal:
        """A ballot is open; one member has recused themselves."""
        review = self.house.hand_in(self.written())
        self.house.everybody_approves(review)
        ballot = self.house.open(review)
        self.house.recuse(ballot, self.house.people["co_2"])
        return review.proposal

    def counted(self) -> Proposal:
        """A ballot is open in which everybody has voted."""
        ballot = self.house.ballot()
        self.house.everybody(ballot)
        return ballot.proposal

    def decided(self) -> Proposal:
        """Determined, and a condition is not met yet."""
        decision = self.house.decided()
        self.house.condition(decision, self.house.people["author"])
        return decision.proposal

    def claimed(self) -> Proposal:
        """Determined, and somebody says that the condition is met."""
        decision, author = self.house.decided(), self.house.people["author"]
        condition = self.house.condition(decision, author)
        with acting(by=author, at=self.given.at) as act:
            ballots.claim(act, condition, by=author, proof="See the letter.")
        return decision.proposal

    def unaudited(self) -> Proposal:
        """A claim to touch no customer, taken as decided, which can be called in."""
        review = self.house.hand_in(analysis=drawn(0))
        self.house.everybody_approves(review)
        owner = review.proposal.owner
        with acting(by=owner, at=self.given.at) as act:
            ballots.decide_without_ballot(act, review, by=owner, zone=BERLIN)
        return review.proposal

    def fit(self) -> Proposal:
        """Determined with reasons; its owner can put it into force when objections were heard."""
        decision = self.house.decided()
        self.house.reason(decision)
        return decision.proposal

    def rejected(self) -> Proposal:
        """One of level IV that one of the customers' side has kept from a yes."""
        ballot, no = self.house.ballot(4), self.house.people["cu_1"]
        for elector in list(electors(ballot)):
            self.house.cast(ballot, elector.person, NO if elector.person == no else YES)
        self.house.close(ballot)
        return ballot.proposal


def _screened() -> dict[str, object]:
    said: dict[str, object] = {"0.helps": "customers", "0.eases": "same"}
    for question in default_template().section("0").questions:
        said.setdefault(question.id, "no")
    return said | {"0.many": "yes"}


def _range(owner: Person) -> Range:
    return Range(
        kind=Kind("churn"),
        name="Churn",
        segment="All",
        unit="%",
        baseline=Decimal(6),
        baseline_on=date(2025, 1, 1),
        sample=400,
        low=Decimal(6),
        likely=Decimal(7),
        high=Decimal(8),
        horizon=date(2027, 1, 1),
        lead=Lead.LAGGING,
        source="",
        owner=owner,
        money="",
    )
