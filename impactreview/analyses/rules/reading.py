"""Answers as a person reads them: the words of a choice, the name of a person, of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impactreview.analyses.rules.finishing import table_of
from impactreview.impact.content import at_row, is_asked, rows
from impactreview.impact.schema import Question, Section, Template
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import UNKNOWN, Content, is_answered

_WORDS = {
    "de": {"yes": "Ja", "no": "Nein", UNKNOWN: "nicht bekannt"},
    "en": {"yes": "yes", "no": "no", UNKNOWN: "not known"},
}


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


def rows_shown(
    template: Template,
    section: Section,
    content: Content,
    language: str,
    people: Mapping[str, str],
) -> list[ShownRow]:
    """The rows of a section's table, with the columns this section asks for."""
    question = table_of(section)
    if question is None or question.table is None:
        return []
    written = rows(content, question.table)
    places = {row["id"]: place_name(template, row, language) for row in rows(content, "places")}
    names = {**people, **{str(key): name for key, name in places.items()}}
    shown = []
    for row in written:
        seen = [c for c in question.columns if is_asked(c, at_row(content["answers"], row))]
        cells = [(c.title.spoken(language), said(c, row.get(c.key), language, names)) for c in seen]
        filled = tuple((title, text) for title, text in cells if text)
        blank = sum(not is_answered(row.get(c.key)) and not c.optional for c in seen)
        name = row_name(template, question, row, language, names)
        shown.append(ShownRow(str(row["id"]), name, filled, blank, bool(seen)))
    return shown


def row_name(
    template: Template,
    question: Question,
    row: Mapping[str, object],
    language: str,
    names: Mapping[str, str],
) -> str:
    """What a row is called: a place by segment and stage, any other by its first long word."""
    if question.table == "places":
        return place_name(template, row, language)
    for column in question.columns:
        if column.type in (QuestionType.TEXT, QuestionType.LONGTEXT) and row.get(column.key):
            return str(row[column.key]).split("\n")[0][:90]
    first = question.columns[0]
    return said(first, row.get(first.key), language, names)


def place_name(template: Template, row: Mapping[str, object], language: str) -> str:
    """A place by its segment and its stage."""
    stage = template.tables["places"].column("stage")
    where = said(stage, row.get("stage"), language, {})
    return " – ".join(part for part in (str(row.get("segment") or ""), where) if part)


def said(question: Question, value: object, language: str, names: Mapping[str, str]) -> str:
    """An answer in words; empty where there is none."""
    if not is_answered(value):
        return ""
    words = {str(choice.value): choice.title.spoken(language) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(words.get(str(each), str(each)) for each in value)
    text = str(value)
    return words.get(text) or names.get(text) or _WORDS[language].get(text) or text


def places_to_choose(
    template: Template, content: Content, language: str
) -> Sequence[tuple[str, str]]:
    """The places that another row can name: their ids and names."""
    return [
        (str(row["id"]), place_name(template, row, language)) for row in rows(content, "places")
    ]
