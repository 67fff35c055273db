"""Forecasts: made, changed, dropped; each with its figures in the log."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.indicators import operations
from impactreview.indicators.models import Forecast
from impactreview.indicators.operations import Range
from impactreview.indicators.terms import Kind, Lead
from impactreview.kernel.db import session
from impactreview.people.models import Person
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds

pytestmark = pytest.mark.database_near

EXPECTED = Range(
    kind=Kind.CHURN,
    name="Leavers in twelve months",
    segment="all",
    unit="%",
    baseline=Decimal("4.2"),
    baseline_on=date(2026, 1, 31),
    sample=None,
    low=None,
    likely=None,
    high=None,
    horizon=date(2027, 12, 31),
    lead=Lead.LAGGING,
    source="",
    owner=None,
    money="",
)


def _made(by: Person, expected: Range = EXPECTED) -> Forecast:
    with acting(by=by, at=NOON) as act:
        return operations.make_forecast(act, expected)


def test_a_forecast_is_made_changed_and_dropped(given: Given) -> None:
    person = given.person()
    made = _made(person)
    assert (made.low, made.likely, made.owner) == (None, None, None)
    with acting(by=person, at=NOON) as act:
        operations.change_forecast(act, made, replace(EXPECTED, low=Decimal(6), owner=person))
    assert made.owner_id == person.id
    with acting(by=person, at=NOON) as act:
        operations.drop_forecast(act, made)
    assert made.dropped_at == NOON
    assert kinds(made) == [f"indicator.forecast_{done}" for done in ("made", "changed", "dropped")]


@pytest.mark.parametrize("figure", ["99999999999.9999", "-99999999999.9999", "0.0001", "24.59"])
def test_a_figure_comes_back_digit_by_digit(given: Given, figure: str) -> None:
    made = _made(given.person(), replace(EXPECTED, baseline=Decimal(figure)))
    session.expire_all()
    kept = session.scalars(sa.select(Forecast.baseline).where(Forecast.id == made.id)).one()
    assert kept == Decimal(figure)
