"""Every move that an escalation and an interim measure may make."""

from impactreview.escalations.terms import MeasureState, MeasureStep, State, Step
from impactreview.kernel.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    {
        (State.RECEIVED, Step.ROUTE): State.ROUTED,
        (State.ROUTED, Step.ACKNOWLEDGE): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Step.TRIAGE): State.TRIAGED,
        (State.TRIAGED, Step.SUBMIT): State.BEFORE_BOARD,
        (State.BEFORE_BOARD, Step.DETERMINE): State.DETERMINED,
        (State.DETERMINED, Step.ANSWER): State.ANSWERED,
        (State.ANSWERED, Step.CLOSE): State.CLOSED,
        (State.CLOSED, Step.REOPEN): State.ACKNOWLEDGED,
    }
)

MEASURE = Lifecycle(
    {
        (MeasureState.REQUESTED, MeasureStep.AGREE): MeasureState.ACTIVE,
        (MeasureState.REQUESTED, MeasureStep.REFUSE): MeasureState.REFUSED,
        (MeasureState.ACTIVE, MeasureStep.LIFT): MeasureState.LIFTED,
        (MeasureState.ACTIVE, MeasureStep.KEEP): MeasureState.KEPT,
        (MeasureState.KEPT, MeasureStep.BEGIN_AGAIN): MeasureState.ACTIVE,
        (MeasureState.KEPT, MeasureStep.LIFT): MeasureState.LIFTED,
    }
)
