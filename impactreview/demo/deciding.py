"""A board decides a story: it votes, says why, demands something, and the owner goes on."""

from datetime import UTC, datetime, time, timedelta

from impactreview.audit.acts import System, acting
from impactreview.ballots import operations as ballots
from impactreview.ballots.models import Ballot, Condition, Decision, Elector
from impactreview.ballots.queries import ballots as counted
from impactreview.ballots.queries.boards import places
from impactreview.ballots.queries.view import ballot_view
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.terms import Choice
from impactreview.demo.script import End, Pair, Story
from impactreview.demo.steps import Telling
from impactreview.governance.models import Board
from impactreview.governance.terms import Chamber, Office
from impactreview.people.models import Person
from impactreview.reviews.models import Review
from impactreview.reviews.queries.circle import advocates

_NOON = time(12)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_AGAINST: Pair = ("Der Schaden wiegt schwerer.", "The harm weighs more.")
_FOR: Pair = ("Es hilft denen, die es trifft.", "It helps those whom it touches.")
_NO_OTHER_WAY: Pair = (
    "Ich sehe keinen Weg, der den Kunden weniger schadet.",
    "I see no way that would harm customers less.",
)
_PROOF: Pair = ("Steht, gesehen und erprobt.", "It stands, was seen and tried.")
VOTE_BEFORE_THE_END = 2
"""How many have voted where the ballot is still open."""


def decide(told: Telling, story: Story, review: Review) -> None:
    """The board has voted, and what follows from that in this story has happened."""
    ballot = _opened(told, review)
    _vote(told, story, ballot)
    if story.end is End.VOTING:
        return
    told.at = ballot.closes_at + _MINUTE
    with acting(by=System(), at=told.at) as act:
        ballots.close_by_clock(act, ballot)
    if story.end is End.DEFERRED:
        return
    decision = counted.decision_of(review.proposal)
    if decision is None:
        raise LookupError(f"nothing was decided about {review.proposal.code}")
    clerk = _clerk(told, ballot.board)
    _reason(told, story, decision, clerk)
    if story.end is End.OVERRULED:
        _overrule(told, story, decision, clerk)
    if story.end is not End.REJECTED:
        _go_on(told, story, decision, clerk)


def call_in(told: Telling, story: Story, review: Review) -> None:
    """A claim is taken as decided; then the customer advocate finds that it is wrong."""
    owner = told.who(story.owner)
    with acting(by=owner, at=told.later()) as act:
        decision = ballots.decide_without_ballot(act, review, by=owner, zone=told.zone)
    told.at += _DAY
    advocate = _advocate(told)
    with acting(by=advocate, at=told.later()) as act:
        why = told.word(story.called_in_because)
        ballots.audit_claim(act, decision, by=advocate, right=False, reason=why)


def _advocate(told: Telling) -> Person:
    speaking = advocates()
    return next(each for each in told.stage.people.values() if each.id in speaking)


def _overrule(told: Telling, story: Story, decision: Decision, clerk: Person) -> None:
    """The top sets the customers' no aside, and an executive accepts what remains."""
    motion = Motion(reasons=told.word(story.overruled_because), answers={})
    with acting(by=clerk, at=told.later()) as act:
        ballot = ballots.ask_the_top(act, decision, by=clerk, motion=motion, zone=told.zone)
    for elector in counted.electors(ballot):
        against = elector.chamber is Chamber.CUSTOMER
        with acting(by=elector.person, at=told.later()) as act:
            ballots.cast(
                act,
                ballot,
                by=elector.person,
                choice=Choice.NO if against else Choice.YES,
                reason=told.word(_AGAINST if against else _NO_OTHER_WAY),
            )
    told.at = ballot.closes_at + _MINUTE
    with acting(by=System(), at=told.at) as act:
        ballots.close_by_clock(act, ballot)
    for condition in counted.conditions(decision):
        _meet(told, condition, condition.owner, clerk)


def _opened(told: Telling, review: Review) -> Ballot:
    proposal = review.proposal
    shown = ballot_view(proposal, proposal.owner, told.later(), on=told.today)
    if shown.opens is None:
        raise LookupError(f"no board decides {proposal.code}")
    clerk = _clerk(told, shown.opens)
    with acting(by=clerk, at=told.later()) as act:
        return ballots.open_ballot(act, review, by=clerk, board=shown.opens, zone=told.zone)


def _clerk(told: Telling, board: Board) -> Person:
    return places(board, told.today)[Office.CLERK]


def _vote(told: Telling, story: Story, ballot: Ballot) -> None:
    electors = counted.electors(ballot)
    for number, elector in enumerate(electors):
        if story.end in (End.VOTING, End.DEFERRED) and number == _votes(story):
            return
        against = _is_against(story, elector, number)
        with acting(by=elector.person, at=told.later()) as act:
            ballots.cast(
                act,
                ballot,
                by=elector.person,
                choice=Choice.NO if against else Choice.YES,
                reason=told.word(_AGAINST) if against else "",
            )


def _is_against(story: Story, elector: Elector, number: int) -> bool:
    speaks_for_customers = elector.chamber is Chamber.CUSTOMER
    if story.end is End.OVERRULED:
        return speaks_for_customers
    return story.end is End.REJECTED and (speaks_for_customers or number % 2 == 1)


def _votes(story: Story) -> int:
    return VOTE_BEFORE_THE_END if story.end is End.VOTING else 1


def _reason(told: Telling, story: Story, decision: Decision, clerk: Person) -> None:
    usual = _AGAINST if story.end in (End.REJECTED, End.OVERRULED) else _FOR
    reasons = told.word(story.reasons if story.reasons[0] else usual)
    with acting(by=clerk, at=told.later()) as act:
        ballots.give_reasons(act, decision, by=clerk, reasons=reasons)


def _go_on(told: Telling, story: Story, decision: Decision, clerk: Person) -> None:
    """What was demanded is set and partly met; then it is in force, or never was."""
    _demand(told, story, decision, clerk)
    owner = told.who(story.owner)
    if story.end in (End.IN_FORCE, End.OVERRULED):
        told.at = max(told.at, datetime.combine(decision.enactable_from, _NOON, UTC))
        with acting(by=owner, at=told.later()) as act:
            ballots.enact(act, decision, by=owner, on=told.today)
    if story.end is End.LAPSED:
        told.at = datetime.combine(decision.lapses_on + _DAY, _NOON, UTC)
        with acting(by=System(), at=told.later()) as act:
            ballots.lapse(act, decision, on=told.today)


def _demand(told: Telling, story: Story, decision: Decision, clerk: Person) -> None:
    owner = told.who(story.owner)
    last = len(story.conditions) - 1
    for number, text in enumerate(story.conditions):
        with acting(by=clerk, at=told.later()) as act:
            condition = ballots.set_condition(
                act,
                decision,
                by=clerk,
                text=told.word(text),
                owner=owner,
                due_on=told.today + 45 * _DAY,
                before_start=True,
                on=told.today,
            )
        if number < last:
            _meet(told, condition, owner, clerk)


def _meet(told: Telling, condition: Condition, owner: Person, clerk: Person) -> None:
    with acting(by=owner, at=told.later()) as act:
        ballots.claim(act, condition, by=owner, proof=told.word(_PROOF))
    with acting(by=clerk, at=told.later()) as act:
        ballots.verify(act, condition, by=clerk)
