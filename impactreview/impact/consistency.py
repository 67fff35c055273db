"""The rules that block a submission although every field is filled, each under its id."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from impactreview.impact.content import answers, row_id, rows
from impactreview.impact.needed import DO_NOTHING, RATINGS
from impactreview.impact.resolved import is_harm
from impactreview.impact.scoring import Assessment
from impactreview.impact.terms import Form, Level, StopAction
from impactreview.impact.values import Content, Row, day, is_answered, is_known, number, plain
from impactreview.kernel.refusals import Missing

NEW_VALUES = {"new_scale": "scale", "new_remedy": "remedy", "new_likelihood": "likelihood"}
_STOPPING = (StopAction.STOP, StopAction.ROLL_BACK)


@dataclass(frozen=True)
class Case:
    """What a rule looks at: the content without hidden answers, its levels, its form, the day."""

    content: Content
    assessment: Assessment
    form: Form
    today: date

    @property
    def level(self) -> Level:
        """The level before measures."""
        return self.assessment.gross


Rule = Callable[[Case], Iterator[Missing]]


def broken(case: Case) -> Iterator[tuple[str, Missing]]:
    """Every rule that this content breaks: the rule's id, and what must be mended where."""
    for name, rule in RULES.items():
        for found in rule(case):
            yield name, found


def _residual_above_gross(case: Case) -> Iterator[Missing]:
    places = {row_id(row): row for row in rows(case.content, "places")}
    for row in rows(case.content, "mitigations"):
        harmed = places.get(str(row.get("place", "")), {})
        for new, old in NEW_VALUES.items():
            after, before = number(row.get(new)), number(harmed.get(old))
            if after is not None and before is not None and after > before:
                yield Missing(
                    "A measure can not make the harm worse than it was: lower this value.",
                    place=_at("mitigations", row, new),
                )


def _lower_without_measure(case: Case) -> Iterator[Missing]:
    harmed = {row_id(row) for row in rows(case.content, "places") if is_harm(row)}
    for row in rows(case.content, "mitigations"):
        if any(is_known(row.get(new)) for new in NEW_VALUES):
            if row.get("place") not in harmed or not is_known(row.get("measure")):
                yield Missing(
                    "Only a measure linked to a row of harm lowers a level: choose the row.",
                    place=_at("mitigations", row, "place"),
                )


def _measure_overdue(case: Case) -> Iterator[Missing]:
    for row in rows(case.content, "mitigations"):
        due = day(row.get("due"))
        if due and due < case.today:
            yield Missing(
                "This date has passed: say when the measure will stand.",
                place=_at("mitigations", row, "due"),
            )


def _measure_without_owner(case: Case) -> Iterator[Missing]:
    for row in rows(case.content, "mitigations"):
        if not is_known(row.get("owner")):
            yield Missing(
                "A measure without an owner does not count: name one.",
                place=_at("mitigations", row, "owner"),
            )


def _harm_unrated(case: Case) -> Iterator[Missing]:
    for row in rows(case.content, "places"):
        if is_harm(row):
            for rating in RATINGS:
                if not is_answered(row.get(rating)):
                    yield Missing(
                        "Customers are worse off here: rate the harm.",
                        place=_at("places", row, rating),
                    )


def _no_stop_criterion(case: Case) -> Iterator[Missing]:
    if case.level >= Level.III and not any(map(_stops, rows(case.content, "monitoring"))):
        yield Missing(
            "Level %(level)s needs a criterion at which the change is stopped or taken back.",
            place="monitoring",
            level=case.level.name,
        )


def _stops(row: Row) -> bool:
    named = all(is_known(row.get(key)) for key in ("indicator", "threshold", "owner"))
    return named and row.get("action") in _STOPPING


def _no_review_date(case: Case) -> Iterator[Missing]:
    review = day(answers(case.content).get("M.review_on"))
    decision = day(answers(case.content).get("A.decision_on"))
    if review is None or (decision and review < decision):
        yield Missing("Say on which day after the decision you look back.", place="M.review_on")


def _above_hundred(case: Case) -> Iterator[Missing]:
    places = rows(case.content, "places")
    for key in ("share", "revenue_share"):
        for stage in sorted({str(row.get("stage", "")) for row in places}):
            there = [row for row in places if str(row.get("stage", "")) == stage]
            if sum(_shares(there, key).values()) > 100:
                yield Missing(
                    "The segments at one stage add up to more than the whole: let none overlap.",
                    place=_at("places", there[-1], key),
                )


def _shares(there: list[Row], key: str) -> Mapping[str, Fraction]:
    """The share of each segment, the largest where it stands in several rows."""
    found: dict[str, Fraction] = {}
    for row in there:
        segment, share = plain(row.get("segment")), number(row.get(key))
        if share is not None:
            found[segment] = max(share, found.get(segment, share))
    return found


def _horizon_before_start(case: Case) -> Iterator[Missing]:
    given = answers(case.content)
    begins = [given.get("A.decision_on"), given.get("A.start_on")]
    for row in rows(case.content, "forecasts"):
        horizon = day(row.get("horizon"))
        starts = [start for start in map(day, [row.get("baseline_on"), *begins]) if start]
        if horizon and any(horizon <= start for start in starts):
            yield Missing(
                "A forecast looks ahead: its date lies after the baseline, decision and start.",
                place=_at("forecasts", row, "horizon"),
            )


def _too_few_alternatives(case: Case) -> Iterator[Missing]:
    if case.form is not Form.FULL:
        return
    written = rows(case.content, "alternatives")
    others = [row for row in written if row.get("kind") != DO_NOTHING]
    if len(others) == len(written):
        yield Missing("Compare with doing nothing: add that alternative.", place="alternatives")
    if case.level >= Level.III and len(others) < 2:
        yield Missing(
            "Level %(level)s needs two alternatives beside doing nothing.",
            place="alternatives",
            level=case.level.name,
        )
    if case.level is Level.IV and not any(row.get("worst_level") == 0 for row in others):
        yield Missing("Level IV needs one alternative without the harm.", place="alternatives")


def _at(table: str, row: Row, key: str) -> str:
    return f"{table}.{row_id(row)}.{key}"


RULES: dict[str, Rule] = {
    "residual_above_gross": _residual_above_gross,
    "lower_without_measure": _lower_without_measure,
    "measure_overdue": _measure_overdue,
    "measure_without_owner": _measure_without_owner,
    "harm_unrated": _harm_unrated,
    "no_stop_criterion": _no_stop_criterion,
    "no_review_date": _no_review_date,
    "above_hundred_percent": _above_hundred,
    "horizon_before_start": _horizon_before_start,
    "too_few_alternatives": _too_few_alternatives,
}
"""Every blocking rule that looks at the content alone, by its id."""
