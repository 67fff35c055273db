"""One row: the whole look-up, the check cases, and halves that must go up."""

from fractions import Fraction

import pytest

from impactreview.impact.harm import Inputs, half_up, harm, reach
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Level

SCORING = default_template().scoring
I, II, III, IV = Level.I, Level.II, Level.III, Level.IV  # noqa: E741 - the levels' own numerals
TABLE = {
    1: (I, I, II, III),
    2: (I, II, II, III),
    3: (I, II, III, IV),
    4: (II, II, III, IV),
}


def of(s: int, p: int, i: int, d: int, likelihood: int, **more: bool) -> Inputs:
    flags = {"weak": False, "vulnerable": False} | more
    return Inputs(s, p, i, d, likelihood, **flags)


@pytest.mark.parametrize("likelihood", [1, 2, 3, 4])
@pytest.mark.parametrize("severity", [1, 2, 3, 4])
def test_the_whole_table(likelihood: int, severity: int) -> None:
    row = of(severity, severity, severity, severity, likelihood)
    assert harm(SCORING, row).level is TABLE[likelihood][severity - 1]


@pytest.mark.parametrize(
    ("row", "severity", "level"),
    [
        (of(2, 4, 1, 1, 4), 2, II),
        (of(4, 1, 4, 4, 1), 4, III),
        (of(1, 1, 1, 1, 1), 1, I),
        (of(1, 1, 1, 1, 1, vulnerable=True), 2, I),
        (of(1, 1, 1, 1, 4), 1, II),
        (of(3, 3, 3, 2, 3), 3, III),
        (of(1, 2, 1, 2, 1), 2, I),
        (of(2, 3, 2, 3, 1), 3, II),
        (of(4, 4, 4, 4, 4, vulnerable=True, weak=True), 4, IV),
        (of(1, 1, 1, 1, 3, weak=True), 1, II),
    ],
)
def test_the_check_cases(row: Inputs, severity: int, level: Level) -> None:
    found = harm(SCORING, row)
    assert (found.severity, found.level) == (severity, level)


@pytest.mark.parametrize(
    ("quarters", "whole"),
    [(4, 1), (5, 1), (6, 2), (7, 2), (9, 2), (10, 3), (11, 3), (13, 3), (14, 4), (15, 4)],
)
def test_halves_go_up(quarters: int, whole: int) -> None:
    assert half_up(Fraction(quarters, 4)) == whole


def test_a_severe_harm_is_never_below_three() -> None:
    assert {
        harm(SCORING, of(4, p, i, d, 1)).level for p in (1, 4) for i in (1, 4) for d in (1, 4)
    } == {III}


@pytest.mark.parametrize(
    ("share", "step"),
    [
        ("0", 1), ("0.999999999", 1), ("1", 2), ("4.99", 2), ("5", 3), ("5.01", 3), ("25", 3),
        ("25.000000001", 4), ("100", 4), ("unknown", 4), (None, 4), ("viele", 4), (7, 3),
    ],
)  # fmt: skip
def test_the_boundaries_of_reach(share: object, step: int) -> None:
    assert reach(SCORING, share) == step
