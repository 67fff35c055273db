"""Which questions a page shows, and what it leaves to the answers on it."""

import pytest

from impactreview.analyses.rules.asking import left_of, on_page
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form

HERE = {"V.gained": "V-gained"}
GAINED = {"=": ["V.gained", "yes"]}
ELSEWHERE = {"=": ["A.door", "one_way"]}


@pytest.mark.parametrize(
    ("conditions", "values", "left"),
    [
        ([], {}, True),
        ([GAINED], {"V.gained": "no"}, {"=": ["V-gained", "yes"]}),
        ([ELSEWHERE], {"A.door": "one_way"}, True),
        ([ELSEWHERE], {"A.door": "two_way"}, False),
        ([GAINED, ELSEWHERE], {"A.door": "one_way"}, {"=": ["V-gained", "yes"]}),
        ([GAINED, ELSEWHERE], {}, False),
        ([{"or": [GAINED, ELSEWHERE]}], {"A.door": "one_way"}, True),
        ([{"or": [GAINED, ELSEWHERE]}], {}, {"=": ["V-gained", "yes"]}),
        ([{"not": GAINED}], {}, {"not": {"=": ["V-gained", "yes"]}}),
        ([{"not": ELSEWHERE}], {}, True),
        ([{"answered": "V.gained"}], {}, {"answered": "V-gained"}),
        ([{"answered": "A.door"}], {}, False),
        ([{"or": [GAINED, {"answered": "V.gained"}]}], {}, {
            "or": [{"=": ["V-gained", "yes"]}, {"answered": "V-gained"}],
        }),
    ],
)  # fmt: skip
def test_what_the_page_decides_is_left_to_it(
    conditions: list[object], values: dict[str, object], left: object
) -> None:
    assert left_of(conditions, values, HERE) == left  # type: ignore[arg-type]


def test_a_reason_is_asked_for_where_a_rating_is_known() -> None:
    columns = default_template().section("C").questions[0].columns
    shown = on_page(columns, {"row.effect": "worse"}, Form.FULL, table="places")
    (reason,) = [each for each in shown if each.question.key == "reason_scale"]
    assert reason.follows
    assert reason.ask_if == {
        "and": [
            {"answered": "places-scale"},
            {"not": {"=": ["places-scale", "unknown"]}},
        ]
    }


def test_nothing_is_asked_of_a_row_that_makes_nobody_worse_off() -> None:
    columns = default_template().section("C").questions[0].columns
    assert on_page(columns, {"row.effect": "better"}, Form.FULL, table="places") == []


def test_a_form_asks_for_its_own_questions_alone() -> None:
    columns = default_template().section("B").questions[0].columns
    asked = {
        form: {each.question.key for each in on_page(columns, {}, form, table="places")}
        for form in (Form.SHORT, Form.FULL)
    }
    assert asked[Form.FULL] - asked[Form.SHORT] == {"revenue_share"}


def test_every_page_of_the_questionnaire_leaves_conditions_that_its_script_knows() -> None:
    known = {"and", "or", "not", "answered", "=", "!=", "contains"}
    for section in default_template().sections:
        for question in section.questions:
            columns, table = question.columns or (question,), question.table or ""
            for each in on_page(columns, {"row.effect": "worse"}, Form.FULL, table=table):
                assert _predicates(each.ask_if) <= known, each.question.id


def _predicates(tree: object) -> set[str]:
    if isinstance(tree, list):
        return set().union(*map(_predicates, tree))
    if not isinstance(tree, dict):
        return set()
    return set(tree).union(*map(_predicates, tree.values()))
