"""Who may open, vote, leave, void and close, and when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from impactreview.ballots.models import Ballot, Elector
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import Needed, Tally
from impactreview.ballots.terms import Choice, State
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews.models import Review
from impactreview.reviews.terms import State as ReviewState

MOST_REASON = 10_000
VOTING_DAYS = 5
"""Working days to vote where the plan asks for no notice, and again after a deferral."""
CHANGED = Needed(message="What is voted on has changed.")
_WITH_REASON = {
    Choice.NO: Needed(message="Say why you vote no."),
    Choice.ABSTAIN: Needed(message="Say why you abstain."),
}


def why_not_preside(by: UUID, presiding: Collection[UUID], out: Collection[UUID]) -> Refusal | None:
    """What keeps `by` from running this ballot; None: nothing. `out` are those whose work it is."""
    if by not in presiding:
        return NotYours("Only the chair or the clerk of the deciding board may do this.")
    if by in out:
        return NotYours("You wrote this or sponsor it: somebody else of the board has to do this.")
    return None


def why_not_open(review: Review, proposal: Proposal) -> Refusal | None:
    """What keeps a ballot about this case from being opened; None: nothing."""
    if review.state is not ReviewState.READY or proposal.state is not ProposalState.SUBMITTED:
        return NotNow("The review is not finished yet.")
    if review.held_at is not None:
        return NotNow("A ballot about this case is open already.")
    if review.number != proposal.number:
        return NotNow("The review is about an earlier version.")
    return None


def is_stale(ballot: Ballot, proposal: Proposal) -> bool:
    """Whether what is voted on is no longer what is proposed."""
    return proposal.state is not ProposalState.SUBMITTED or proposal.number != ballot.number


def why_not_elector(ballot: Ballot, elector: Elector | None, at: datetime) -> Refusal | None:
    """What keeps somebody from voting in this ballot or leaving it; None: nothing."""
    if elector is None:
        return NotYours("You may not vote in this ballot.")
    if ballot.state is not State.OPEN or at >= ballot.closes_at:
        return NotNow("This ballot is over.")
    if elector.recused_at is not None:
        return NotNow("You have recused yourself from this ballot.")
    return None


def why_not_cast(
    ballot: Ballot, elector: Elector | None, *, at: datetime, sits: bool, out: Collection[UUID]
) -> Refusal | None:
    """What keeps an elector from voting now; None: nothing. `sits`: on the board, this day."""
    refusal = why_not_elector(ballot, elector, at)
    if refusal or elector is None:
        return refusal
    if not sits:
        return NotYours("You do not sit on this board any more.")
    if elector.person_id in out:
        return NotYours("You wrote this or sponsor it: you may not vote on it.")
    if at < ballot.opens_at:
        return NotNow("This ballot has not begun yet.")
    if is_stale(ballot, ballot.proposal):
        return NotNow("What is voted on has changed: this ballot is void.")
    return None


def why_not_vote(choice: Choice, reason: str, *, overrules: bool = False) -> Refusal | None:
    """What a vote lacks in itself; None: nothing. Who overrules says why in any case."""
    if overrules and not reason:
        return Unusable(
            "Say why: whoever votes on setting a decision aside does so in writing.", place="reason"
        )
    if choice in _WITH_REASON and not reason:
        return Unusable(_WITH_REASON[choice].message, place="reason")
    if len(reason) > MOST_REASON:
        return Unusable("The reason is too long.", place="reason")
    return None


def why_not_void(ballot: Ballot, at: datetime, *, before: bool) -> Refusal | None:
    """What keeps the chair or the clerk from voiding a ballot; None: nothing.

    In its second half it can only run out: nobody calls off a vote because of how it is going.
    For the same reason it can, where one about the same case was void `before`.
    """
    if ballot.state is not State.OPEN:
        return NotNow("This ballot is over.")
    if before:
        return NotNow(
            "A ballot about this case was called off before. None is a second time, so that nobody"
            " votes again until the result suits somebody: this one runs until it closes."
        )
    if at - ballot.opens_at > (ballot.closes_at - ballot.opens_at) / 2:
        return NotNow("A ballot can be called off only in the first half of its time.")
    return None


def why_not_early(rule: Rule, counted: Tally) -> Refusal | None:
    """What keeps a ballot from being closed before its time; None: nothing.

    It asks who has voted, which chair and clerk may know, and never how: an offer that hung on the
    result would tell it.
    """
    both = counted.company + counted.customer
    if both.took_part < both.eligible:
        return NotNow("Not everybody who may vote has voted yet.")
    if not (counted.quorum_met or rule.overrules):
        return NotNow("There is no quorum: the ballot runs until its time is over.")
    return None


def may_know_votes(
    by: UUID, mine: Elector | None, *, sits: bool, writes: bool, out: Collection[UUID]
) -> bool:
    """Whether somebody may know, once a ballot is told, how each of them voted and why.

    The board may, and whoever `writes` its reasons, such as the clerk. Nobody may whose own work
    was voted on, or who recused themselves: they meet those who voted every day.
    """
    recused = mine is not None and mine.recused_at is not None
    return (sits or writes) and by not in out and not recused


def is_told(ballot: Ballot, *, case_is_over: bool) -> bool:
    """Whether what a ballot came to is told to whoever sees its case.

    While the case can be voted on again, a round before must not speak: not the one that had no
    quorum, and never one that was called off, of which no vote counts.
    """
    return ballot.state is State.CLOSED or (ballot.state is State.DEFERRED and case_is_over)
