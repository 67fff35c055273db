"""Every move that a ballot, a determination and a condition may make."""

from impactreview.ballots.terms import (
    ConditionState,
    ConditionStep,
    DecisionState,
    DecisionStep,
    State,
    Step,
)
from impactreview.kernel.lifecycle import Lifecycle

LIFECYCLE = Lifecycle(
    {
        (State.OPEN, Step.CLOSE): State.CLOSED,
        (State.OPEN, Step.DEFER): State.DEFERRED,
        (State.OPEN, Step.VOID): State.VOID,
    }
)

DECISION = Lifecycle(
    {
        (DecisionState.APPROVED, DecisionStep.ENACT): DecisionState.ENACTED,
        (DecisionState.APPROVED, DecisionStep.LAPSE): DecisionState.LAPSED,
        (DecisionState.APPROVED, DecisionStep.CALL_IN): DecisionState.CALLED_IN,
        (DecisionState.REJECTED, DecisionStep.OVERRULE): DecisionState.OVERRULED,
        (DecisionState.OVERRULED, DecisionStep.ENACT): DecisionState.ENACTED,
        (DecisionState.OVERRULED, DecisionStep.LAPSE): DecisionState.LAPSED,
    }
)

CONDITION = Lifecycle(
    {
        (ConditionState.OPEN, ConditionStep.CLAIM): ConditionState.CLAIMED,
        (ConditionState.CLAIMED, ConditionStep.REFUSE): ConditionState.OPEN,
        (ConditionState.CLAIMED, ConditionStep.VERIFY): ConditionState.VERIFIED,
    }
)
