"""Importing a table in two steps: it is checked row by row, then taken in as it was checked.

Between the two steps nothing is kept: the page carries the text, and the hash that it was checked
under. Whoever takes it in reads and checks it again.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from impactreview.kernel.refusals import Missing, Stale, Unusable
from impactreview.web.forms import Form
from impactreview.web.tables import MOST_BYTES, Table, read_table

MOST_SHOWN = 200


class UploadForm(Form):
    """A table as a file, or pasted. The file wins where both are there."""

    file = FileField(
        lazy_gettext("CSV file"),
        render_kw={
            "data-most-bytes": MOST_BYTES,
            "data-too-large": lazy_gettext("The file is larger than one megabyte."),
        },
    )
    pasted = TextAreaField(lazy_gettext("Or paste the table"), validators=[Length(max=MOST_BYTES)])

    def table(self, *, needed: Sequence[str], known: Sequence[str]) -> Table | None:
        """The table that was handed in; None, and an error at its field, where there is none."""
        place = self.file if self.file.data else self.pasted
        try:
            return read_table(self._content(), needed=needed, known=known)
        except Unusable as refusal:
            place.errors = [*place.errors, said(refusal)]
            return None

    def _content(self) -> bytes:
        if not self.file.data:
            return (self.pasted.data or "").encode(errors="replace")
        with closing(self.file.data) as file:  # a large one lies on the disk meanwhile
            return bytes(file.read())


class ConfirmForm(Form):
    """The text of a table that was checked, and the hash it was checked under."""

    text = HiddenField()
    content_hash = HiddenField()

    def table(self, *, needed: Sequence[str], known: Sequence[str]) -> Table:
        """The table as it was checked. Raises Unusable or Stale where it is another one now."""
        table = read_table(
            (self.text.data or "").encode(errors="replace"), needed=needed, known=known
        )
        if table.content_hash != self.content_hash.data:
            raise Stale("The table is not the one that was checked. Please check it again.")
        return table


def confirming(table: Table) -> ConfirmForm:
    """The form that takes in `table`; it has nothing of the form that checked it but the text."""
    form = ConfirmForm(formdata=None)
    form.text.data, form.content_hash.data = table.text, table.content_hash
    return form


@dataclass(frozen=True)
class ShownRow:
    """One row as the page shows it: what it would do, or what is wrong with it."""

    line: int
    label: str
    does: Sequence[str]
    problems: Sequence[str]

    @classmethod
    def of(
        cls, line: int, label: str, does: Sequence[str], problems: Sequence[Missing]
    ) -> "ShownRow":
        """The row with its problems in the words of the page."""
        return cls(line, label, does, [said(problem) for problem in problems])


@dataclass(frozen=True)
class Result:
    """What checking a table has shown: the rows with problems, or else what would happen."""

    rows: Sequence[ShownRow]
    total: int
    wrong: int


def shown(rows: Sequence[ShownRow]) -> Result:
    """The rows a page shows: at most 200, those with problems alone where there are any."""
    wrong = [row for row in rows if row.problems]
    return Result((wrong or rows)[:MOST_SHOWN], len(rows), len(wrong))


def said(problem: Missing | Unusable) -> str:
    """What is wrong, in the words of the page."""
    params: dict[str, Any] = problem.params
    return str(gettext(problem.message, **params))
