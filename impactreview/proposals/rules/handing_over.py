"""When a proposal gets another owner: once its own has left, and never before."""

from uuid import UUID

from impactreview.kernel.refusals import NotNow, Refusal
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.access import active
from impactreview.proposals.terms import ENDED, Involvement


def why_not_hand_over(proposal: Proposal) -> Refusal | None:
    """What keeps this proposal from having another owner; None: nothing.

    Who owns a proposal has no say about it: so nobody is put in the place of who is still here.
    """
    if proposal.state in ENDED:
        return NotNow("This proposal has ended.")
    if proposal.owner.deactivated_at is None:
        return NotNow("%(name)s is here and owns it.", name=proposal.owner.name)
    return None


def knowing(proposal: Proposal) -> frozenset[UUID]:
    """Everybody beside its owner who knows of this proposal, and wants or was let to.

    Who was asked to write or to sponsor it and has not answered is not among them: whoever gives
    it away could have seen to it that they were asked.
    """
    beside = {
        each.person_id
        for each in active(proposal)
        if each.involvement is not Involvement.CO_AUTHOR or each.agreed_at is not None
    }
    sponsor = {proposal.sponsor_id} if proposal.sponsor_id and proposal.sponsor_agreed_at else set()
    return frozenset(beside | sponsor)
