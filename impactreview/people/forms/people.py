"""Forms about people, units and their import."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField

from impactreview.people.forms.sign_in import Address
from impactreview.people.models import Unit
from impactreview.people.roles import Role
from impactreview.people.rules.people import MOST_ADDRESS, MOST_CODE, MOST_NAME
from impactreview.people.rules.roles import MOST_REASON
from impactreview.web.forms import Form, LongTextField, Required, SeenField, TextField
from impactreview.web.imports import ConfirmForm
from impactreview.web.languages import LANGUAGES, term

_SPOKEN = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
PEOPLE_LIST = "people-list"
"""Id of the list of suggestions that a page with a field for a person holds."""


def person_field(label: Any, *checks: Any) -> TextField:
    """A person, meant by their address; the page suggests some."""
    marks = {"list": PEOPLE_LIST, "autocomplete": "off", "autocapitalize": "none"}
    return TextField(label, [*checks], most=MOST_ADDRESS, render_kw=marks)


def _offer(field: SelectField, units: Sequence[Unit], none: str) -> None:
    named = (SelectChoice(unit.code, f"{unit.name} ({unit.code})") for unit in units)
    field.choices = [SelectChoice("", none), *named]


class PersonForm(Form):
    """What an administrator says of a person; `seen` is the version they looked at."""

    name = TextField(lazy_gettext("Name"), [Required()], most=MOST_NAME)
    email = TextField(
        lazy_gettext("E-mail address"),
        [Required(), Address()],
        most=MOST_ADDRESS,
        render_kw={"type": "email", "autocomplete": "off"},
    )
    language = SelectField(lazy_gettext("Language"), choices=_SPOKEN)
    unit = SelectField(lazy_gettext("Unit"), default="")
    manager = person_field(lazy_gettext("Line manager"))
    seen = SeenField(default=0)

    def __init__(self, *args: Any, units: Sequence[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        _offer(self.unit, units, gettext("no unit"))


class UnitForm(Form):
    """What a unit is called and where it stands; its code only when it is made."""

    code = TextField(lazy_gettext("Code"), [Required()], most=MOST_CODE)
    name = TextField(lazy_gettext("Name"), [Required()], most=MOST_NAME)
    parent = SelectField(lazy_gettext("Stands below"), default="")
    seen = SeenField(default=0)

    def __init__(self, *args: Any, units: Sequence[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        _offer(self.parent, units, gettext("nothing, it stands at the top"))


class ReasonForm(Form):
    """Why something is done; the log keeps it."""

    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_REASON)


class SearchForm(Form):
    """Whom a reader of the directory looks for. Sent with GET, so that it stands in the address."""

    class Meta:
        csrf = False

    q = TextField(lazy_gettext("Name or address"), most=MOST_NAME)
    unit = SelectField(lazy_gettext("Unit, with those below it"))
    role = SelectField(lazy_gettext("Role"))
    left = BooleanField(lazy_gettext("Those who have left"))

    def __init__(self, *args: Any, units: Sequence[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        _offer(self.unit, units, gettext("every unit"))
        given = (role for role in Role if role is not Role.EMPLOYEE)
        roles = [SelectChoice(role.value, term(role)) for role in given]
        self.role.choices = [SelectChoice("", gettext("every role")), *roles]


class TakeInForm(ConfirmForm):
    """A table that was checked, and the digest of what was shown that it would do."""

    seen = HiddenField()
