"""The impact grid: segments by the eight stages, each cell the harshest harm."""

from dataclasses import dataclass

from impactreview.impact.scoring import Assessment
from impactreview.impact.terms import Effect, Level, Stage, Tri


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
    """The grid of an assessment."""
    raise NotImplementedError
