"""A table that somebody hands in as CSV: read with care, told row by row what is wrong."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO

from impactreview.kernel.refusals import Unusable
from impactreview.web.forms import printable

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_CHARACTERS = 50_000


@dataclass(frozen=True)
class Row:
    """One row: its line in the file (the header is line 1) and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What was read: the rows, and the file's text with its hash, by which it is known again."""

    rows: tuple[Row, ...]
    text: str

    @property
    def content_hash(self) -> str:
        return sha256(self.text.encode()).hexdigest()


def read_table(content: bytes, *, needed: Sequence[str], known: Sequence[str]) -> Table:
    """The table in `content`: UTF-8 (or Windows-1252), comma, semicolon or tab.

    Raises Unusable where it is no such table: too large, not text, a column missing or unknown.
    """
    if len(content) > MOST_BYTES:
        raise Unusable("The file is larger than one megabyte.")
    text = printable(_decoded(content)).strip()
    if not text:
        raise Unusable("The file is empty.")
    reader = csv.reader(StringIO(text), delimiter=_delimiter(text.split("\n", 1)[0]))
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error as error:
        raise Unusable("The file is no CSV table.") from error
    head = [cell.casefold() for cell in lines[0]]
    _must_know(head, needed, known)
    rows = tuple(
        Row(number, dict(zip(head, [*line, *[""] * len(head)], strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(line)
    )
    if not rows or len(rows) > MOST_ROWS:
        raise Unusable("The table must have between 1 and %(most)s rows.", most=MOST_ROWS)
    return Table(rows, text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _must_know(head: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> None:
    missing = [column for column in needed if column not in head]
    foreign = [column for column in dict.fromkeys(head) if column not in known]
    doubled = [column for column in dict.fromkeys(head) if head.count(column) > 1]
    if missing:
        raise Unusable("These columns are missing: %(columns)s.", columns=", ".join(missing))
    if foreign:
        raise Unusable("These columns are unknown: %(columns)s.", columns=", ".join(foreign))
    if doubled:
        raise Unusable("These columns stand twice: %(columns)s.", columns=", ".join(doubled))
