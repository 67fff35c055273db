"""How a row of a table of boards and members is read."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from impactreview.governance.rules.imports import Line
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.refusals import Missing
from impactreview.people.rules.people import as_address
from impactreview.web.forms import read_day
from impactreview.web.tables import Row

Word = TypeVar("Word", bound=StrEnum)

NEEDED = ("board",)
KNOWN = (
    "board", "board_name", "kind", "unit", "above",
    "email", "office", "chamber", "term_from", "term_until",
)  # fmt: skip


def line_of(row: Row) -> Line:
    """The row with its words and days read; what can not be read is told."""
    problems: list[Missing] = []
    cell = {column: row.cells.get(column, "") for column in KNOWN}
    return Line(
        number=row.line,
        board=cell["board"],
        board_name=" ".join(cell["board_name"].split()),
        kind=_word(BoardKind, "kind", cell, problems),
        unit=cell["unit"],
        above=cell["above"],
        email=as_address(cell["email"]),
        office=_word(Office, "office", cell, problems),
        chamber=_word(Chamber, "chamber", cell, problems),
        term_from=_day("term_from", cell, problems),
        term_until=_day("term_until", cell, problems),
        problems=tuple(problems),
    )


def _word(
    words: type[Word], column: str, cell: dict[str, str], problems: list[Missing]
) -> Word | None:
    text = cell[column].casefold()
    if text in list(words):
        return words(text)
    if text:
        allowed = ", ".join(words)
        problems.append(Missing("%(column)s is one of: %(words)s.", column=column, words=allowed))
    return None


def _day(column: str, cell: dict[str, str], problems: list[Missing]) -> date | None:
    if not cell[column]:
        return None
    try:
        return read_day(cell[column])
    except (ValueError, OverflowError):
        problems.append(Missing("%(column)s is no day such as 2026-12-31.", column=column))
        return None
