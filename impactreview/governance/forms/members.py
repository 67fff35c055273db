"""The forms about places on a board."""

from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.validators import Length

from impactreview.governance.rules.seats import MOST_REASON, Place
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.refusals import Unusable
from impactreview.web.forms import Form, LocalDateField, LongTextField, Required, TextField
from impactreview.web.languages import term


class ProposalForm(Form):
    """Who is proposed, for which place, from when to when."""

    email = TextField(
        lazy_gettext("Person (e-mail address)"),
        [Required()],
        most=254,
        render_kw={"list": "people", "autocomplete": "off"},
    )
    office = SelectField(lazy_gettext("Office"), choices=[])
    chamber = SelectField(lazy_gettext("Chamber"), choices=[])
    term_from = LocalDateField(lazy_gettext("First day of the term"), [Required()])
    term_until = LocalDateField(lazy_gettext("Last day of the term"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.office.choices = [(office.value, term(office)) for office in Office]
        chambers = [(chamber.value, term(chamber)) for chamber in Chamber]
        self.chamber.choices = [("", gettext("None (clerk only)")), *chambers]

    def place(self) -> Place:
        """The place that is meant. Only of a form that is right."""
        chamber = Chamber(self.chamber.data) if self.chamber.data else None
        assert self.term_from.data is not None  # noqa: S101 - the field is required; says so to mypy
        return Place(Office(self.office.data), chamber, self.term_from.data, self.term_until.data)


class ReasonForm(Form):
    """Why a place is declined or ended."""

    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_REASON)


class ConfirmForm(Form):
    """One click, and nothing to fill in."""


class ConfirmAllForm(Form):
    """The places that somebody has seen and confirms, by their ids."""

    seen = HiddenField(validators=[Length(max=40_000)])

    def ids(self) -> set[UUID]:
        """The ids that were sent. Raises Unusable where one is none."""
        try:
            return {UUID(text) for text in (self.seen.data or "").split(",") if text}
        except ValueError:
            raise Unusable("This request could not be understood.") from None
