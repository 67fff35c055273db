"""When a proposal gets another owner: once its own has left, and never before."""

from impactreview.kernel.refusals import NotNow, Refusal
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import ENDED


def why_not_hand_over(proposal: Proposal) -> Refusal | None:
    """What keeps this proposal from having another owner; None: nothing.

    Who owns a proposal has no say about it: so nobody is put in the place of who is still here.
    """
    if proposal.state in ENDED:
        return NotNow("This proposal has ended.")
    if proposal.owner.deactivated_at is None:
        return NotNow("%(name)s is here and owns it.", name=proposal.owner.name)
    return None
