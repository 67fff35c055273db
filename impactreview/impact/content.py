"""Content read with its template: what is asked, the rows there are, which answers fit."""

from collections.abc import Iterator, Mapping

from impactreview.impact.conditions import Condition, holds
from impactreview.impact.schema import Question, Table, Template
from impactreview.impact.terms import Form, QuestionType
from impactreview.impact.values import UNKNOWN, Content, Row, day, is_answered, is_known, number

LONGEST = 50_000


def answers(content: Content) -> Mapping[str, object]:
    """The answers outside of tables, by question id."""
    return content.get("answers") or {}


def rows(content: Content, table: str) -> list[Row]:
    """The rows of a table in their order; none where nothing was written."""
    there = (content.get("rows") or {}).get(table)
    return [row for row in there if isinstance(row, Mapping)] if isinstance(there, list) else []


def row_id(row: Row) -> str:
    """The id under which other rows name this one."""
    return str(row.get("id", ""))


def asked(template: Template, content: Content) -> dict[str, dict[str, object]]:
    """`content` without what is not asked: hidden answers never score and are never missed."""
    shown = _asked_answers(template, answers(content))
    tables = {
        name: [_asked_row(template, name, row, shown) for row in rows(content, name)]
        if all(holds(tree, shown) for tree in table.ask_if)
        else []
        for name, table in template.tables.items()
    }
    return {"answers": shown, "rows": dict(tables)}


def _asked_answers(template: Template, given: Mapping[str, object]) -> dict[str, object]:
    """Every answer whose question is asked. Conditions form no circle, so this comes to rest."""
    own = [q for s in template.sections for q in s.questions if not q.table]
    shown = {q.id: given[q.id] for q in own if q.id in given}
    while True:
        hidden = [q.id for q in own if q.id in shown and not _holds(q.ask_if, shown)]
        if not hidden:
            return shown
        for name in hidden:
            del shown[name]


def _holds(conditions: tuple[Condition, ...], values: Mapping[str, object]) -> bool:
    return all(holds(tree, values) for tree in conditions)


def _asked_row(
    template: Template, table: str, row: Row, shown: Mapping[str, object]
) -> dict[str, object]:
    kept = dict(row)
    conditional = [c for c in template.tables[table].columns if c.ask_if and c.key in kept]
    while conditional:
        values = at_row(shown, kept)
        hidden = [c.key for c in conditional if c.key in kept and not is_asked(c, values)]
        if not hidden:
            return kept
        for key in hidden:
            del kept[key]
    return kept


def at_row(shown: Mapping[str, object], row: Row) -> dict[str, object]:
    """What conditions on a column of `row` look at: the answers, and its own as `row.<column>`."""
    return {**shown, **{f"row.{key}": value for key, value in row.items()}}


def is_asked(question: Question, values: Mapping[str, object]) -> bool:
    """Whether the conditions of a question hold; of a column, over `at_row`."""
    return _holds(question.ask_if, values)


def is_needed(question: Question, form: Form) -> bool:
    """Whether this form does not come to an end without an answer."""
    return form in question.forms and not question.optional


def fits(question: Question, value: object) -> bool:
    """Whether an answer has the shape its question asks for. Blank is no answer, and fits."""
    if not is_answered(value):
        return True
    if value == UNKNOWN and question.type is not QuestionType.YES_NO_UNKNOWN:
        return question.unknown
    return _of_type(question, value)


def _of_type(question: Question, value: object) -> bool:
    choices = [choice.value for choice in question.choices]
    if question.type is QuestionType.SINGLE:
        return value in choices and not isinstance(value, bool)
    if question.type is QuestionType.MULTIPLE:
        return isinstance(value, list) and all(v in choices for v in value)
    if question.type is QuestionType.YES_NO_UNKNOWN:
        return value in ("yes", "no", UNKNOWN)
    if question.type is QuestionType.DATE:
        return day(value) is not None
    if question.type in (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY):
        return _is_figure(question, value)
    return isinstance(value, str) and len(value) <= LONGEST


def _is_figure(question: Question, value: object) -> bool:
    figure, least, most = number(value), number(question.least), number(question.most)
    if figure is None or (question.whole and figure.denominator != 1):
        return False
    return (least is None or figure >= least) and (most is None or figure <= most)


def unfit(template: Template, content: Content) -> Iterator[str]:
    """The places of answers that do not have their question's shape, and of those to nothing."""
    known = {q.id: q for s in template.sections for q in s.questions if not q.table}
    for name, value in answers(content).items():
        if name not in known or not fits(known[name], value):
            yield name
    for table in content.get("rows") or {}:
        if table in template.tables and _are_rows(content, table):
            yield from _unfit_rows(template.tables[table], content)
        else:
            yield table


def _are_rows(content: Content, table: str) -> bool:
    """Whether this is a list of rows, each with an id of its own."""
    written, there = rows(content, table), content["rows"][table]
    names = {row_id(row) for row in written} - {""}
    return isinstance(there, list) and len(names) == len(written) == len(there)


def _unfit_rows(table: Table, content: Content) -> Iterator[str]:
    columns = {column.key: column for column in table.columns}
    for row in rows(content, table.id):
        for key, value in row.items():
            if key != "id" and not (key in columns and _fits_row(columns[key], value, content)):
                yield f"{table.id}.{row_id(row)}.{key}"


def _fits_row(column: Question, value: object, content: Content) -> bool:
    if column.type is QuestionType.ROW and is_known(value):
        return value in [row_id(row) for row in rows(content, column.rows_of or "")]
    return fits(column, value)
