"""The form that gives a role or proposes one."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectChoice, SelectField

from impactreview.people.forms.people import person_field
from impactreview.people.roles import Role
from impactreview.people.terms import Expertise
from impactreview.web.forms import Form, Required
from impactreview.web.languages import term


class RoleForm(Form):
    """A role for a person; an expert is asked in one field."""

    person = person_field(lazy_gettext("Person"), Required())
    role = RadioField(lazy_gettext("Role"), [Required()], validate_choice=True)
    field = SelectField(lazy_gettext("Field of the expert"), default="")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        given = (role for role in Role if role is not Role.EMPLOYEE)
        self.role.choices = [SelectChoice(role.value, term(role)) for role in given]
        fields = [SelectChoice(field.value, term(field)) for field in Expertise]
        self.field.choices = [SelectChoice("", gettext("not an expert")), *fields]
