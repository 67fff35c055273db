"""Every move that a proposal may make."""

from impactreview.kernel.lifecycle import Lifecycle
from impactreview.proposals.terms import State, Step

LIFECYCLE = Lifecycle(
    {
        (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
        (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
        (State.DRAFT, Step.LAPSE): State.LAPSED,
        (State.SUBMITTED, Step.REOPEN): State.DRAFT,
        (State.SUBMITTED, Step.WITHDRAW): State.WITHDRAWN,
    }
)
