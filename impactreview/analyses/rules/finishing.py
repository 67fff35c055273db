"""Whether an analysis is whole, at which level it stands, and where what is missing is mended."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from impactreview.analyses.rules.naming import row_name, title_of
from impactreview.analyses.rules.owed import Owed, owed
from impactreview.impact.completeness import missing
from impactreview.impact.content import row_id, rows
from impactreview.impact.resolved import weighs
from impactreview.impact.schema import Question, Section, Template, Words
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.terms import Door, Form
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing, Unfinished

_UNANSWERED = "Please answer this question."
_FIELDS = {"forecasts.kpi": "kind", "forecasts.timing": "lead"}
"""Columns that the pages of evidence and forecasts call otherwise."""
_NAMED = {
    one.message: named
    for one, named in (
        (
            Missing("At least one row is needed."),
            Missing("%(title)s: at least one row is needed."),
        ),
        (
            Missing("At least %(least)s rows are needed."),
            Missing("%(title)s: at least %(least)s rows are needed."),
        ),
        (
            Missing("At most %(most)s rows have a place here."),
            Missing("%(title)s: at most %(most)s rows have a place."),
        ),
    )
}
"""What is said of a number of rows, and the same with the table's name."""
CITED = frozenset({"evidence", "forecasts"})
"""Tables whose rows are records of rooms of their own, each with its own page."""


def missing_of(
    code: str,
    template: Template,
    content: Content,
    *,
    form: Form,
    door: Door,
    today: date,
    may_claim: bool = True,
) -> list[Missing]:
    """Everything that is missing, each with the path of the page where it is mended.

    Beside its own parameters each has its `title`, in both languages.
    """
    found, _ = _looked_at(
        code, template, content, form=form, door=door, today=today, may_claim=may_claim
    )
    return found


def must_be_finished(
    code: str,
    template: Template,
    content: Content,
    *,
    form: Form,
    door: Door,
    today: date,
    may_claim: bool = True,
) -> Assessment:
    """The assessment of a whole analysis. Raises Unfinished with everything that is missing."""
    found, assessment = _looked_at(
        code, template, content, form=form, door=door, today=today, may_claim=may_claim
    )
    if found:
        raise Unfinished("The analysis is not finished.", found)
    return assessment


def _looked_at(
    code: str,
    template: Template,
    content: Content,
    *,
    form: Form,
    door: Door,
    today: date,
    may_claim: bool,
) -> tuple[list[Missing], Assessment]:
    """What is missing in the form that was chosen, and the assessment that this takes anyway."""
    assessment = assess(template, content, door=door, form=form)
    plain = assess(template, content, form=form) if weighs(content, door) else assessment
    found = [
        _told(one, code, template, content)
        for one in missing(template, content, form, today=today, assessment=plain)
    ]
    if form is not Form.FULL:  # which is enough for whatever is owed
        least = owed(template, content, door=door, may_claim=may_claim)
        found += _form_too_small(code, form, least)
    return found, assessment


def _form_too_small(code: str, form: Form, least: Owed) -> list[Missing]:
    if form in least.choices:
        return []
    where: dict[str, Any] = {
        "place": f"/proposals/{quote(code)}/analysis#form",
        "title": Words(de="Welche Form?", en="Which form?"),
    }
    if least.form is Form.FULL:
        return [Missing("The full form is needed; what is filled in stays.", **where)]
    return [Missing("The short form is needed; what is filled in stays.", **where)]


def _told(one: Missing, code: str, template: Template, content: Content) -> Missing:
    """The same with the words of its place; an open question is called by its title."""
    place, title = path_of(code, template, one.place), _title(template, content, one.place)
    if one.message == _UNANSWERED:
        return Missing("Not answered yet: %(title)s", place=place, title=title)
    message = _NAMED.get(one.message, one).message
    return Missing(message, place=place, **{"title": title, **one.params})


def _title(template: Template, content: Content, place: str) -> Words:
    table, _, rest = place.partition(".")
    if place in template.tables:
        return template.question(template.tables[place].question).title
    if table not in template.tables:
        return title_of(template, template.question(place))
    row, _, key = rest.rpartition(".")
    column = template.tables[table].column(key)
    return _in_row(template, content, table, row, column)


def _in_row(template: Template, content: Content, table: str, row: str, column: Question) -> Words:
    kept: Mapping[str, object] = next(
        (each for each in rows(content, table) if row_id(each) == row), {}
    )
    names = {language: row_name(template, table, kept, language) for language in ("de", "en")}
    title = title_of(template, column)
    said = {
        language: f"{name}: {title.spoken(language)}" if name else title.spoken(language)
        for language, name in names.items()
    }
    return Words(**said)


def path_of(code: str, template: Template, place: str) -> str:
    """The path of the page that shows a place: a question's id, a table, or a cell of a row."""
    base = f"/proposals/{quote(code)}/analysis"
    table, _, rest = place.partition(".")
    if table in template.tables and rest.count(".") == 1:
        row, key = rest.split(".")
        section = section_of_column(template, table, key)
        return f"{base}/{section.id}/rows/{table}/{row}#{_anchor(table, key)}"
    if place in template.tables:
        return f"{base}/{template.question(template.tables[place].question).section}#{place}"
    section_id = place.partition(".")[0]
    if section_id == "0":
        return f"/proposals/{quote(code)}/quick-test#{field_name(place)}"
    return f"{base}/{section_id}#{field_name(place)}"


def _anchor(table: str, key: str) -> str:
    if table in CITED:
        return _FIELDS.get(f"{table}.{key}", key)
    return field_name(f"{table}.{key}")


def section_of_column(template: Template, table: str, key: str) -> Section:
    """The section whose page asks for this column. Raises LookupError."""
    for section in template.sections:
        for question in section.questions:
            if question.table == table and key in {column.key for column in question.columns}:
                return section
    raise LookupError(f"{table}.{key}")


def table_of(section: Section) -> Question | None:
    """The question of a section that shows rows; None where it has none."""
    return next((each for each in section.questions if each.table), None)


def field_name(path: str) -> str:
    """The name and the HTML id of the field that asks for a path."""
    return path.replace(".", "-")
