"""Which questions a page shows, and which it shows or hides by the answers that stand on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from impactreview.analyses.rules.finishing import field_name
from impactreview.impact.conditions import JOINS, Condition, holds
from impactreview.impact.schema import Question
from impactreview.impact.terms import Form, QuestionType

_SHORT = 60
"""So many characters of choices stand in one line."""


@dataclass(frozen=True)
class Shown:
    """How one question stands on a page.

    `ask_if` is the condition under which it is asked, over names of fields of this page; None
    where it is asked whatever they say. One that `follows` belongs to the question before it.
    """

    question: Question
    ask_if: Condition | None
    follows: bool
    inline: bool


def on_page(
    questions: Collection[Question], values: Mapping[str, object], form: Form, *, table: str = ""
) -> list[Shown]:
    """The questions that `form` asks on a page, in their order.

    Those whose condition can not hold here, whatever is answered on this page, are left out.
    `values` are what conditions look at; of a row of `table` they hold its own as `row.<column>`.
    """
    asked = [q for q in questions if form in q.forms and not q.table]
    here = {path_in(q, table): field_name(q.id) for q in asked}
    shown: list[Shown] = []
    for question in asked:
        left = _left({"and": [*_conditions(question, table, here)]}, values, here)
        if left is not False:
            condition = None if left is True else left
            follows = condition is not None and bool(shown)
            shown.append(Shown(question, condition, follows, _is_inline(question)))
    return shown


def path_in(question: Question, table: str) -> str:
    """How conditions name a question: by its id; of a column of the row at hand, `row.<key>`."""
    return f"row.{question.key}" if table else question.id


def _conditions(question: Question, table: str, here: Mapping[str, str]) -> list[Condition]:
    conditions = list(question.ask_if)
    if question.reason_for:
        rated = path_in_id(question.reason_for, table)
        if rated in here:
            known = {"not": {"=": [rated, "unknown"]}}
            conditions.append({"and": [{"answered": rated}, known]})
    return conditions


def path_in_id(question_id: str, table: str) -> str:
    """As `path_in`, for the id alone."""
    return f"row.{question_id.rpartition('.')[2]}" if table else question_id


def left_of(
    conditions: Collection[Condition], values: Mapping[str, object], here: Mapping[str, str]
) -> bool | Condition:
    """What is still to be asked of these conditions once all but the page's own answers stand."""
    return _left({"and": [*conditions]}, values, here)


def _left(
    tree: Condition, values: Mapping[str, object], here: Mapping[str, str]
) -> bool | Condition:
    ((name, operand),) = tree.items()
    if name in JOINS:
        return _joined(name, [_left(part, values, here) for part in operand])
    if name == "not":
        inner = _left(operand, values, here)
        return not inner if isinstance(inner, bool) else {"not": inner}
    if name == "answered":
        return {name: here[operand]} if operand in here else holds(tree, values)
    return {name: [here[operand[0]], operand[1]]} if operand[0] in here else holds(tree, values)


def _joined(name: str, parts: list[bool | Condition]) -> bool | Condition:
    """The parts that are open; a truth decides an `or`, and a falsehood an `and`."""
    decides = name == "or"
    if any(part is decides for part in parts):
        return decides
    rest = [part for part in parts if not isinstance(part, bool)]
    if not rest:
        return not decides
    return rest[0] if len(rest) == 1 else {name: rest}


def _is_inline(question: Question) -> bool:
    if question.type is QuestionType.YES_NO_UNKNOWN:
        return True
    if question.type is not QuestionType.SINGLE:
        return False
    words = [c.title.de for c in question.choices]
    return len(words) <= 3 and sum(map(len, words)) <= _SHORT
