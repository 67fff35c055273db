"""The form of a board."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from impactreview.governance.models import Board
from impactreview.governance.rules.boards import MOST_SLUG
from impactreview.governance.terms import BoardKind
from impactreview.people.models import Unit
from impactreview.web.forms import Form, Required, TextField
from impactreview.web.languages import term


class StandingForm(Form):
    """What may change of a board: its name, its unit, the board above."""

    name = TextField(lazy_gettext("Name"), [Required()])
    unit = SelectField(lazy_gettext("Unit"), choices=[])
    above = SelectField(lazy_gettext("Next-higher board"), choices=[])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """The version of the board that the page showed."""

    def offer(self, units: Sequence[Unit], boards: Sequence[Board]) -> None:
        """Let one choose among `units` and `boards`, or none of them."""
        self.unit.choices = [
            ("", gettext("None")),
            *((u.code, f"{u.name} ({u.code})") for u in units),
        ]
        self.above.choices = [("", gettext("None")), *((b.slug, b.name) for b in boards)]

    def begin(self, board: Board, *, units: Sequence[Unit], boards: Sequence[Board]) -> None:
        """Offer what there is, and show how `board` stands until something else is sent."""
        self.offer(units, [other for other in boards if other.id != board.id])
        if self.is_submitted():
            return
        self.seen.data = board.version
        self.name.data = board.name
        self.unit.data = board.unit.code if board.unit else ""
        self.above.data = board.above.slug if board.above else ""


class BoardForm(StandingForm):
    """A new board: also its kind and its short name, which stay."""

    kind = SelectField(lazy_gettext("Kind"), [Required()], choices=[])
    slug = TextField(lazy_gettext("Short name in addresses"), most=MOST_SLUG)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = [(kind.value, term(kind)) for kind in BoardKind]
