"""The trace of an assessment: every step in order, and what one step less or more would do."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from impactreview.impact.harm import HARSHEST, Inputs, harm
from impactreview.impact.level import decided, harshest, row_level
from impactreview.impact.resolved import Resolved, ResolvedRow
from impactreview.impact.schema import Scoring
from impactreview.impact.terms import Input, Level
from impactreview.impact.trace import Step, Trace, WhatIf

_STEPPED = (Input.SCALE, Input.REACH, Input.REMEDY, Input.DURATION, Input.LIKELIHOOD)


def explain(scoring: Scoring, taken: Resolved) -> Trace:
    """The trace to both levels of `taken`."""
    return Trace(
        gross=tuple(_gross(scoring, taken)),
        residual=tuple(_residual(scoring, taken)),
        what_if=tuple(_what_if(scoring, taken)),
    )


def _gross(scoring: Scoring, taken: Resolved) -> Iterator[Step]:
    for row in taken.rows:
        if row.harmed:
            yield from _open(scoring, row)
            yield from _reckoned(scoring, row.row_id, row.before)
    yield from _whole(taken, [row_level(scoring, row, row.before) for row in taken.rows])


def _residual(scoring: Scoring, taken: Resolved) -> Iterator[Step]:
    for row in taken.rows:
        if row.harmed and row.measures:
            yield Step(
                row.row_id,
                message="Measures with an owner and a date, linked to this row: %(count)s.",
                params={"count": row.measures},
            )
            yield from _reckoned(scoring, row.row_id, row.after)
    yield from _whole(taken, [row_level(scoring, row, row.after) for row in taken.rows])


def _open(scoring: Scoring, row: ResolvedRow) -> Iterator[Step]:
    for each in row.unknown:
        yield Step(
            row.row_id,
            message="%(input)s is not known: it is taken as %(value)s.",
            params={"input": each, "value": scoring.unknown},
        )


def _reckoned(scoring: Scoring, place: str, inputs: Inputs) -> Iterator[Step]:
    found = harm(scoring, inputs)
    yield Step(
        place,
        message="Severity %(scale)s, reach %(reach)s, remedy %(remedy)s and duration %(duration)s: "
        "their mean is %(mean)s, the larger of mean and severity %(before)s.",
        params={
            "scale": inputs.scale,
            "reach": inputs.reach,
            "remedy": inputs.remedy,
            "duration": inputs.duration,
            "mean": _decimal(found.mean),
            "before": found.before,
        },
    )
    if inputs.vulnerable:
        yield Step(
            place,
            message="Vulnerable customers are hit more, or that is not known: severity is now "
            "%(severity)s.",
            params={"severity": found.severity},
        )
    if inputs.weak:
        yield Step(
            place,
            message="The likelihood is weakly known, or no evidence names this segment: it is now "
            "%(likelihood)s.",
            params={"likelihood": found.likelihood},
        )
    yield Step(
        place,
        message="Likelihood %(likelihood)s and severity %(severity)s make level %(level)s.",
        params={
            "likelihood": found.likelihood,
            "severity": found.severity,
            "level": found.level,
        },
    )


def _whole(taken: Resolved, levels: list[Level]) -> Iterator[Step]:
    if taken.rows:
        yield Step(
            "",
            message="The harshest row decides: level %(level)s.",
            params={"level": harshest(taken, levels)},
        )
    elif taken.empty:
        yield Step("", message="No place is named yet: this is taken as the harshest.")
    if taken.analysed:
        yield Step(
            "",
            message="An analysis was asked for: at least level %(level)s.",
            params={"level": taken.analysed},
        )
    for floor in taken.floors:
        for question in floor.questions:
            yield Step(
                question,
                message="The answer to “%(question)s” asks for level %(level)s at least.",
                params={"question": question, "level": floor.level},
            )
    yield Step("", message="Level %(level)s.", params={"level": decided(taken, levels)})


def _decimal(value: Fraction) -> str:
    """Quarters as text: 2, 2.25, 2.5, 2.75."""
    rest = {0: "", 1: ".25", 2: ".5", 3: ".75"}[value.numerator * 4 // value.denominator % 4]
    return f"{value.numerator // value.denominator}{rest}"


def _what_if(scoring: Scoring, taken: Resolved) -> Iterator[WhatIf]:
    levels = [row_level(scoring, row, row.before) for row in taken.rows]
    for at, row in enumerate(taken.rows):
        if not row.harmed:
            continue
        for changed, value, inputs in _neighbours(row.before):
            level = row_level(scoring, row, inputs)
            whole = decided(taken, [*levels[:at], level, *levels[at + 1 :]])
            yield WhatIf(row.row_id, changed, value, level, whole)


def _neighbours(inputs: Inputs) -> Iterator[tuple[Input, int, Inputs]]:
    """Each input one step less and one step more; what is yes or no turned round (1 or 0)."""
    for name in _STEPPED:
        now = int(getattr(inputs, name.value))
        for value in (now - 1, now + 1):
            if 1 <= value <= HARSHEST:
                yield name, value, replace(inputs, **{name.value: value})  # type: ignore[arg-type]
    yield Input.KNOWLEDGE, int(not inputs.weak), replace(inputs, weak=not inputs.weak)
    turned = replace(inputs, vulnerable=not inputs.vulnerable)
    yield Input.VULNERABLE, int(turned.vulnerable), turned
