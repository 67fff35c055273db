"""How a row of a table of policies is read."""

from datetime import date

from impactreview.kernel.refusals import Missing
from impactreview.people.rules.people import as_address
from impactreview.policies.rules.imports import Line
from impactreview.policies.rules.register import MOST_NOTE, MOST_TEXT
from impactreview.web.forms import read_day
from impactreview.web.tables import Row

NEEDED = ("title", "owner_email", "text", "in_force_since")
KNOWN = (*NEEDED, "code", "unit", "review_by", "version_note")


def line_of(row: Row) -> Line:
    """The row with its days read; what can not be read is told."""
    problems: list[Missing] = []
    cell = {column: row.cells.get(column, "") for column in KNOWN}
    if len(cell["version_note"]) > MOST_NOTE:
        problems.append(Missing("version_note has at most 500 characters."))
    return Line(
        number=row.line,
        title=" ".join(cell["title"].split()),
        owner_email=as_address(cell["owner_email"]),
        text=cell["text"][: MOST_TEXT + 1],
        in_force_since=_day("in_force_since", cell, problems),
        review_by=_day("review_by", cell, problems),
        unit=cell["unit"],
        code=cell["code"].upper(),
        version_note=cell["version_note"],
        problems=tuple(problems),
    )


def _day(column: str, cell: dict[str, str], problems: list[Missing]) -> date | None:
    if not cell[column]:
        return None
    try:
        return read_day(cell[column])
    except (ValueError, OverflowError):
        problems.append(Missing("%(column)s is no day such as 2026-12-31.", column=column))
        return None
