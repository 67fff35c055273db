"""A state machine as one table of moves, and nothing else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from impactreview.kernel.refusals import NotNow

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


class Lifecycle(Generic[State, Step]):
    """The moves a record may make. A move that is not in the table is refused."""

    def __init__(self, moves: Mapping[tuple[State, Step], State]) -> None:
        self._moves = dict(moves)

    def after(self, state: State, step: Step) -> State:
        """The state that `step` leads to. Raises NotNow where no move is drawn."""
        try:
            return self._moves[state, step]
        except KeyError:
            raise NotNow("This is no longer possible: the state has changed.") from None

    def steps(self, state: State) -> frozenset[Step]:
        """Every step that may be taken from `state`."""
        return frozenset(step for at, step in self._moves if at == state)
