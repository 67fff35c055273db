"""The stories of the demo, told through the doors of the rooms, each to its end."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from impactreview.analyses import queries as analyses
from impactreview.analyses.operations import answering, citing, screening
from impactreview.audit.acts import System, acting
from impactreview.ballots import operations as ballots
from impactreview.ballots.queries import ballots as counted
from impactreview.ballots.queries.view import ballot_view
from impactreview.ballots.terms import Choice
from impactreview.demo.answers import Answers
from impactreview.demo.script import End, Story
from impactreview.demo.seeding import Stage
from impactreview.evidence.operations import Finding
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.governance.queries.rule_sets import rules_in_force
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form
from impactreview.indicators.operations import Range
from impactreview.indicators.terms import Kind, Lead
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.reviews import operations as reviews
from impactreview.reviews import queries as read
from impactreview.reviews.models import Review
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import SeatKind, Stand

HOUR = timedelta(hours=1)
"""Between two steps of a story."""
_NOON = time(12)
_GOOD = ("Es hilft allen, die anrufen.", "It helps everybody who calls.")


class Teller:
    """Tells one story, step by step, each a little later than the one before."""

    def __init__(self, stage: Stage, story: Story, *, now: datetime, zone: str) -> None:
        self._stage, self._story, self._zone = stage, story, zone
        self._at = now - timedelta(days=story.days_ago)
        self._owner = stage.people[story.owner]

    def _later(self, by: timedelta = HOUR) -> datetime:
        self._at += by
        return self._at

    def tell(self) -> None:
        """The story, as far as it goes."""
        proposal = self._begin()
        if self._story.end is End.WITHDRAWN:
            with acting(by=self._owner, at=self._later()) as act:
                why = self._stage.word(("Wird neu geschrieben.", "Will be written anew."))
                proposals.withdraw(act, proposal, by=self._owner, why=why)
        if self._story.places:
            self._analyse(proposal)
            review = self._hand_in(proposal)
            self._review(review)
            if self._story.end in (End.REJECTED, End.IN_FORCE):
                self._decide(review)

    def _begin(self) -> Proposal:
        with acting(by=self._owner, at=self._later()) as act:
            return proposals.draft(
                act,
                owner=self._owner,
                unit=self._stage.units[self._story.unit],
                title=self._stage.word(self._story.title),
                door=self._story.door,
                text=self._stage.word(self._story.text),
            )

    def _analyse(self, proposal: Proposal) -> None:
        owner, handle = self._owner, self._owner.handle
        said = Answers(
            self._story, default_template(), language=self._stage.language, on=self._at.date()
        )
        with acting(by=owner, at=self._later()) as act:
            analysis = screening.screen(act, proposal, by=owner, answers=said.quick_test())
        with acting(by=owner, at=self._later()) as act:
            plain = said.plain(analysis.form, handle)
            answering.answer(act, analysis, by=owner, values=plain)
        for place in self._story.places:
            with acting(by=owner, at=self._later()) as act:
                row = answering.add_row(
                    act, analysis, by=owner, table="places", values=said.place(place)
                )
            if place.eased_to:
                with acting(by=owner, at=self._later()) as act:
                    measure = said.measure(place, str(row.id), handle)
                    answering.add_row(act, analysis, by=owner, table="mitigations", values=measure)
        rest = [("monitoring", said.monitoring(handle))]
        if analysis.form is Form.FULL:
            rest += [("alternatives", row) for row in said.alternatives()]
        for table, values in rest:
            with acting(by=owner, at=self._later()) as act:
                answering.add_row(act, analysis, by=owner, table=table, values=values)
        self._cite(proposal)

    def _cite(self, proposal: Proposal) -> None:
        analysis = analyses.of(proposal)
        if analysis is None:
            return
        for voice in self._story.voices:
            finding = Finding(
                source=Source(voice.source),
                segment=self._stage.word(voice.segment),
                finding=self._stage.word(voice.finding),
                stance=Stance(voice.stance),
                strength=Strength(voice.strength),
                period=str(self._at.year),
                sample=voice.sample,
                link="",
            )
            with acting(by=self._owner, at=self._later()) as act:
                citing.cite_evidence(act, analysis, finding, by=self._owner)
        if self._story.figure:
            with acting(by=self._owner, at=self._later()) as act:
                citing.cite_forecast(act, analysis, self._range(), by=self._owner)

    def _range(self) -> Range:
        if self._story.figure is None:
            raise LookupError("this story has no forecast")
        kind, name, baseline, low, likely, high = self._story.figure
        return Range(
            kind=Kind(kind),
            name=self._stage.word(name),
            segment=self._stage.word(self._story.places[0].segment),
            unit="%",
            baseline=Decimal(baseline),
            baseline_on=self._at.date() - timedelta(days=30),
            sample=400,
            low=Decimal(low),
            likely=Decimal(likely),
            high=Decimal(high),
            horizon=self._at.date() + timedelta(days=480),
            lead=Lead.LAGGING,
            source="",
            owner=self._owner,
            money="",
        )

    def _hand_in(self, proposal: Proposal) -> Review:
        rules = rules_in_force("full")
        with acting(by=self._owner, at=self._later()) as act:
            return reviews.submit_for_review(
                act, proposal, by=self._owner, rules=rules, zone=self._zone
            )

    def _review(self, review: Review) -> None:
        for seat in read.seats(review):
            if seat.person is not None:
                with acting(by=seat.person, at=self._later()) as act:
                    reviews.declare_no_conflict(act, review, by=seat.person)
                self._speak(review, seat.person, seat.kind)

    def _speak(self, review: Review, reader: Person, kind: SeatKind) -> None:
        objects = kind is SeatKind.ADVOCATE and self._story.end is End.OBJECTED
        silent = self._story.end is End.IN_REVIEW and kind is not SeatKind.DOMAIN
        if silent:
            return
        worst = max(self._story.places, key=lambda place: place.ratings)
        text = ConcernText(
            what=self._stage.word(worst.why),
            whom=self._stage.word(worst.segment),
            remedy=self._stage.word(("Das Papier bleibt wählbar.", "Paper can still be chosen.")),
        )
        with acting(by=reader, at=self._later()) as act:
            reviews.give_position(
                act,
                review,
                by=reader,
                number=review.number,
                stand=Stand.OBJECT if objects else Stand.APPROVE,
                reason=self._stage.word(("Gelesen und geprüft.", "Read and checked.")),
                concern=text if objects else None,
            )

    def _decide(self, review: Review) -> None:
        """The board votes, says why, and where it agreed the owner puts it into force."""
        clerk, proposal = self._stage.people["inga"], review.proposal
        shown = ballot_view(proposal, clerk, self._later(), on=self._at.date())
        if shown.opens is None:
            raise LookupError(f"no board decides {proposal.code}")
        with acting(by=clerk, at=self._later()) as act:
            ballot = ballots.open_ballot(act, review, by=clerk, board=shown.opens, zone=self._zone)
        agrees = self._story.end is End.IN_FORCE
        why = self._stage.word(("Der Schaden wiegt schwerer.", "The harm weighs more."))
        for elector in counted.electors(ballot):
            voter = elector.person
            with acting(by=voter, at=self._later()) as act:
                choice = Choice.YES if agrees else Choice.NO
                ballots.cast(act, ballot, by=voter, choice=choice, reason="" if agrees else why)
        self._at = ballot.closes_at
        with acting(by=System(), at=self._later()) as act:
            ballots.close_by_clock(act, ballot)
        self._reason(proposal, clerk, why if not agrees else self._stage.word(_GOOD))

    def _reason(self, proposal: Proposal, clerk: Person, why: str) -> None:
        decision = counted.decision_of(proposal)
        if decision is None:
            raise LookupError(f"nothing was decided about {proposal.code}")
        with acting(by=clerk, at=self._later()) as act:
            ballots.give_reasons(act, decision, by=clerk, reasons=why)
        if self._story.end is End.IN_FORCE:
            self._at = max(self._at, datetime.combine(decision.enactable_from, _NOON, UTC))
            with acting(by=self._owner, at=self._later()) as act:
                ballots.enact(act, decision, by=self._owner, on=self._at.date())
