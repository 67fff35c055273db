"""Who may withdraw a policy, and what it takes."""

from collections.abc import Collection
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.policies.models import Policy
from impactreview.policies.terms import State

MOST_REASON = 5_000


def why_not_withdraw(policy: Policy, by: UUID, deciding: Collection[UUID]) -> Refusal | None:
    """What keeps `by` from withdrawing this policy; None: nothing.

    `deciding` are the chairs of the body that decides about it.
    """
    if policy.state is State.WITHDRAWN:
        return NotNow("This policy has been withdrawn.")
    if by != policy.owner_id and by not in deciding:
        return NotYours("Only its owner, or the chair of the deciding board, withdraws a policy.")
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """What is wrong with the reason for a withdrawal; None: nothing."""
    if not reason.strip():
        return Unusable("Say why the policy is withdrawn.", place="reason")
    if len(reason) > MOST_REASON:
        return Unusable("This text is too long.", place="reason")
    return None
