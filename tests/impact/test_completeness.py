"""What is missing, and where; and the hash of each section."""

from datetime import date
from typing import Any

import pytest

from impactreview.impact.completeness import missing, section_hashes
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form
from tests.impact.written import CALM, content, measure, place, whole

TEMPLATE = default_template()
TODAY = date(2026, 3, 3)
FULL_ONLY = ("E.", "H.", "K.", "A.experience")


def places(written: dict[str, Any], form: Form = Form.FULL) -> list[str]:
    return [problem.place for problem in missing(TEMPLATE, written, form, today=TODAY)]


@pytest.mark.parametrize("form", [Form.SHORT, Form.FULL])
def test_in_a_whole_analysis_nothing_is_missing(form: Form) -> None:
    assert places(whole(), form) == []


@pytest.mark.parametrize("name", sorted(whole()["answers"]))
def test_every_answer_is_missed_in_the_form_that_asks_it(name: str) -> None:
    written = whole()
    del written["answers"][name]
    assert name in places(written)
    assert (name in places(written, Form.SHORT)) is not name.startswith(FULL_ONLY)


@pytest.mark.parametrize(
    ("table", "key"),
    [(table, key) for table, rows in whole()["rows"].items() for key in rows[0] if key != "id"],
)
def test_every_column_is_missed_at_its_row(table: str, key: str) -> None:
    written = whole()
    row = written["rows"][table][0]
    row[key] = ""
    assert f"{table}.{row['id']}.{key}" in places(written)


@pytest.mark.parametrize(
    ("table", "form"),
    [(table, form) for table in whole()["rows"] for form in (Form.SHORT, Form.FULL)],
)
def test_a_table_that_is_asked_needs_a_row(table: str, form: Form) -> None:
    written = whole()
    written["rows"][table] = []
    asked = form is Form.FULL or table != "alternatives"
    assert (table in places(written, form)) is asked


def test_one_row_is_spoken_of_as_one() -> None:
    written = whole()
    written["rows"]["alternatives"] = []
    (found,) = missing(TEMPLATE, written, Form.FULL, today=TODAY)
    assert found.message == "At least one row is needed."


def test_a_table_that_is_not_asked_needs_none() -> None:
    written = whole()
    written["answers"] |= {"V.gained": "no", "J.planned": "no"}
    written["rows"] |= {"benefits": [], "mitigations": []}
    assert places(written) == ["J.none_why"]


def test_too_many_rows_are_said() -> None:
    written = whole()
    written["rows"]["monitoring"] *= 51
    for number, row in enumerate(written["rows"]["monitoring"]):
        written["rows"]["monitoring"][number] = row | {"id": f"w{number}"}
    assert places(written) == ["monitoring"]


def test_an_empty_analysis_misses_everything_that_is_asked_first() -> None:
    found = places({})
    assert found[:3] == ["0.helps", "0.eases", "0.price_terms"]
    assert "places" in found
    assert not [place for place in found if place.startswith("K.affected_")]


def test_without_an_analysis_only_the_quick_test_is_owed() -> None:
    assert places({"answers": CALM, "rows": {}}, Form.NONE) == []
    assert places({"answers": {}, "rows": {}}, Form.NONE) == [
        question.id for question in TEMPLATE.section("0").questions
    ]


@pytest.mark.parametrize("key", ["share", "remedy", "customers", "vulnerable_health"])
def test_what_is_not_known_needs_a_plan_and_a_date(key: str) -> None:
    written = whole()
    row = written["rows"]["places"][0]
    row |= {key: "unknown", "equal_outcome": "A printout."}
    assert places(written) == ["places.p1.unknown_plan", "places.p1.unknown_until"]
    row |= {"unknown_plan": "A sample.", "unknown_until": "2026-06-30"}
    assert places(written) == []


def test_a_rating_that_is_not_known_owes_no_reason() -> None:
    written = whole()
    written["rows"]["places"][0] |= {"scale": "unknown", "reason_scale": ""}
    assert "places.p1.reason_scale" not in places(written)


def test_no_evidence_and_no_forecast_need_a_plan_and_a_date() -> None:
    written = whole()
    written["answers"] |= {"F.available": "no", "G.available": "no"}
    assert places(written) == ["F.plan", "F.plan_on", "G.plan", "G.plan_on"]


def test_an_outcome_not_known_needs_a_plan_and_a_date_but_no_reason() -> None:
    written = whole()
    written["answers"] |= {"E.price": "unknown", "E.price_why": ""}
    assert places(written)[:2] == ["E.unknown_plan", "E.unknown_until"]
    assert "E.price_why" not in places(written)


def test_harm_is_owed_by_worse_rows_alone() -> None:
    bare = {key: place()[key] for key in ("id", "segment", "customers", "share", "stage", "change")}
    bare["revenue_share"] = "1"
    written = whole()
    written["rows"]["mitigations"] = []
    written["answers"] |= {"J.planned": "no", "J.none_why": "Nobody is worse off."}
    written["rows"]["places"] = [bare | {"effect": "better"}]
    assert places(written) == []
    written["rows"]["places"] = [bare | {"effect": "worse"}]
    assert {f"places.p1.{key}" for key in ("kinds", "scale", "knowledge", "vulnerable_health")} <= (
        set(places(written))
    )


def test_no_place_is_said_twice() -> None:
    for written in ({}, content(place(scale="")), content(place(), mitigations=[measure("")])):
        found = places(written)
        assert len(found) == len(set(found))


def test_what_does_not_fit_comes_first() -> None:
    written = whole()
    written["answers"] |= {"N.interest": "perhaps", "A.customer": ""}
    assert places(written) == ["N.interest", "A.customer"]


def test_a_broken_rule_is_named_at_its_place() -> None:
    written = whole()
    written["rows"]["mitigations"][0]["due"] = "2026-03-02"
    problem = missing(TEMPLATE, written, Form.FULL, today=TODAY)[0]
    assert problem.place == "mitigations.m1.due"
    assert "has passed" in problem.message


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    hashes = [section_hashes(TEMPLATE, written) for written in (before, after)]
    return [name for name in hashes[0] if hashes[0][name] != hashes[1][name]]


@pytest.mark.parametrize(
    ("table", "key", "value", "sections"),
    [
        ("places", "share", "7", ["B"]),
        ("places", "scale", 3, ["C"]),
        ("places", "vulnerable_health", "yes", ["D"]),
        ("places", "id", "p9", ["B", "C", "D"]),
        ("mitigations", "due", "2027-01-01", ["J"]),
    ],
)
def test_a_hash_is_of_its_own_section(
    table: str, key: str, value: object, sections: list[str]
) -> None:
    after = whole()
    after["rows"][table][0][key] = value
    assert changed(whole(), after) == sections


def test_an_answer_changes_its_section_and_a_blank_none() -> None:
    after = whole()
    after["answers"] |= {"A.customer": "Owners.", "J.none_why": "", "K.affected_who": None}
    assert changed(whole(), after) == ["A"]


def test_a_row_without_harm_leaves_the_sections_on_harm_alone() -> None:
    after = whole()
    after["rows"]["places"].append({"id": "p2", "segment": "owners", "effect": "better"})
    assert changed(whole(), after) == ["B"]


def test_every_section_has_a_hash_of_its_own_content_alone() -> None:
    hashes = section_hashes(TEMPLATE, whole())
    assert list(hashes) == [section.id for section in TEMPLATE.sections]
    assert all(len(value) == 64 for value in hashes.values())
    shuffled = {"rows": whole()["rows"], "answers": dict(reversed(whole()["answers"].items()))}
    assert section_hashes(TEMPLATE, shuffled) == hashes
