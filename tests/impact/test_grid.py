"""The impact grid: segments by stages, the harshest row in each cell."""

from impactreview.impact.grid import grid
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Effect, Level, Stage, Tri
from tests.impact.written import content, measure, place

TEMPLATE = default_template()


def test_a_cell_is_the_harshest_of_its_rows_before_and_after() -> None:
    rows = [
        place("a", scale=4, likelihood=4),
        place("b", likelihood=3, scale=2, remedy=3),
        place("c", segment=" Tenants", stage="leave", share="", effect="better"),
        place("d", segment="owners", vulnerable_health="unknown"),
    ]
    measures = [measure("a", new_scale=1, new_likelihood=1)]
    drawn = grid(assess(TEMPLATE, content(*rows, mitigations=measures)))
    assert [row.segment for row in drawn.rows] == ["tenants", "owners"]
    pay = drawn.rows[0].cells[list(Stage).index(Stage.PAY)]
    assert pay is not None
    assert (pay.gross, pay.residual, pay.row_ids) == (Level.IV, Level.II, ("a", "b"))
    leave = drawn.rows[0].cells[list(Stage).index(Stage.LEAVE)]
    assert leave is not None
    assert (leave.gross, leave.effect) == (Level.NONE, Effect.BETTER)


def test_shares_and_marks_of_a_segment() -> None:
    rows = [
        place("a", share=""),
        place("b", stage="use", share="12.5", vulnerable_language="yes"),
        place("c", segment="owners", vulnerable_health="unknown"),
        place("d", segment="others"),
    ]
    drawn = grid(assess(TEMPLATE, content(*rows))).rows
    assert [row.share for row in drawn] == ["12.5", "0.5", "0.5"]
    assert [row.vulnerable for row in drawn] == [Tri.YES, Tri.UNKNOWN, Tri.NO]


def test_it_has_the_eight_stages_and_empty_cells() -> None:
    drawn = grid(assess(TEMPLATE, content(place(), place("b", stage=""))))
    assert drawn.stages == tuple(Stage)
    assert [cell is None for cell in drawn.rows[0].cells].count(False) == 1


def test_without_rows_it_is_empty() -> None:
    assert grid(assess(TEMPLATE, {})).rows == ()
