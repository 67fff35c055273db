"""Content read with its template: what is hidden, which answers fit."""

from typing import Any

import pytest

from impactreview.impact.content import asked, fits, rows, unfit
from impactreview.impact.loading import default_template
from tests.impact.written import content, evidence, measure, place, whole

TEMPLATE = default_template()


def test_a_whole_analysis_has_nothing_to_hide_and_nothing_unfit() -> None:
    assert asked(TEMPLATE, whole()) == whole() | {"rows": asked(TEMPLATE, whole())["rows"]}
    assert asked(TEMPLATE, whole())["rows"]["places"] == [place()]
    assert not list(unfit(TEMPLATE, whole()))


def test_harm_is_not_asked_of_who_is_better_off() -> None:
    shown = asked(TEMPLATE, content(place(effect="better")))
    assert {"scale", "likelihood", "knowledge", "vulnerable_health"}.isdisjoint(
        rows(shown, "places")[0]
    )
    assert rows(shown, "places")[0]["share"] == "0.5"


def test_a_reason_is_hidden_with_its_rating() -> None:
    assert "reason_scale" not in rows(asked(TEMPLATE, content(place(effect="none"))), "places")[0]


def test_what_depends_on_something_hidden_is_hidden_too() -> None:
    row = place(effect="better", share="unknown", vulnerable_health="yes", unknown_plan="Ask.")
    shown = rows(asked(TEMPLATE, content(row)), "places")[0]
    assert {"unknown_plan", "vulnerable_how"}.isdisjoint(shown)


def test_a_table_whose_condition_fails_is_empty() -> None:
    written = content(place(), mitigations=[measure()])
    written["answers"] |= {"F.available": "no", "J.planned": "no"}
    shown = asked(TEMPLATE, written)
    assert (rows(shown, "evidence"), rows(shown, "mitigations")) == ([], [])


def test_looking_changes_nothing() -> None:
    written = content(place(effect="better"), evidence=[evidence()])
    kept = content(place(effect="better"), evidence=[evidence()])
    asked(TEMPLATE, written)
    assert written == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("A.door", "one_way"),
        ("A.door", "unknown"),
        ("A.functions", ["it", "sales"]),
        ("A.decision_on", "2028-02-29"),
        ("L.notice_days", "42"),
        ("L.notice_days", 0),
        ("places.share", "100"),
        ("places.share", "unknown"),
        ("places.scale", 4),
        ("places.vulnerable_health", "unknown"),
        ("forecasts.baseline", "-12.5"),
        ("alternatives.worst_level", 0),
        ("A.customer", ""),
        ("A.customer", None),
    ],
)
def test_what_fits(name: str, value: object) -> None:
    assert fits(TEMPLATE.question(name), value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("A.door", "ajar"),
        ("A.door", ["one_way"]),
        ("A.functions", "it"),
        ("A.functions", ["it", "magic"]),
        ("A.functions", "unknown"),
        ("A.decision_on", "unknown"),
        ("A.decision_on", "29.02.2028"),
        ("L.notice_days", "1.5"),
        ("L.notice_days", "-1"),
        ("places.share", "100.1"),
        ("places.share", 21.5),
        ("places.scale", 5),
        ("places.scale", "4"),
        ("places.scale", True),
        ("places.knowledge", "unknown"),
        ("places.vulnerable_health", "maybe"),
        ("A.customer", 7),
        ("A.customer", "unknown"),
        ("A.customer", {"en": "x"}),
        ("A.customer", "x" * 50_001),
        ("N.complete", "no"),
    ],
)
def test_what_does_not_fit(name: str, value: object) -> None:
    assert not fits(TEMPLATE.question(name), value)


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"answers": {"Z.z": "x"}}, ["Z.z"]),
        ({"answers": {"B.places": "x"}}, ["B.places"]),
        ({"rows": {"people": []}}, ["people"]),
        ({"rows": {"places": {}}}, ["places"]),
        ({"rows": {"places": [1]}}, ["places"]),
        ({"rows": {"places": [place(), place()]}}, ["places"]),
        ({"rows": {"places": [{"segment": "x"}]}}, ["places"]),
        ({"rows": {"places": [place(scale=9)]}}, ["places.p1.scale"]),
        ({"rows": {"places": [place(colour="red")]}}, ["places.p1.colour"]),
        ({"rows": {"mitigations": [measure("p9")]}}, ["mitigations.m1.place"]),
    ],
)
def test_what_is_unfit_is_named(change: dict[str, Any], places: list[str]) -> None:
    assert list(unfit(TEMPLATE, change)) == places
