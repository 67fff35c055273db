"""A role that was given moves as its table says, and in no other way."""

import pytest

from impactreview.kernel.refusals import NotNow
from impactreview.people.lifecycle import GRANT
from impactreview.people.terms import State, Step

MOVES = {
    (State.PROPOSED, Step.CONFIRM): State.HELD,
    (State.PROPOSED, Step.DECLINE): State.DECLINED,
    (State.HELD, Step.END): State.ENDED,
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_every_state_meets_every_step(state: State, step: Step) -> None:
    if (state, step) in MOVES:
        assert GRANT.after(state, step) is MOVES[state, step]
    else:
        with pytest.raises(NotNow):
            GRANT.after(state, step)


@pytest.mark.parametrize("state", [State.DECLINED, State.ENDED])
def test_nothing_leads_out_of_an_end(state: State) -> None:
    assert not GRANT.steps(state)
