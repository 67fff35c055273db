"""Input that the dashboard takes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from impactreview.dashboard.terms import CaseState
from impactreview.web.forms import Form, ListedSelect, TextField
from impactreview.web.languages import term

LEVELS = ("0", "I", "II", "III", "IV")


class RegisterForm(Form):
    """What is looked for in the register; sent by GET, so it stands in the address."""

    class Meta:
        csrf = False

    q = TextField(lazy_gettext("Title or code"), [Optional()], most=100)
    unit = SelectField(lazy_gettext("Unit"), [Optional()], widget=ListedSelect())
    state = SelectField(lazy_gettext("State"), [Optional()], widget=ListedSelect())
    level = SelectField(lazy_gettext("Level after mitigation"), [Optional()], widget=ListedSelect())

    def offer(self, units: Sequence[tuple[str, str]]) -> None:
        """Fill in what can be chosen."""
        anything = SelectChoice("", "–")
        self.unit.choices = [anything, *(SelectChoice(code, name) for code, name in units)]
        states = (SelectChoice(state.value, term(state)) for state in CaseState)
        self.state.choices = [anything, *states]
        levels = (SelectChoice(str(n), name) for n, name in enumerate(LEVELS))
        self.level.choices = [anything, *levels]

    def active(self) -> int:
        """How many filters are set."""
        return sum(bool(field.data) for field in (self.q, self.unit, self.state, self.level))
