"""The level of a decision: the harshest row of harm, then the floors; before and after measures."""

from dataclasses import dataclass

from impactreview.impact.schema import Template
from impactreview.impact.terms import Door, Effect, Form, Level, Stage, Tri
from impactreview.impact.trace import Trace
from impactreview.impact.values import Content


@dataclass(frozen=True)
class Range:
    """From the lowest to the highest level that what is still unanswered may lead to."""

    lowest: Level
    highest: Level


@dataclass(frozen=True)
class RowAssessment:
    """One row of places: its level before and after measures. `effect` is none while open."""

    row_id: str
    segment: str
    stage: Stage | None
    effect: Effect | None
    share: str | None
    reach: int
    severity: int
    likelihood: int
    vulnerable: Tri
    gross: Level
    residual: Level
    gross_range: Range
    residual_range: Range


@dataclass(frozen=True)
class FloorApplied:
    """A floor that holds, and the questions whose answers call for it."""

    id: str
    level: Level
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """The levels with everything that explains them.

    `gross` and `residual` take what is unanswered at its worst, so they are the highest of their
    ranges. `complete` says that nothing which scores is unanswered ("unknown" is an answer).
    """

    gross: Level
    residual: Level
    gross_range: Range
    residual_range: Range
    rows: tuple[RowAssessment, ...]
    floors: tuple[FloorApplied, ...]
    trace: Trace
    complete: bool


def assess(
    template: Template, content: Content, *, door: Door | None = None, form: Form | None = None
) -> Assessment:
    """The levels of `content` under `template`.

    `door` is what the proposal says of the way back; the answer A.door counts beside it, and the
    harsher of both holds. `form` is the form the analysis is held to; the quick test's without it.
    """
    raise NotImplementedError
