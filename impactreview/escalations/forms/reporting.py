"""The forms of those who report."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import Form as PlainForm
from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from impactreview.escalations.rules.cases import (
    MOST_HARM,
    MOST_NAMED,
    MOST_SAID,
    MOST_SINCE,
    Report,
)
from impactreview.escalations.terms import Mode
from impactreview.people.models import Person
from impactreview.people.queries import choices
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
    )
    others = LongTextField(
        lazy_gettext("Nor these (e-mail addresses, one in a line)"), most=MOST_SAID
    )

    def __init__(self, *args: Any, people: Sequence[Person], **values: Any) -> None:
        super().__init__(*args, **values)
        self.mode.choices = [(mode.value, term(mode)) for mode in OPEN_DOORS]
        self.not_these.choices = [(str(person.id), person.name) for person in people]
        self._others: frozenset[UUID] = frozenset()

    def validate_others(self, field: LongTextField) -> None:
        """Know everybody who is named; raise nothing, but tell of each address that nobody has."""
        emails = {line.strip().casefold() for line in (field.data or "").split("\n")} - {""}
        if len(emails) > MOST_NAMED:
            field.errors = [gettext("At most %(most)s addresses.", most=MOST_NAMED)]
            return
        found = choices.people_by_email(emails)
        self._others = frozenset(person.id for person in found.values())
        field.errors = [
            gettext("Nobody has the address %(email)s.", email=email)
            for email in sorted(emails - set(found))
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all of it is right, the addresses included."""
        return bool(super().validate(extra_validators)) and not self.others.errors

    def report(self) -> Report:
        """What is reported. Only of a form that is right."""
        ticked = frozenset(UUID(person_id) for person_id in self.not_these.data or ())
        return Report(
            mode=Mode(self.mode.data),
            harm=self.harm.data,
            whom=self.whom.data,
            since=self.since.data or "",
            not_these=ticked | self._others,
        )


class ChooseForm(PlainForm):
    """Words by which a policy is found; they stand in the address, and change nothing."""

    text = TextField(lazy_gettext("Words in the title, or the code"))


class ReplyForm(Form):
    """A letter to those who handle the case."""

    text = LongTextField(lazy_gettext("Your message"), [Required()], most=MOST_HARM)


class ReopenForm(Form):
    """Why a closed case must be opened again."""

    text = LongTextField(lazy_gettext("What is new?"), [Required()], most=MOST_HARM)
