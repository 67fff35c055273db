"""Every move that a review and a concern may make."""

from impactreview.kernel.lifecycle import Lifecycle
from impactreview.reviews.terms import ConcernState, ConcernStep, State, Step

LIFECYCLE = Lifecycle(
    {
        (State.TRIAGED, Step.SEAT): State.IN_REVIEW,
        (State.TRIAGED, Step.CLOSE): State.CLOSED,
        (State.IN_REVIEW, Step.REQUEST_CHANGES): State.CHANGES_REQUESTED,
        (State.IN_REVIEW, Step.RESUME): State.TRIAGED,
        (State.IN_REVIEW, Step.FINISH): State.READY,
        (State.IN_REVIEW, Step.CLOSE): State.CLOSED,
        (State.CHANGES_REQUESTED, Step.RESUME): State.TRIAGED,
        (State.CHANGES_REQUESTED, Step.CLOSE): State.CLOSED,
        (State.READY, Step.UNFINISH): State.IN_REVIEW,
        (State.READY, Step.RESUME): State.TRIAGED,
        (State.READY, Step.CLOSE): State.CLOSED,
    }
)

CONCERN = Lifecycle(
    {
        (ConcernState.OPEN, ConcernStep.RESOLVE): ConcernState.RESOLVED,
        (ConcernState.OPEN, ConcernStep.WITHDRAW): ConcernState.WITHDRAWN,
        (ConcernState.OPEN, ConcernStep.CONTEST): ConcernState.CONTESTED,
        (ConcernState.CONTESTED, ConcernStep.OVERRULE): ConcernState.OVERRULED,
        (ConcernState.CONTESTED, ConcernStep.RESOLVE): ConcernState.RESOLVED,
        (ConcernState.CONTESTED, ConcernStep.WITHDRAW): ConcernState.WITHDRAWN,
    }
)
