"""The proposals of the demo, told through the doors of the rooms, each as far as it goes."""

from datetime import date, datetime, timedelta

from impactreview.audit.acts import acting
from impactreview.demo.analysing import analyse, screen
from impactreview.demo.deciding import call_in, decide
from impactreview.demo.reviewing import read_by_all
from impactreview.demo.script import End, Pair, Story
from impactreview.demo.seeding import Stage
from impactreview.demo.steps import Telling
from impactreview.governance.queries.rule_sets import rules_in_force
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import Involvement
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review

VOTED = frozenset(
    {
        End.VOTING,
        End.DEFERRED,
        End.REJECTED,
        End.APPROVED,
        End.IN_FORCE,
        End.LAPSED,
        End.OVERRULED,
    }
)
_ANEW: Pair = ("Wird neu geschrieben.", "Will be written anew.")


def tell(stage: Stage, story: Story, *, form: str, now: datetime, zone: str) -> None:
    """The story has happened, as far as it goes."""
    told = Telling(stage, form, zone, now - timedelta(days=story.days_ago))
    proposal = _begun(told, story)
    if story.end is End.WITHDRAWN:
        _withdrawn(told, proposal)
    if story.end is End.QUICK_TEST:
        screen(told, story, proposal)
    if story.end is End.CALLED_IN:
        screen(told, story, proposal)
        review = _handed_in(told, proposal)
        read_by_all(told, story, review)
        call_in(told, story, review)
    if story.places:
        analyse(told, story, proposal)
        review = _handed_in(told, proposal)
        read_by_all(told, story, review)
        if story.end in VOTED:
            decide(told, story, review)


def _begun(told: Telling, story: Story) -> Proposal:
    owner = told.who(story.owner)
    with acting(by=owner, at=told.later()) as act:
        proposal = proposals.draft(
            act,
            owner=owner,
            unit=told.stage.units[story.unit],
            title=told.word(story.title),
            door=story.door,
            text=told.word(story.text),
            functions=told.stage.firm.touched,
            restricted=bool(story.restricted_for),
            embargo_until=_until(told, story),
            co_authors=[told.who(key) for key in story.asked],
        )
    for key in story.readers:
        with acting(by=owner, at=told.later()) as act:
            proposals.involve(
                act, proposal, by=owner, person=told.who(key), involvement=Involvement.READER
            )
    return proposal


def _until(told: Telling, story: Story) -> date | None:
    """The day until which it is restricted, counted from the day on which the demo opens."""
    days = story.days_ago + story.restricted_for
    return told.today + timedelta(days=days) if story.restricted_for else None


def _withdrawn(told: Telling, proposal: Proposal) -> None:
    owner = proposal.owner
    with acting(by=owner, at=told.later()) as act:
        proposals.withdraw(act, proposal, by=owner, why=told.word(_ANEW))


def _handed_in(told: Telling, proposal: Proposal) -> Review:
    owner, rules = proposal.owner, rules_in_force(told.form)
    with acting(by=owner, at=told.later()) as act:
        return reviews.submit_for_review(act, proposal, by=owner, rules=rules, zone=told.zone)
