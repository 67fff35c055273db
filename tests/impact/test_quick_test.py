"""The quick test: which answers ask for which form."""

import pytest

from impactreview.impact.loading import default_template
from impactreview.impact.quick_test import lowest_form, quick_test
from impactreview.impact.terms import Form
from tests.impact.written import CALM

TEMPLATE = default_template()
ALONE = [
    "price_terms", "service_cut", "harder_exit", "default", "data_use", "vulnerable", "undo",
    "promise", "customer_budget",
]  # fmt: skip
COUNTED = {
    "many": "yes", "complaint": "yes", "regulated": "yes", "budget": "yes",
    "helps": "only_reporting", "eases": "complicates",
}  # fmt: skip


def form(**answers: object) -> Form:
    said = CALM | {f"0.{name}": value for name, value in answers.items()}
    return quick_test(TEMPLATE, said).form


def test_nothing_fired_is_a_claim_without_reasons() -> None:
    result = quick_test(TEMPLATE, CALM)
    assert (result.form, result.reasons, result.is_claim) == (Form.NONE, (), True)


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("answer", ["yes", "unknown", "", None])
def test_one_of_these_alone_asks_for_the_full_form(name: str, answer: object) -> None:
    assert form(**{name: answer}) is Form.FULL


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("unsaid", [False, True])
def test_one_of_the_others_asks_for_the_short_form(name: str, unsaid: bool) -> None:
    assert form(**{name: "unknown" if unsaid else COUNTED[name]}) is Form.SHORT


@pytest.mark.parametrize("first", COUNTED)
@pytest.mark.parametrize("second", COUNTED)
def test_two_of_the_others_ask_for_the_full_form(first: str, second: str) -> None:
    if first != second:
        assert form(**{first: COUNTED[first], second: COUNTED[second]}) is Form.FULL


def test_every_question_of_the_quick_test_decides_something() -> None:
    assert {f"0.{name}" for name in (*ALONE, *COUNTED)} == set(CALM)


def test_the_two_questions_of_the_essays_come_first() -> None:
    first = [question.key for question in TEMPLATE.section("0").questions]
    assert first[:2] == ["helps", "eases"]


def test_reasons_name_their_questions() -> None:
    said = CALM | {"0.many": "yes", "0.undo": "unknown", "0.budget": None}
    found = {r.question: r.message for r in quick_test(TEMPLATE, said).reasons}
    assert found == {
        "0.undo": "Not known: it counts as yes.",
        "0.many": "This counts towards an analysis.",
        "0.budget": "Not answered: it counts as yes.",
    }


def test_an_empty_quick_test_asks_for_the_full_form_and_may_still_end_at_none() -> None:
    assert quick_test(TEMPLATE, {}).form is Form.FULL
    assert lowest_form(TEMPLATE, {}) is Form.NONE
    assert lowest_form(TEMPLATE, {"0.many": "yes"}) is Form.SHORT
    assert lowest_form(TEMPLATE, {"0.undo": "unknown"}) is Form.FULL


def test_foreign_answers_count_for_nothing() -> None:
    assert quick_test(TEMPLATE, CALM | {"0.unheard_of": "yes"}).form is Form.NONE
