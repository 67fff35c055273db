"""What a claim that was found to be wrong means for the next proposals of its owner."""

from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act
from impactreview.proposals.models import Proposal


def find_claim_wrong(act: Act, proposal: Proposal) -> None:
    """The next five proposals of this owner go at least the way of level II.

    The entry alone says so: `queries.claims` counts from it. The caller has found it wrong.
    """
    act.lock(proposal)
    act.record(Event.CLAIM_WRONG, proposal, number=proposal.number)
