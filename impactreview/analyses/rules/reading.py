"""What a page shows of an analysis: the rows of a table, the plain answers, what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from impactreview.analyses.rules.finishing import table_of
from impactreview.analyses.rules.naming import place_name, row_name, said, title_of
from impactreview.impact.content import at_row, is_asked, rows
from impactreview.impact.resolved import is_harm
from impactreview.impact.schema import Question, Section, Template
from impactreview.impact.terms import Form, QuestionType
from impactreview.impact.values import Content, is_answered, is_known

Names = Mapping[str, str]
"""By handle or id, the names of people and of rows."""


@dataclass(frozen=True)
class ShownRow:
    """One row of a table: its id, what it is called, its cells, and how many are still blank."""

    id: str
    name: str
    cells: tuple[tuple[str, str], ...]
    blank: int
    is_asked: bool


def differs(known: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Whether `values` would change anything of what is known."""
    return any((known.get(path) or None) != (value or None) for path, value in values.items())


@dataclass(frozen=True)
class Reader:
    """What is read, in which language, in which form, and the names of people in it."""

    template: Template
    content: Content
    language: str
    form: Form
    people: Names

    def said(self, question: Question, value: object) -> str:
        """An answer in words."""
        return said(question, value, self.language, self.names)

    @cached_property
    def names(self) -> Names:
        """The names of people and of places."""
        places = names_of_places(self.template, self.content, self.language)
        return {**self.people, **places}


def rows_shown(reader: Reader, section: Section) -> list[ShownRow]:
    """The rows of a section's table, with the columns that this section asks for."""
    question = table_of(section)
    if question is None:
        return []
    return [_shown(reader, question, row) for row in rows(reader.content, question.table or "")]


def _shown(reader: Reader, question: Question, row: Mapping[str, object]) -> ShownRow:
    values = at_row(reader.content["answers"], row)
    seen = [c for c in question.columns if reader.form in c.forms and is_asked(c, values)]
    cells = [(c.title.spoken(reader.language), reader.said(c, row.get(c.key))) for c in seen]
    return ShownRow(
        id=str(row["id"]),
        name=row_name(reader.template, question.table or "", row, reader.language, reader.names),
        cells=tuple((title, text) for title, text in cells if text),
        blank=sum(_is_blank(c, row) for c in seen),
        is_asked=bool(seen),
    )


def _is_blank(column: Question, row: Mapping[str, object]) -> bool:
    if column.optional or is_answered(row.get(column.key)):
        return False
    if column.reason_for is None:
        return True
    return is_known(row.get(column.reason_for.rpartition(".")[2]))


def answers_shown(reader: Reader, section: Section) -> list[dict[str, str]]:
    """The plain questions of a section that are asked, with their answers in words."""
    given = reader.content["answers"]
    return [
        {
            "label": title_of(reader.template, question).spoken(reader.language),
            "value": reader.said(question, given.get(question.id)),
        }
        for question in section.questions
        if not question.table and reader.form in question.forms and is_asked(question, given)
    ]


def names_of_places(template: Template, content: Content, language: str) -> dict[str, str]:
    """Every place by its id."""
    return {str(row["id"]): place_name(template, row, language) for row in rows(content, "places")}


def places_to_choose(
    template: Template, content: Content, language: str, *, kept: object = None
) -> Sequence[tuple[str, str]]:
    """The places that a measure can name: where somebody is worse off, and the one it names now."""
    return [
        (str(row["id"]), place_name(template, row, language))
        for row in rows(content, "places")
        if is_harm(row) or row["id"] == kept
    ]


def segments(content: Content) -> list[str]:
    """The segments named in the places, each once, to be offered where one is asked for."""
    named = (str(row.get("segment") or "") for row in rows(content, "places"))
    return list(dict.fromkeys(name for name in named if name))


def people_named(template: Template, content: Content) -> set[str]:
    """The handles of everybody whom an answer names."""
    plain = [(q, content["answers"].get(q.id)) for s in template.sections for q in s.questions]
    in_rows = [
        (column, row.get(column.key))
        for table in template.tables.values()
        for row in rows(content, table.id)
        for column in table.columns
    ]
    return {
        str(value)
        for question, value in [*plain, *in_rows]
        if question.type is QuestionType.PERSON and is_known(value)
    }
