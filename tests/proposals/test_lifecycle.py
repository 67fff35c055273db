"""Every state of a proposal with every step: the moves that are drawn, and no other."""

from itertools import product

import pytest

from impactreview.kernel.refusals import NotNow
from impactreview.proposals.lifecycle import LIFECYCLE
from impactreview.proposals.terms import State, Step

MOVES = {
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.DRAFT, Step.LAPSE): State.LAPSED,
    (State.SUBMITTED, Step.REOPEN): State.DRAFT,
    (State.SUBMITTED, Step.WITHDRAW): State.WITHDRAWN,
}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_only_the_moves_that_are_drawn_can_be_made(state: State, step: Step) -> None:
    if (state, step) in MOVES:
        assert LIFECYCLE.after(state, step) is MOVES[state, step]
    else:
        with pytest.raises(NotNow):
            LIFECYCLE.after(state, step)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.LAPSED])
def test_what_has_ended_stays_ended(state: State) -> None:
    assert not LIFECYCLE.steps(state)
