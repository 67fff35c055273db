"""The impact grid: segments by the eight stages, each cell the harshest harm."""

from dataclasses import dataclass

from impactreview.impact.scoring import Assessment, RowAssessment
from impactreview.impact.terms import Effect, Level, Stage, Tri
from impactreview.impact.values import plain


@dataclass(frozen=True)
class Cell:
    """The harshest of the rows of one segment at one stage."""

    gross: Level
    residual: Level
    effect: Effect | None
    row_ids: tuple[str, ...]


@dataclass(frozen=True)
class GridRow:
    """One segment over all stages; a stage that nothing was said of has no cell."""

    segment: str
    share: str | None
    vulnerable: Tri
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Grid:
    """Segments in the order they were written, stages in the order of the journey."""

    stages: tuple[Stage, ...]
    rows: tuple[GridRow, ...]


def grid(assessment: Assessment) -> Grid:
    """The grid of an assessment. A row whose stage is still open stands in no cell."""
    segments: dict[str, list[RowAssessment]] = {}
    for row in assessment.rows:
        segments.setdefault(plain(row.segment), []).append(row)
    return Grid(tuple(Stage), tuple(_row(rows) for rows in segments.values()))


def _row(rows: list[RowAssessment]) -> GridRow:
    marks = [row.vulnerable for row in rows]
    return GridRow(
        segment=rows[0].segment,
        share=next((row.share for row in rows if row.share), None),
        vulnerable=next((mark for mark in (Tri.YES, Tri.UNKNOWN) if mark in marks), Tri.NO),
        cells=tuple(_cell([row for row in rows if row.stage is stage]) for stage in Stage),
    )


def _cell(rows: list[RowAssessment]) -> Cell | None:
    if not rows:
        return None
    harshest = max(rows, key=lambda row: (row.gross, row.residual, row.effect is not Effect.BETTER))
    return Cell(
        gross=harshest.gross,
        residual=max(row.residual for row in rows),
        effect=harshest.effect,
        row_ids=tuple(row.row_id for row in rows),
    )
