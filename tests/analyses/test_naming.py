"""Answers, questions and rows by the words a person knows them by."""

import pytest

from impactreview.analyses.rules.finishing import path_of
from impactreview.analyses.rules.naming import row_name, said, shortened, title_of
from impactreview.impact.loading import default_template

TEMPLATE = default_template()


@pytest.mark.parametrize(
    ("question", "value", "de", "en"),
    [
        ("places.customers", "42000", "42.000", "42,000"),
        ("places.share", "21.5", "21,5 %", "21.5 %"),
        ("places.share", "unknown", "nicht bekannt", "not known"),
        ("forecasts.low", "-0.5", "-0,5", "-0.5"),
        ("A.decision_on", "2026-12-31", "31.12.2026", "2026-12-31"),
        ("A.functions", ["product", "people"], "Produkt, Personal", "Product, Human resources"),
        ("places.scale", 3, "3 – schwer", "3 – severe"),
        ("places.vulnerable_health", "no", "Nein", "No"),
        ("A.owner", "person/1", "Ada", "Ada"),
        ("A.owner", "person/gone", "–", "–"),
        ("A.customer", "  ", "", ""),
    ],
)  # fmt: skip
def test_an_answer_is_said_in_words(question: str, value: object, de: str, en: str) -> None:
    asked, names = TEMPLATE.question(question), {"person/1": "Ada"}
    assert said(asked, value, "de", names) == de
    assert said(asked, value, "en", names) == en


def test_a_question_that_stands_behind_another_is_called_with_it() -> None:
    why = title_of(TEMPLATE, TEMPLATE.question("E.price_why"))
    assert why.en == "Is the price fair for the value? Why?"
    whom = title_of(TEMPLATE, TEMPLATE.question("K.advocate_who"))
    assert whom.en == "Did you ask the customer advocate? Whom?"


def test_rows_have_names() -> None:
    place = {"id": "1", "segment": "Late payers", "stage": "pay"}
    assert row_name(TEMPLATE, "places", place, "de") == "Late payers – Bezahlen"
    voice = {"id": "2", "source": "complaint", "period": "unknown", "segment": "Tenants"}
    assert row_name(TEMPLATE, "evidence", voice, "en") == "Tenants"
    assert row_name(TEMPLATE, "alternatives", {"kind": "do_nothing"}, "en") == "Do nothing"
    assert row_name(TEMPLATE, "alternatives", {}, "en") == ""


def test_a_long_first_line_is_cut_between_words() -> None:
    cut = shortened("word " * 40 + "\nand more")
    assert cut.endswith("word …")
    assert len(cut) <= 92


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("A.customer", "/analysis/A#A-customer"),
        ("0.helps", "/quick-test#0-helps"),
        ("alternatives", "/analysis/H#alternatives"),
        ("places.7.segment", "/analysis/B/rows/places/7#places-segment"),
        ("places.7.scale", "/analysis/C/rows/places/7#places-scale"),
        ("places.7.unknown_until", "/analysis/D/rows/places/7#places-unknown_until"),
        ("forecasts.7.kpi", "/analysis/G/rows/forecasts/7#kind"),
        ("evidence.7.sample", "/analysis/F/rows/evidence/7#sample"),
    ],
)
def test_each_place_has_its_page_and_its_field(place: str, path: str) -> None:
    assert path_of("D-2026-1", TEMPLATE, place) == f"/proposals/D-2026-1{path}"
