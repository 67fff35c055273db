"""Whether an analysis is whole, at which level it stands, and where what is missing is mended."""

from datetime import date
from urllib.parse import quote

from impactreview.impact.completeness import missing
from impactreview.impact.schema import Question, Section, Template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.terms import Door, Form, Level
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing, Unfinished

_SHORT_UP_TO = Level.II


def missing_of(
    code: str, template: Template, content: Content, *, form: Form, door: Door, today: date
) -> list[Missing]:
    """Everything that is missing, each with the path of the page where it is mended."""
    found = [
        Missing(one.message, place=path_of(code, template, one.place), **one.params)
        for one in missing(template, content, form, today=today)
    ]
    level = assess(template, content, door=door, form=form).residual
    if form is Form.SHORT and level > _SHORT_UP_TO:
        found.append(
            Missing(
                "At level III and IV the full form is needed; what is filled in stays.",
                place=f"/proposals/{code}/analysis",
            )
        )
    return found


def must_be_finished(
    code: str, template: Template, content: Content, *, form: Form, door: Door, today: date
) -> Assessment:
    """The assessment of a whole analysis. Raises Unfinished with everything that is missing."""
    found = missing_of(code, template, content, form=form, door=door, today=today)
    if found:
        raise Unfinished("The analysis is not finished.", found)
    return assess(template, content, door=door, form=form)


def path_of(code: str, template: Template, place: str) -> str:
    """The path of the page that shows a place: a question's id, a table, or a cell of a row."""
    base = f"/proposals/{quote(code)}/analysis"
    table, _, rest = place.partition(".")
    if table in template.tables and rest.count(".") == 1:
        row, key = rest.split(".")
        section = section_of_column(template, table, key)
        return f"{base}/{section.id}/rows/{table}/{row}#{key}"
    if place in template.tables:
        return f"{base}/{template.question(template.tables[place].question).section}#{place}"
    section_id = place.partition(".")[0]
    if section_id == "0":
        return f"/proposals/{quote(code)}/quick-test#{field_name(place)}"
    return f"{base}/{section_id}#{field_name(place)}"


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
