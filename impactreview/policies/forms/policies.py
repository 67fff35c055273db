"""The forms by which policies are written into the book, and found in it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Form as PlainForm
from wtforms import IntegerField, SelectField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from impactreview.people.models import Person, Unit
from impactreview.policies.models import PolicyVersion
from impactreview.policies.rules.register import (
    MOST_NOTE,
    MOST_TEXT,
    MOST_TITLE,
    Correction,
    Registration,
)
from impactreview.policies.terms import State
from impactreview.web.forms import (
    Form,
    LocalDateField,
    LongTextField,
    Required,
    TextField,
)
from impactreview.web.languages import term

EVERY = "all"


def _owner_field() -> TextField:
    return TextField(
        lazy_gettext("Owner (e-mail address)"),
        [Required()],
        most=254,
        render_kw={"list": "people", "autocomplete": "off"},
    )


class RegistrationForm(Form):
    """A policy that is in force already."""

    title = TextField(lazy_gettext("Title"), [Required()], most=MOST_TITLE)
    owner = _owner_field()
    unit = SelectField(lazy_gettext("Unit"), choices=[])
    text = LongTextField(lazy_gettext("Text"), [Required()], most=MOST_TEXT)
    in_force_since = LocalDateField(lazy_gettext("In force since"), [Required()])
    review_by = LocalDateField(lazy_gettext("To be reviewed by"), [Required()])

    def offer(self, units: Sequence[Unit]) -> None:
        """Let one choose among `units`, or none of them."""
        named = ((unit.code, f"{unit.name} ({unit.code})") for unit in units)
        self.unit.choices = [("", gettext("None")), *named]

    def registration(self, *, owner: Person, unit: Unit | None) -> Registration:
        """What is to be registered. Only of a form that is right."""
        since, review_by = self.in_force_since.data, self.review_by.data
        assert since is not None and review_by is not None  # noqa: S101, PT018 - both are required
        return Registration(
            title=self.title.data,
            owner=owner,
            unit=unit,
            text=self.text.data,
            in_force_since=since,
            review_by=review_by,
        )


class OwnerForm(Form):
    """Who owns a policy from now on, and why this person."""

    owner = _owner_field()
    reason = LongTextField(lazy_gettext("Why this person?"), [Required()], most=MOST_NOTE)


class TitleForm(Form):
    """What a policy is called from now on, and why."""

    title = TextField(lazy_gettext("Title"), [Required()], most=MOST_TITLE)
    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_NOTE)


class CorrectionForm(Form):
    """Other words for a policy, and why its record is corrected."""

    text = LongTextField(lazy_gettext("Text"), [Required()], most=MOST_TEXT)
    valid_from = LocalDateField(lazy_gettext("These words hold since"), [Required()])
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """The number of the version that the page showed."""
    reason = LongTextField(
        lazy_gettext("Why the record is corrected"), [Required()], most=MOST_NOTE
    )

    def begin(self, newest: PolicyVersion) -> None:
        """Show the words that hold now, until others are sent."""
        if not self.is_submitted():
            self.text.data, self.valid_from.data = newest.text, newest.valid_from
            self.seen.data = newest.number

    def correction(self) -> Correction:
        """What is to be corrected. Only of a form that is right."""
        assert self.valid_from.data is not None  # noqa: S101 - the field is required; says so to mypy
        return Correction(
            text=self.text.data,
            valid_from=self.valid_from.data,
            reason=self.reason.data,
            seen=self.seen.data or 0,
        )


class PreviewForm(Form):
    """Markdown that somebody is writing."""

    text = LongTextField(lazy_gettext("Text"), most=MOST_TEXT)


class SearchForm(PlainForm):
    """What a reader of the book looks for; it stands in the address, and changes nothing."""

    text = TextField(lazy_gettext("Title or code"))
    state = SelectField(lazy_gettext("State"), choices=[])
    unit = SelectField(lazy_gettext("Unit"), choices=[])
    owner = SelectField(lazy_gettext("Owner"), choices=[])

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[str, str]],
        owners: Sequence[tuple[str, str]],
        **values: Any,
    ) -> None:
        super().__init__(*args, **values)
        states = [(state.value, term(state)) for state in State]
        self.state.choices = [
            ("", gettext("In force or suspended")),
            *states,
            (EVERY, gettext("All")),
        ]
        self.unit.choices = [("", gettext("All")), *units]
        self.owner.choices = [("", gettext("All")), *owners]
        self._forget_what_is_not_offered()

    def _forget_what_is_not_offered(self) -> None:
        for field in (self.state, self.unit, self.owner):
            if field.data not in {value for value, _ in field.choices or ()}:
                field.data = ""

    def states(self) -> tuple[State, ...] | None:
        """The states that are asked for; None: those that the book shows by itself."""
        if self.state.data == EVERY:
            return tuple(State)
        return (State(self.state.data),) if self.state.data else None

    def active(self) -> dict[str, str]:
        """Every filter that is set, as it stands in the address."""
        return {field.name: field.data for field in self if field.data}
