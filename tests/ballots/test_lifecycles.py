"""Every move that a ballot, a determination and a condition may make, and that no other is."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from impactreview.ballots.lifecycle import CONDITION, DECISION, LIFECYCLE
from impactreview.ballots.terms import (
    ConditionState,
    ConditionStep,
    DecisionState,
    DecisionStep,
    State,
    Step,
)
from impactreview.kernel.lifecycle import Lifecycle
from impactreview.kernel.refusals import NotNow

DRAWN: list[tuple[Lifecycle[Any, Any], type[StrEnum], type[StrEnum], dict[str, str]]] = [
    (
        LIFECYCLE,
        State,
        Step,
        {"open close": "closed", "open defer": "deferred", "open void": "void"},
    ),
    (
        DECISION,
        DecisionState,
        DecisionStep,
        {
            "approved enact": "enacted",
            "approved lapse": "lapsed",
            "approved call_in": "called_in",
            "rejected overrule": "overruled",
            "overruled enact": "enacted",
            "overruled lapse": "lapsed",
        },
    ),
    (
        CONDITION,
        ConditionState,
        ConditionStep,
        {"open claim": "claimed", "claimed refuse": "open", "claimed verify": "verified"},
    ),
]
GRID = [
    (table, state, step, moves.get(f"{state} {step}"))
    for table, states, steps, moves in DRAWN
    for state, step in product(states, steps)
]


@pytest.mark.parametrize(("table", "state", "step", "after"), GRID)
def test_the_grid_of_states_and_steps(
    table: Lifecycle[Any, Any], state: StrEnum, step: StrEnum, after: str | None
) -> None:
    if after is None:
        with pytest.raises(NotNow):
            table.after(state, step)
    else:
        assert table.after(state, step) == after
    assert (step in table.steps(state)) is (after is not None)


def test_the_grid_is_whole() -> None:
    assert len(GRID) == 4 * 3 + 6 * 4 + 3 * 3
