"""Answers as JSON keeps them."""

from datetime import date
from fractions import Fraction

import pytest

from impactreview.impact.values import day, is_answered, is_known, number, plain


@pytest.mark.parametrize(
    ("value", "read"),
    [(3, 3), ("3", 3), ("21.5", Fraction(43, 2)), ("-0.1", Fraction(-1, 10)), ("007", 7)],
)
def test_a_number_is_read_exactly(value: object, read: Fraction) -> None:
    assert number(value) == read


@pytest.mark.parametrize(
    "value", [True, 1.5, "1,5", "1e9", "٣", " 3", "3 ", "nan", "", None, [3], "9" * 19]
)
def test_what_is_no_number_is_none(value: object) -> None:
    assert number(value) is None


@pytest.mark.parametrize("value", ["2026-02-30", "31.12.2026", "20261231", "2026-W01-1", 20261231])
def test_what_is_no_day_is_none(value: object) -> None:
    assert day(value) is None


def test_a_day_is_read() -> None:
    assert day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("value", [None, "", "  ", [], {}])
def test_blanks_are_no_answer(value: object) -> None:
    assert not is_answered(value)


@pytest.mark.parametrize("value", [0, False, "unknown", "no", ["a"]])
def test_nought_no_and_unknown_are_answers(value: object) -> None:
    assert is_answered(value)


def test_unknown_is_answered_but_not_known() -> None:
    assert not is_known("unknown")
    assert is_known("no")


def test_names_are_compared_without_case_and_spacing() -> None:
    assert plain(" Ältere  Menschen ") == plain("ältere menschen")
    assert plain(None) == ""
