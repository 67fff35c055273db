"""The impact grid as a drawing: where each segment, each stage and each cell stands. Lengths in px.

A cell shows the harshest harm before mitigation by its ground and its numeral, and what is left
after mitigation as a small mark in its corner. The table below the drawing holds every cell.
On a narrow screen the names stand above their rows, and a stage that nobody said anything of is
left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten, wrap
from typing import Any

from impactreview.impact.grid import Cell, Grid, GridRow
from impactreview.impact.terms import Effect, Level, Stage, Tri

LABEL = 250
COLUMN = 88
ROW = 60
HEAD = 52
BOX = (82, 52)
MARK = (36, 24)
LETTERS = 27
"""How many letters of a segment's name fit into one line."""
ABOVE = 46
"""What a row is higher by where its name stands above it."""
NARROWEST = 4
"""A narrow drawing is so many columns wide at least, that its words stay large enough."""
NUMERALS = ("0", "I", "II", "III", "IV")


@dataclass(frozen=True)
class Box:
    """One drawn cell. `kind` is 'harm', 'better', 'none' or 'open'."""

    x: int
    y: int
    kind: str
    gross: int
    residual: int

    @property
    def numeral(self) -> str:
        return NUMERALS[self.gross]

    @property
    def small(self) -> str:
        return NUMERALS[self.residual]

    @property
    def eased(self) -> bool:
        return self.kind == "harm" and self.residual < self.gross


@dataclass(frozen=True)
class Line:
    """One segment: its name in at most two lines, its share, and a cell for each stage."""

    y: int
    name: tuple[str, ...]
    segment: str
    share: str | None
    vulnerable: Tri
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    narrow: bool
    worst: Box | None
    worst_segment: str
    worst_stage: Stage | None

    @property
    def columns(self) -> Sequence[tuple[int, Stage]]:
        """The middle of each column, with its stage; its word stands in one or two lines."""
        return [(_left(n, self.narrow) + BOX[0] // 2, stage) for n, stage in enumerate(self.stages)]


def kept_grid(kept: Mapping[str, Any]) -> Grid:
    """The grid that was frozen with a version, from its JSON."""
    return Grid(
        stages=tuple(Stage(each) for each in kept["stages"]),
        rows=tuple(
            GridRow(
                segment=row["segment"],
                share=row["share"],
                vulnerable=Tri(row["vulnerable"]),
                cells=tuple(_kept_cell(cell) for cell in row["cells"]),
            )
            for row in kept["rows"]
        ),
    )


def _kept_cell(cell: Mapping[str, Any] | None) -> Cell | None:
    if cell is None:
        return None
    effect = Effect(cell["effect"]) if cell["effect"] else None
    return Cell(
        gross=Level(cell["gross"]),
        residual=Level(cell["residual"]),
        effect=effect,
        row_ids=tuple(cell["row_ids"]),
    )


def drawing(grid: Grid, *, narrow: bool = False) -> Drawing:
    """The grid as it is drawn: whole, or for a narrow screen."""
    if narrow:
        grid = _told(grid)
    lines = tuple(_line(number, row, narrow) for number, row in enumerate(grid.rows))
    harms = [
        (box, line.segment, grid.stages[place])
        for line in lines
        for place, box in enumerate(line.boxes)
        if box.kind == "harm"
    ]
    worst = max(harms, key=lambda harm: (harm[0].gross, harm[0].residual), default=None)
    columns = max(len(grid.stages), NARROWEST) if narrow else len(grid.stages)
    return Drawing(
        stages=grid.stages,
        lines=lines,
        width=_left(columns, narrow),
        height=HEAD + _pitch(narrow) * len(lines),
        narrow=narrow,
        worst=worst[0] if worst else None,
        worst_segment=worst[1] if worst else "",
        worst_stage=worst[2] if worst else None,
    )


def _told(grid: Grid) -> Grid:
    """The same grid without the stages of which nothing was said."""
    kept = [n for n in range(len(grid.stages)) if any(row.cells[n] for row in grid.rows)]
    return Grid(
        stages=tuple(grid.stages[n] for n in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in grid.rows),
    )


def _left(place: int, narrow: bool) -> int:
    return COLUMN * place + (0 if narrow else LABEL)


def _pitch(narrow: bool) -> int:
    return ROW + (ABOVE if narrow else 0)


def _line(number: int, row: GridRow, narrow: bool) -> Line:
    top = HEAD + _pitch(narrow) * number + (ABOVE if narrow else 0)
    return Line(
        y=top,
        name=_in_two_lines(row.segment),
        segment=row.segment,
        share=row.share,
        vulnerable=row.vulnerable,
        boxes=tuple(_box(_left(n, narrow), top, cell) for n, cell in enumerate(row.cells)),
    )


def _in_two_lines(name: str) -> tuple[str, ...]:
    lines = wrap(name, LETTERS, break_long_words=True) or [""]
    if len(lines) > 2:
        lines = [lines[0], shorten(" ".join(lines[1:]), LETTERS, placeholder="…")]
    return tuple(lines)


def _box(x: int, top: int, cell: Cell | None) -> Box:
    if cell is None:
        return Box(x, top, "open", 0, 0)
    if cell.effect in {Effect.BETTER, Effect.NONE}:
        return Box(x, top, str(cell.effect), 0, 0)
    return Box(x, top, "harm", Level(cell.gross), Level(cell.residual))
