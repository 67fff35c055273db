"""The full grid of moves that a review and a concern may make."""

import pytest

from impactreview.kernel.refusals import NotNow
from impactreview.reviews.lifecycle import CONCERN, LIFECYCLE
from impactreview.reviews.terms import ConcernState, ConcernStep, State, Step

REVIEW = {
    State.TRIAGED: {Step.SEAT: State.IN_REVIEW, Step.CLOSE: State.CLOSED},
    State.IN_REVIEW: {
        Step.REQUEST_CHANGES: State.CHANGES_REQUESTED,
        Step.RESUME: State.TRIAGED,
        Step.FINISH: State.READY,
        Step.CLOSE: State.CLOSED,
    },
    State.CHANGES_REQUESTED: {Step.RESUME: State.TRIAGED, Step.CLOSE: State.CLOSED},
    State.READY: {
        Step.UNFINISH: State.IN_REVIEW,
        Step.RESUME: State.TRIAGED,
        Step.CLOSE: State.CLOSED,
    },
    State.CLOSED: {},
}
OF_CONCERN = {
    ConcernState.OPEN: {
        ConcernStep.RESOLVE: ConcernState.RESOLVED,
        ConcernStep.WITHDRAW: ConcernState.WITHDRAWN,
        ConcernStep.CONTEST: ConcernState.CONTESTED,
    },
    ConcernState.CONTESTED: {
        ConcernStep.OVERRULE: ConcernState.OVERRULED,
        ConcernStep.RESOLVE: ConcernState.RESOLVED,
        ConcernStep.WITHDRAW: ConcernState.WITHDRAWN,
    },
    ConcernState.RESOLVED: {},
    ConcernState.WITHDRAWN: {},
    ConcernState.OVERRULED: {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_move_of_a_review(state: State, step: Step) -> None:
    if step in REVIEW[state]:
        assert LIFECYCLE.after(state, step) is REVIEW[state][step]
    else:
        with pytest.raises(NotNow):
            LIFECYCLE.after(state, step)


@pytest.mark.parametrize("state", ConcernState)
@pytest.mark.parametrize("step", ConcernStep)
def test_every_move_of_a_concern(state: ConcernState, step: ConcernStep) -> None:
    if step in OF_CONCERN[state]:
        assert CONCERN.after(state, step) is OF_CONCERN[state][step]
    else:
        with pytest.raises(NotNow):
            CONCERN.after(state, step)
