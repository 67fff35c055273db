"""The level of the whole: the harshest row decides, then the floors; nothing is averaged."""

from collections.abc import Sequence

from impactreview.impact.harm import Inputs, harm
from impactreview.impact.resolved import Resolved, ResolvedRow
from impactreview.impact.schema import Scoring
from impactreview.impact.terms import Level


def row_level(scoring: Scoring, row: ResolvedRow, inputs: Inputs) -> Level:
    """The level of one row with these inputs; none where nobody is worse off."""
    return harm(scoring, inputs).level if row.harmed else Level.NONE


def harshest(taken: Resolved, levels: Sequence[Level]) -> Level:
    """The level before the floors."""
    return max(levels, default=taken.empty)


def decided(taken: Resolved, levels: Sequence[Level]) -> Level:
    """The level of the decision: the harshest row, and no less than any floor."""
    floors = [floor.level for floor in taken.floors]
    return max([harshest(taken, levels), taken.analysed, *floors])


def gross_and_residual(scoring: Scoring, taken: Resolved) -> tuple[Level, Level]:
    """The levels before and after measures; no measure raises one."""
    before = [row_level(scoring, row, row.before) for row in taken.rows]
    after = [row_level(scoring, row, row.after) for row in taken.rows]
    gross = decided(taken, before)
    return gross, min(gross, decided(taken, after))
