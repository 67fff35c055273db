"""The owner of a story tries the quick test and fills the analysis in."""

from datetime import timedelta
from decimal import Decimal

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.analyses.operations import answering, citing, screening
from impactreview.audit.acts import acting
from impactreview.demo.answers import Answers
from impactreview.demo.script import Story, Voice
from impactreview.demo.steps import Telling
from impactreview.evidence.operations import Finding
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form
from impactreview.indicators.operations import Range
from impactreview.indicators.terms import Kind, Lead
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal


def screen(told: Telling, story: Story, proposal: Proposal) -> Analysis:
    """The quick test is done."""
    owner = told.who(story.owner)
    with acting(by=owner, at=told.later()) as act:
        return screening.screen(act, proposal, by=owner, answers=_answers(told, story).quick_test())


def analyse(told: Telling, story: Story, proposal: Proposal) -> None:
    """The quick test is done, and the whole analysis with its sources and its forecast."""
    analysis = screen(told, story, proposal)
    owner, said = told.who(story.owner), _answers(told, story)
    with acting(by=owner, at=told.later()) as act:
        held = queries.held(act, proposal.code)
        assert held is not None  # noqa: S101 - it has just been screened; says so to mypy
        answering.answer(act, held, by=owner, values=said.plain(analysis.form, owner.handle))
    _add_places(told, story, analysis, said)
    rest = [("monitoring", said.monitoring(owner.handle))]
    if analysis.form is Form.FULL:
        rest += [("alternatives", row) for row in said.alternatives()]
    for table, values in rest:
        with acting(by=owner, at=told.later()) as act:
            answering.add_row(act, analysis, by=owner, table=table, values=values)
    for voice in story.voices:
        with acting(by=owner, at=told.later()) as act:
            citing.cite_evidence(act, analysis, _finding(told, voice), by=owner)
    if story.figure:
        with acting(by=owner, at=told.later()) as act:
            citing.cite_forecast(act, analysis, _range(told, story, owner), by=owner)


def _answers(told: Telling, story: Story) -> Answers:
    return Answers(story, default_template(), language=told.stage.language, on=told.today)


def _add_places(told: Telling, story: Story, analysis: Analysis, said: Answers) -> None:
    owner = told.who(story.owner)
    for place in story.places:
        with acting(by=owner, at=told.later()) as act:
            row = answering.add_row(
                act, analysis, by=owner, table="places", values=said.place(place)
            )
        if place.eased_to:
            measure = said.measure(place, str(row.id), owner.handle)
            with acting(by=owner, at=told.later()) as act:
                answering.add_row(act, analysis, by=owner, table="mitigations", values=measure)


def _finding(told: Telling, voice: Voice) -> Finding:
    return Finding(
        source=Source(voice.source),
        segment=told.word(voice.segment),
        finding=told.word(voice.finding),
        stance=Stance(voice.stance),
        strength=Strength(voice.strength),
        period=str(told.today.year),
        sample=voice.sample,
        link="",
    )


def _range(told: Telling, story: Story, owner: Person) -> Range:
    if story.figure is None:
        raise LookupError("this story has no forecast")
    kind, name, baseline, low, likely, high = story.figure
    return Range(
        kind=Kind(kind),
        name=told.word(name),
        segment=told.word(story.places[0].segment),
        unit="%",
        baseline=Decimal(baseline),
        baseline_on=told.today - timedelta(days=30),
        sample=400,
        low=Decimal(low),
        likely=Decimal(likely),
        high=Decimal(high),
        horizon=told.today + timedelta(days=480),
        lead=Lead.LAGGING,
        source="",
        owner=owner,
        money="",
    )
