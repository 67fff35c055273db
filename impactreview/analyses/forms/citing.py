"""Input about evidence and forecasts, which are kept whole or not at all. Blank: not known."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, Optional, ValidationError
from wtforms.widgets import HiddenInput

from impactreview.analyses.forms.building import SEGMENTS
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
from impactreview.web.languages import term

_BLANK = lazy_gettext("Leave it blank where it is not known.")
_DECIMALS = 4
_GREATEST = 10**11
"""What every database keeps of a figure with four decimals, digit by digit."""
_SUGGESTED = {"list": SEGMENTS, "autocomplete": "off"}


class FigureField(LocalDecimalField):
    """A figure as the tables hold it, with at most `decimals` digits behind the point."""

    def __init__(self, label: Any, *, decimals: int = _DECIMALS, **options: Any) -> None:
        limits = {"least": -_GREATEST, "greatest": _GREATEST, **options}
        super().__init__(label, [Optional()], **limits)
        self.decimals = decimals

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and -_exponent(self.data) > self.decimals:
            if not self.decimals:
                raise ValidationError(gettext("Write a whole number."))
            raise ValidationError(
                gettext("At most %(most)s digits behind the point.", most=self.decimals)
            )


class _CitedForm(Form):
    """What is kept whole. `version` is the one that was looked at; 0 for what is new."""

    version = IntegerField(default=0, widget=HiddenInput())

    @property
    def seen(self) -> int:
        """The version that was looked at."""
        return self.version.data or 0


class EvidenceForm(_CitedForm):
    """A voice of the customer."""

    source = SelectField(lazy_gettext("Where does it come from?"), [Required()])
    segment = TextField(
        lazy_gettext("Of which customers does it speak?"),
        [Required()],
        description=lazy_gettext("Written as in “Who and where”, so that it counts there."),
        render_kw=_SUGGESTED,
    )
    finding = LongTextField(
        lazy_gettext("What did they say or do?"),
        [Required()],
        most=5_000,
        description=lazy_gettext("Best in their own words, also where it speaks against you."),
    )
    stance = RadioField(lazy_gettext("Does it speak for or against the decision?"), [Required()])
    strength = SelectField(lazy_gettext("How far does it carry?"), [Optional()], description=_BLANK)
    period = TextField(lazy_gettext("When was it gathered?"), [Optional()], description=_BLANK)
    sample = FigureField(
        lazy_gettext("How many were asked or counted?"),
        decimals=0,
        least=0,
        greatest=10**9,
        description=_BLANK,
    )
    link = TextField(
        lazy_gettext("Where can it be read?"),
        [Optional(), URL()],
        most=500,
        description=lazy_gettext("The address of a page or a report, where there is one."),
    )

    def offer(self) -> None:
        """The choices, in the words of the page."""
        self.source.choices = choices_of(Source, blank=True)
        self.stance.choices = choices_of(Stance)
        self.strength.choices = choices_of(Strength, blank=True)

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


class ForecastForm(_CitedForm):
    """What a figure is expected to come to."""

    kind = SelectField(lazy_gettext("Which figure?"), [Required()])
    name = TextField(
        lazy_gettext("What exactly is measured?"),
        [Required()],
        description=lazy_gettext("For example “customers who leave within twelve months”."),
    )
    segment = TextField(
        lazy_gettext("Of which customers?"),
        [Required()],
        description=lazy_gettext("For example “all”."),
        render_kw=_SUGGESTED,
    )
    unit = TextField(
        lazy_gettext("In which unit?"),
        [Required()],
        most=60,
        description=lazy_gettext("For example “per cent” or “points”."),
    )
    baseline = FigureField(lazy_gettext("What is it today?"), description=_BLANK)
    baseline_on = LocalDateField(lazy_gettext("Measured on"), [Optional()], description=_BLANK)
    sample = FigureField(
        lazy_gettext("From how many answers or cases?"),
        decimals=0,
        least=0,
        greatest=10**9,
        description=_BLANK,
    )
    low = FigureField(lazy_gettext("At worst"), description=_BLANK)
    likely = FigureField(lazy_gettext("Most likely"), description=_BLANK)
    high = FigureField(lazy_gettext("At best"), description=_BLANK)
    horizon = LocalDateField(
        lazy_gettext("On which day?"),
        [Required()],
        description=lazy_gettext("The day on which it will be compared with what happened."),
    )
    lead = RadioField(lazy_gettext("Does it move before the harm is done, or after?"), [Required()])
    source = TextField(
        lazy_gettext("Where does the figure come from?"),
        [Optional()],
        most=300,
        description=_BLANK,
    )
    owner = SelectField(lazy_gettext("Who answers for it?"), [Optional()], description=_BLANK)
    money = LongTextField(
        lazy_gettext("What does it mean in money?"), [Optional()], most=2_000, description=_BLANK
    )

    def offer(self, people: list[tuple[str, str]]) -> None:
        """The choices, in the words of the page."""
        self.kind.choices = choices_of(Kind, blank=True)
        self.lead.choices = choices_of(Lead)
        self.owner.choices = [SelectChoice("", "–"), *(SelectChoice(*each) for each in people)]

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


def _exponent(value: Decimal) -> int:
    """The power of ten of the last digit that says something."""
    return int(value.normalize().as_tuple().exponent)


def _needed(day: date | None) -> date:
    assert day is not None  # noqa: S101 - the form was not sent whole without it; says so to mypy
    return day


def choices_of(words: Any, *, blank: bool = False) -> list[SelectChoice]:
    """The members of a vocabulary as choices, in the words of the page."""
    first = [SelectChoice("", "–")] if blank else []
    return [*first, *(SelectChoice(member.value, term(member)) for member in words)]
