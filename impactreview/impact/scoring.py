"""The level of a decision: the harshest row of harm, then the floors; before and after measures."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from impactreview.impact.content import rows
from impactreview.impact.explaining import explain
from impactreview.impact.harm import harm
from impactreview.impact.level import gross_and_residual, row_level
from impactreview.impact.resolved import (
    Case,
    FloorApplied,
    Resolved,
    ResolvedRow,
    case_of,
    resolve,
    vulnerable,
)
from impactreview.impact.schema import Scoring, Template
from impactreview.impact.terms import Door, Effect, Form, Level, Stage, Tri
from impactreview.impact.trace import Trace
from impactreview.impact.values import Content, Row

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Range:
    """From the lowest to the highest level that what is still unanswered may lead to."""

    lowest: Level
    highest: Level


@dataclass(frozen=True)
class RowAssessment:
    """One row of places: its level before and after measures, without the floors.

    `stage` and `effect` are none while they are open; such a row counts as a harm.
    """

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
class Assessment:
    """The levels with everything that explains them.

    `gross` and `residual` take what is unanswered at its worst, so they are the highest of their
    ranges. The ranges speak of the questions open in the rows that stand; a row added later may
    lead anywhere. `complete` says that nothing which scores is open ("unknown" is an answer).
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
    A decision that owes no analysis and has no row of places is of level 0; one that owes an
    analysis is of level I at least, and of level IV while no row stands.
    """
    case = case_of(template, content, door=door, form=form)
    best, worst = resolve(case, best=True), resolve(case, best=False)
    lowest = gross_and_residual(template.scoring, best)
    gross, residual = gross_and_residual(template.scoring, worst)
    return Assessment(
        gross=gross,
        residual=residual,
        gross_range=Range(lowest[0], gross),
        residual_range=Range(lowest[1], residual),
        rows=_rows(case, best, worst),
        floors=worst.floors,
        trace=explain(template.scoring, worst),
        complete=best == worst,
    )


def _rows(case: Case, best: Resolved, worst: Resolved) -> tuple[RowAssessment, ...]:
    written = rows(case.content, "places")
    scoring = case.template.scoring
    return tuple(
        _row(scoring, row, low, high)
        for row, low, high in zip(written, best.rows, worst.rows, strict=True)
    )


def _row(scoring: Scoring, row: Row, low: ResolvedRow, high: ResolvedRow) -> RowAssessment:
    gross, residual = (row_level(scoring, high, i) for i in (high.before, high.after))
    lowest = [row_level(scoring, low, i) for i in (low.before, low.after)]
    found = harm(scoring, high.before)
    return RowAssessment(
        row_id=high.row_id,
        segment=_text(row.get("segment")),
        stage=_member(Stage, row.get("stage")),
        effect=_member(Effect, row.get("effect")),
        share=_text(row.get("share")) or None,
        reach=high.before.reach,
        severity=found.severity if high.harmed else 0,
        likelihood=found.likelihood if high.harmed else 0,
        vulnerable=vulnerable(row) if high.harmed else Tri.NO,
        gross=gross,
        residual=residual,
        gross_range=Range(lowest[0], gross),
        residual_range=Range(lowest[1], residual),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _member(vocabulary: type[Word], value: object) -> Word | None:
    return next((member for member in vocabulary if member == value), None)
