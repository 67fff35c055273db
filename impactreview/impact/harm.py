"""The level of one row of harm: whole numbers from 1 to 4, a mean rounded half up, one look-up."""

from dataclasses import dataclass
from fractions import Fraction

from impactreview.impact.schema import Scoring
from impactreview.impact.terms import Level
from impactreview.impact.values import number

HARSHEST = 4


@dataclass(frozen=True)
class Inputs:
    """What one row's level is found from, each step from 1 to 4."""

    scale: int
    reach: int
    remedy: int
    duration: int
    likelihood: int
    weak: bool
    vulnerable: bool


@dataclass(frozen=True)
class Harm:
    """The reckoning of one row. `mean` is exact; the others are after all steps."""

    mean: Fraction
    before: int
    severity: int
    likelihood: int
    level: Level


def harm(scoring: Scoring, inputs: Inputs) -> Harm:
    """The level of a row: likelihood by severity, looked up."""
    mean = Fraction(inputs.scale + inputs.reach + inputs.remedy + inputs.duration, 4)
    before = max(inputs.scale, half_up(mean))
    severity = min(HARSHEST, before + scoring.vulnerable_step * inputs.vulnerable)
    likelihood = min(HARSHEST, inputs.likelihood + scoring.weak_step * inputs.weak)
    level = scoring.matrix[likelihood - 1][severity - 1]
    return Harm(mean, before, severity, likelihood, level)


def half_up(value: Fraction) -> int:
    """`value` to the nearest whole number, halves upwards (Python's `round` takes them to even)."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def reach(scoring: Scoring, share: object) -> int:
    """The step of a share in percent; the unknown step for what is no number."""
    percent = number(share)
    if percent is None:
        return scoring.unknown
    for bound in scoring.reach:
        limit = number(bound.limit)
        if limit is None or percent < limit or (bound.inclusive and percent == limit):
            return bound.step
    return HARSHEST
