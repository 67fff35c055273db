"""The impact grid as a drawing: every cell inside it, nothing upon anything else."""

from hypothesis import given
from hypothesis import strategies as st

from impactreview.dashboard.rules.grid import BOX, Drawing, drawing
from impactreview.impact.grid import Cell, Grid, GridRow
from impactreview.impact.terms import Effect, Level, Stage, Tri

cells = st.none() | st.builds(
    Cell,
    gross=st.sampled_from(Level),
    residual=st.sampled_from(Level),
    effect=st.none() | st.sampled_from(Effect),
    row_ids=st.just(("p",)),
)
rows = st.builds(
    GridRow,
    segment=st.text(max_size=200),
    share=st.none() | st.just("62"),
    vulnerable=st.sampled_from(Tri),
    cells=st.tuples(*[cells] * len(Stage)),
)
grids = st.builds(Grid, stages=st.just(tuple(Stage)), rows=st.tuples(rows, rows))


@given(grids)
def test_no_cell_is_outside_or_upon_another(found: Grid) -> None:
    for shown in (drawing(found), drawing(found, narrow=True)):
        boxes = [box for line in shown.lines for box in line.boxes]
        assert all(box.x >= 0 and box.x + BOX[0] <= shown.width for box in boxes)
        assert all(box.y >= 0 and box.y + BOX[1] <= shown.height for box in boxes)
        assert len({(box.x, box.y) for box in boxes}) == len(boxes)
        assert all(len(line.boxes) == len(shown.stages) for line in shown.lines)


@given(grids)
def test_a_narrow_one_leaves_out_what_nobody_spoke_of_and_nothing_else(found: Grid) -> None:
    wide, narrow = drawing(found), drawing(found, narrow=True)
    spoken = {
        stage for row in found.rows for stage, cell in zip(Stage, row.cells, strict=True) if cell
    }
    assert set(narrow.stages) == spoken
    assert _said(wide) == _said(narrow)


def _said(shown: Drawing) -> list[tuple[str, int, int]]:
    return [
        (box.kind, box.gross, box.residual)
        for line in shown.lines
        for box in line.boxes
        if box.kind != "open"
    ]
