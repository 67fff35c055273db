"""The forms of those who report."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import Form as PlainForm
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from impactreview.escalations.rules.cases import (
    MOST_HARM,
    MOST_NAMED,
    MOST_OFFERED,
    MOST_SAID,
    MOST_SINCE,
    Report,
)
from impactreview.escalations.terms import Mode
from impactreview.people.models import Person
from impactreview.people.queries import choices
from impactreview.people.rules.people import as_address
from impactreview.web.forms import Form, LongTextField, Required, TextField
from impactreview.web.languages import term

OPEN_DOORS = (Mode.CONFIDENTIAL, Mode.NAMED)


class RaiseForm(Form):
    """What harm a policy does, to whom, since when; and who must not see the report."""

    harm = LongTextField(
        lazy_gettext("What harm does the policy do?"), [Required()], most=MOST_HARM
    )
    whom = LongTextField(lazy_gettext("To whom?"), [Required()], most=MOST_SAID)
    since = TextField(lazy_gettext("Since when?"), most=MOST_SINCE)
    mode = RadioField(
        lazy_gettext("Who may know that it was you?"), [Required()], validate_choice=True
    )
    not_these = SelectMultipleField(
        lazy_gettext("Not these people"),
        widget=ListWidget(),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    others = LongTextField(
        lazy_gettext("Nor these (e-mail addresses, one in a line)"), most=MOST_SAID
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.mode.choices = [(mode.value, term(mode)) for mode in OPEN_DOORS]
        self._named: frozenset[UUID] = frozenset()

    def offer(self, people: Sequence[Person]) -> None:
        """Let one tick `people`."""
        self.not_these.choices = [(str(person.id), person.name) for person in people]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all of it is right, and everybody who is named is there."""
        is_right = bool(super().validate(extra_validators))
        if self.not_these.errors or self.others.errors:
            return False
        return self._knows_the_named() and is_right

    def validate_not_these(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > MOST_OFFERED or None in map(_id_in, field.data or ()):
            raise ValidationError(gettext("Choose people from the list."))

    def validate_others(self, field: LongTextField) -> None:
        if len(self._emails) > MOST_NAMED:
            raise ValidationError(gettext("At most %(most)s addresses.", most=MOST_NAMED))

    @property
    def _emails(self) -> frozenset[str]:
        typed = (self.others.data or "").split("\n")
        return frozenset(as_address(line) for line in typed) - {""}

    def _knows_the_named(self) -> bool:
        """Find whoever is ticked or named by address, in one question; tell who is not there."""
        ticked, emails = frozenset(map(UUID, self.not_these.data or ())), self._emails
        found = choices.people_named(ids=ticked, emails=emails)
        self._named = frozenset(person.id for person in found)
        if ticked - self._named:
            self.not_these.errors = [gettext("Choose people from the list.")]
        self.others.errors = [
            gettext("Nobody has the address %(email)s.", email=email)
            for email in sorted(emails - {person.email for person in found})
        ]
        return not self.not_these.errors and not self.others.errors

    def report(self) -> Report:
        """What is reported. Only of a form that is right."""
        return Report(
            mode=Mode(self.mode.data),
            harm=self.harm.data,
            whom=self.whom.data,
            since=self.since.data or "",
            not_these=self._named,
        )


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class ChooseForm(PlainForm):
    """Words by which a policy is found; they stand in the address, and change nothing."""

    text = TextField(lazy_gettext("Words in the title, or the code"))


class ReplyForm(Form):
    """A letter to those who handle the case."""

    text = LongTextField(lazy_gettext("Your message"), [Required()], most=MOST_HARM)


class ReopenForm(Form):
    """Why a closed case must be opened again."""

    text = LongTextField(lazy_gettext("What is new?"), [Required()], most=MOST_HARM)
