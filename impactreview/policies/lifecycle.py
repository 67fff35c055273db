"""Every move that a policy may make."""

from impactreview.kernel.lifecycle import Lifecycle
from impactreview.policies.terms import State, Step

LIFECYCLE = Lifecycle(
    {
        (State.IN_FORCE, Step.SUSPEND): State.SUSPENDED,
        (State.SUSPENDED, Step.RESUME): State.IN_FORCE,
        (State.IN_FORCE, Step.WITHDRAW): State.WITHDRAWN,
        (State.SUSPENDED, Step.WITHDRAW): State.WITHDRAWN,
    }
)
