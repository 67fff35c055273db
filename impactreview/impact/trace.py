"""Why a level is what it is: each step as a message id with its parameters.

In the parameters `question` is a question's id (the template has its title), a member of a
vocabulary is shown by the filter `term`, and numbers are whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from impactreview.impact.terms import Input, Level


@dataclass(frozen=True)
class Step:
    """One step of the reckoning. `place` is a row's id or a question's id; none for the whole."""

    place: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class WhatIf:
    """What one step more or less of one input would do, to its row and to the gross level.

    `value` is the step it would then have; for knowledge 1 is weak, for vulnerable 1 is yes.
    """

    row_id: str
    input: Input
    value: int
    row_level: Level
    level: Level


@dataclass(frozen=True)
class Trace:
    """The steps to the gross level, those to the residual level, and what would change it."""

    gross: tuple[Step, ...]
    residual: tuple[Step, ...]
    what_if: tuple[WhatIf, ...]
