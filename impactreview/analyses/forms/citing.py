"""Input about evidence and forecasts, which are kept whole or not at all. Blank: not known."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, Optional, ValidationError

from impactreview.evidence.operations import Finding
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.indicators.operations import Range
from impactreview.indicators.terms import Kind, Lead
from impactreview.people.models import Person
from impactreview.web.forms import (
    Form,
    LocalDateField,
    LocalDecimalField,
    LongTextField,
    Required,
    TextField,
)

_BLANK = lazy_gettext("Leave it blank where it is not known.")


class EvidenceForm(Form):
    """A voice of the customer."""

    source = SelectField(lazy_gettext("Where does it come from?"), [Required()])
    segment = TextField(lazy_gettext("Of which customers does it speak?"), [Required()])
    finding = LongTextField(lazy_gettext("What did they say or do?"), [Required()], most=5_000)
    stance = RadioField(lazy_gettext("Does it support what you propose?"), [Required()])
    strength = SelectField(lazy_gettext("How far does it carry?"), [Optional()])
    period = TextField(lazy_gettext("When was it gathered?"), [Optional()], description=_BLANK)
    sample = LocalDecimalField(
        lazy_gettext("How many were asked or counted?"),
        [Optional()],
        least=0,
        greatest=10**9,
        description=_BLANK,
    )
    link = TextField(lazy_gettext("Where can it be read?"), [Optional(), URL()], most=500)

    def finding_of(self) -> Finding:
        """What was brought."""
        return Finding(
            source=Source(self.source.data),
            segment=self.segment.data,
            finding=self.finding.data,
            stance=Stance(self.stance.data),
            strength=Strength(self.strength.data) if self.strength.data else None,
            period=self.period.data or "",
            sample=int(self.sample.data) if self.sample.data is not None else None,
            link=self.link.data or "",
        )


class ForecastForm(Form):
    """What a figure is expected to come to."""

    kind = SelectField(lazy_gettext("Which figure?"), [Required()])
    name = TextField(lazy_gettext("What exactly is measured?"), [Required()])
    segment = TextField(lazy_gettext("Of which customers?"), [Optional()])
    unit = TextField(lazy_gettext("In which unit?"), [Required()], most=60)
    baseline = LocalDecimalField(
        lazy_gettext("What is it today?"), [Optional()], description=_BLANK
    )
    baseline_on = LocalDateField(lazy_gettext("Measured on"), [Optional()], description=_BLANK)
    sample = LocalDecimalField(
        lazy_gettext("From how many answers or cases?"),
        [Optional()],
        least=0,
        greatest=10**9,
        description=_BLANK,
    )
    low = LocalDecimalField(lazy_gettext("At worst"), [Optional()], description=_BLANK)
    likely = LocalDecimalField(lazy_gettext("Most likely"), [Optional()], description=_BLANK)
    high = LocalDecimalField(lazy_gettext("At best"), [Optional()], description=_BLANK)
    horizon = LocalDateField(lazy_gettext("On which day?"), [Required()])
    lead = RadioField(lazy_gettext("Does it move before the harm is done, or after?"), [Required()])
    source = TextField(lazy_gettext("Where does the figure come from?"), [Optional()], most=300)
    owner = SelectField(lazy_gettext("Who answers for it?"), [Optional()])
    money = LongTextField(lazy_gettext("What does it mean in money?"), [Optional()], most=2_000)

    def validate_high(self, field: Any) -> None:
        """The three figures stand in one order, upwards or downwards."""
        low, likely, high = self.low.data, self.likely.data, self.high.data
        if low is None or likely is None or high is None:
            return
        if not low <= likely <= high and not low >= likely >= high:
            raise ValidationError(lazy_gettext("The likely figure lies between the other two."))

    def range_of(self, owner: Person | None) -> Range:
        """What was said."""
        return Range(
            kind=Kind(self.kind.data),
            name=self.name.data,
            segment=self.segment.data or "",
            unit=self.unit.data,
            baseline=self.baseline.data,
            baseline_on=self.baseline_on.data,
            sample=int(self.sample.data) if self.sample.data is not None else None,
            low=self.low.data,
            likely=self.likely.data,
            high=self.high.data,
            horizon=_needed(self.horizon.data),
            lead=Lead(self.lead.data),
            source=self.source.data or "",
            owner=owner,
            money=self.money.data or "",
        )

    def owner_id(self) -> UUID | None:
        """Who answers for it."""
        return UUID(self.owner.data.removeprefix("person/")) if self.owner.data else None


def _needed(day: date | None) -> date:
    assert day is not None  # noqa: S101 - the form was not sent whole without it; says so to mypy
    return day


def choices_of(words: Any, term: Any, *, blank: bool = False) -> list[SelectChoice]:
    """The members of a vocabulary as choices, in the words of the page."""
    first = [SelectChoice("", "–")] if blank else []
    return [*first, *(SelectChoice(member.value, term(member)) for member in words)]
