"""The blocking rules: each broken once, and each kept where it should be silent."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from impactreview.impact.consistency import RULES, Case, broken
from impactreview.impact.content import asked
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Form
from tests.impact.written import measure, place, whole

TEMPLATE = default_template()
TODAY = date(2026, 3, 3)
Written = dict[str, Any]


def found(written: Written, form: Form = Form.FULL) -> dict[str, list[str]]:
    shown = asked(TEMPLATE, written)
    case = Case(shown, assess(TEMPLATE, written, form=form), form, TODAY)
    places: dict[str, list[str]] = {}
    for name, problem in broken(case):
        places.setdefault(name, []).append(problem.place)
    return places


def rows(table: str, *written: Written) -> Callable[[Written], None]:
    return lambda whole_one: whole_one["rows"].update({table: list(written)})


def row(table: str, **values: object) -> Callable[[Written], None]:
    return lambda written: written["rows"][table][0].update(values)


def answer(name: str, value: object) -> Callable[[Written], None]:
    return lambda written: written["answers"].update({name: value})


IV = {"scale": 4, "remedy": 4, "likelihood": 4}

BREAKS: list[tuple[str, Callable[[Written], None], str]] = [
    ("residual_above_gross", row("mitigations", new_scale=2), "mitigations.m1.new_scale"),
    ("residual_above_gross", row("mitigations", new_likelihood=4),
     "mitigations.m1.new_likelihood"),
    ("lower_without_measure", rows("mitigations", measure("", new_scale=1)),
     "mitigations.m1.place"),
    ("lower_without_measure", rows("mitigations", measure(new_scale=1, measure="")),
     "mitigations.m1.place"),
    ("measure_overdue", row("mitigations", due="2026-03-02"), "mitigations.m1.due"),
    ("measure_without_owner", row("mitigations", owner=""), "mitigations.m1.owner"),
    ("measure_without_owner", row("mitigations", owner="unknown"), "mitigations.m1.owner"),
    ("harm_unrated", row("places", scale=""), "places.p1.scale"),
    ("harm_unrated", row("places", effect=""), "places.p1.scale"),
    ("no_review_date", answer("M.review_on", None), "M.review_on"),
    ("no_review_date", answer("M.review_on", "2026-03-31"), "M.review_on"),
    ("horizon_before_start", row("forecasts", horizon="2026-04-01"), "forecasts.f1.horizon"),
    ("horizon_before_start", row("forecasts", horizon="2026-05-01"), "forecasts.f1.horizon"),
    ("horizon_before_start", row("forecasts", baseline_on="2026-12-31"), "forecasts.f1.horizon"),
    ("too_few_alternatives", rows("alternatives"), "alternatives"),
    ("too_few_alternatives", row("alternatives", kind="other"), "alternatives"),
    ("too_few_alternatives", row("places", **IV), "alternatives"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "place_of"), BREAKS)
def test_a_rule_is_broken_at_its_place(
    name: str, change: Callable[[Written], None], place_of: str
) -> None:
    written = whole()
    change(written)
    assert place_of in found(written)[name]


def test_a_whole_analysis_breaks_none() -> None:
    assert found(whole()) == {}


def test_every_rule_is_broken_somewhere_here() -> None:
    tried = {name for name, _, _ in BREAKS}
    assert set(RULES) - tried == {"no_stop_criterion", "above_hundred_percent"}


def test_a_measure_due_today_is_not_overdue() -> None:
    written = whole()
    row("mitigations", due="2026-03-03")(written)
    assert found(written) == {}


@pytest.mark.parametrize(
    ("values", "silent"),
    [
        ({"action": "stop"}, True),
        ({"action": "roll_back"}, True),
        ({"action": "fix"}, False),
        ({"threshold": ""}, False),
        ({"owner": "unknown"}, False),
    ],
)
@pytest.mark.parametrize("scale", [1, 4])
def test_levels_three_and_four_need_a_stop_criterion(
    values: Written, silent: bool, scale: int
) -> None:
    written = whole()
    row("monitoring", **values)(written)
    row("places", scale=scale)(written)
    assert ("no_stop_criterion" not in found(written)) is (silent or scale == 1)


@pytest.mark.parametrize(
    ("places", "silent"),
    [
        ([place("a", share="60"), place("b", segment="owners", share="40")], True),
        ([place("a", share="60"), place("b", segment="owners", share="40.01")], False),
        ([place("a", share="60"), place("b", segment=" TENANTS", share="60")], True),
        ([place("a", share="60"), place("b", segment="owners", stage="use", share="60")], True),
        ([place("a", share="60"), place("b", segment="owners", share="unknown")], True),
        ([place("a", revenue_share="99"), place("b", segment="owners", revenue_share="2")], False),
    ],
)
def test_the_segments_at_one_stage_are_no_more_than_the_whole(
    places: list[Written], silent: bool
) -> None:
    written = whole()
    rows("places", *places)(written)
    assert ("above_hundred_percent" not in found(written)) is silent


def test_level_four_needs_two_alternatives_one_without_the_harm() -> None:
    written = whole()
    row("places", **IV)(written)
    nothing = written["rows"]["alternatives"][0]
    others = [{**nothing, "id": f"o{n}", "kind": "other", "worst_level": 2} for n in (1, 2)]
    rows("alternatives", nothing, *others)(written)
    assert found(written)["too_few_alternatives"] == ["alternatives"]
    others[1]["worst_level"] = 0
    assert "too_few_alternatives" not in found(written)


def test_alternatives_are_not_asked_of_the_short_form() -> None:
    written = whole()
    rows("alternatives")(written)
    assert "too_few_alternatives" not in found(written, Form.SHORT)


def test_a_measure_for_somebody_who_is_not_harmed_lowers_nothing() -> None:
    written = whole()
    row("mitigations", new_scale=1)(written)
    row("places", effect="none")(written)
    assert found(written)["lower_without_measure"] == ["mitigations.m1.place"]
