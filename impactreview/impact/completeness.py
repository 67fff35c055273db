"""What is still missing before an analysis can be handed in, and the hash of each section."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import rfc8785

from impactreview.impact.consistency import Case, broken
from impactreview.impact.content import (
    answers,
    asked,
    at_row,
    is_asked,
    is_needed,
    row_id,
    rows,
    unfit,
)
from impactreview.impact.schema import Question, Section, Table, Template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.terms import Form
from impactreview.impact.values import Content, Row, is_answered, is_known
from impactreview.kernel.refusals import Missing


def missing(
    template: Template,
    content: Content,
    form: Form,
    *,
    today: date,
    assessment: Assessment | None = None,
) -> list[Missing]:
    """Everything that keeps `content` from being whole in `form`, in the template's order.

    First what is not filled in or can not be read, then the blocking rules; of one place only the
    first. The place of each is a question's id ("A.customer"), a table ("alternatives"), or
    "<table>.<row id>.<column>". `assessment` is that of `content` in `form`, where it stands.
    """
    shown = asked(template, content)
    found = {problem.place: problem for problem in _unreadable(template, content)}
    for problem in _unfilled(template, shown, form):
        found.setdefault(problem.place, problem)
    if form is not Form.NONE:
        assessment = assessment or assess(template, content, form=form)
        case = Case(shown, assessment, form, today)
        for _, problem in broken(case):
            found.setdefault(problem.place, problem)
    return list(found.values())


def _unreadable(template: Template, content: Content) -> Iterator[Missing]:
    for place in unfit(template, content):
        yield Missing("This answer does not fit its question.", place=place)


def _unfilled(template: Template, shown: Content, form: Form) -> Iterator[Missing]:
    for section in template.sections:
        for question in section.questions:
            if not is_needed(question, form):
                continue
            if question.table:
                yield from _table(template.tables[question.table], question, shown, form)
            elif _is_missing(question, shown):
                yield Missing("Please answer this question.", place=question.id)


def _is_missing(question: Question, shown: Content) -> bool:
    given = answers(shown)
    if is_answered(given.get(question.id)) or not is_asked(question, given):
        return False
    return question.reason_for is None or is_known(given.get(question.reason_for))


def _table(table: Table, question: Question, shown: Content, form: Form) -> Iterator[Missing]:
    written = rows(shown, table.id)
    if question.adds_rows and is_asked(question, answers(shown)):
        yield from _counted(table, len(written))
    needed = [column for column in question.columns if is_needed(column, form)]
    for row in written:
        open_ = [column for column in needed if not is_answered(row.get(column.key))]
        values = at_row(answers(shown), row) if open_ else {}
        for column in open_:
            if _is_missing_in(column, row, values):
                place = f"{table.id}.{row_id(row)}.{column.key}"
                yield Missing("Please answer this question.", place=place)


def _counted(table: Table, written: int) -> Iterator[Missing]:
    if written < table.least == 1:
        yield Missing("At least one row is needed.", place=table.id)
    elif written < table.least:
        yield Missing("At least %(least)s rows are needed.", place=table.id, least=table.least)
    if written > table.most:
        yield Missing("At most %(most)s rows have a place here.", place=table.id, most=table.most)


def _is_missing_in(column: Question, row: Row, values: Mapping[str, object]) -> bool:
    if not is_asked(column, values):
        return False
    if column.reason_for is None:
        return True
    return is_known(row.get(column.reason_for.rpartition(".")[2]))


def section_hashes(template: Template, content: Content) -> dict[str, str]:
    """SHA-256 over the RFC 8785 JSON of each section's answers and columns, as hex.

    A blank counts as no answer. A section that asks more of the rows of another one counts only
    the rows of which it was told something.
    """
    return {section.id: _hash(_told(section, content)) for section in template.sections}


def _hash(told: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def _told(section: Section, content: Content) -> dict[str, Any]:
    given = answers(content)
    own = [question for question in section.questions if not question.table]
    return {
        "answers": {q.id: given[q.id] for q in own if is_answered(given.get(q.id))},
        "rows": {q.table: _columns(q, content) for q in section.questions if q.table},
    }


def _columns(question: Question, content: Content) -> list[dict[str, object]]:
    keys = [column.key for column in question.columns]
    told = [
        {"id": row_id(row), **{key: row[key] for key in keys if is_answered(row.get(key))}}
        for row in rows(content, question.table or "")
    ]
    return [row for row in told if question.adds_rows or len(row) > 1]
