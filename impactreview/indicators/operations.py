"""What may be done to forecasts. The only writer of their table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.indicators.models import Forecast
from impactreview.indicators.terms import Event, Kind, Lead
from impactreview.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Range:
    """What somebody expects of a figure. None and blank: it is not known."""

    kind: Kind
    name: str
    segment: str
    unit: str
    baseline: Decimal | None
    baseline_on: date | None
    sample: int | None
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    horizon: date
    lead: Lead
    source: str
    owner: Person | None
    money: str


def make_forecast(act: Act, expected: Range) -> Forecast:
    """The forecast stands, to be compared with what happens."""
    forecast = act.add(Forecast(made_at=act.at, dropped_at=None))
    _write(forecast, expected)
    act.record(Event.FORECAST_MADE, forecast, **_facts(expected))
    return forecast


def change_forecast(act: Act, forecast: Forecast, expected: Range) -> None:
    """The forecast says what `expected` says. Versions frozen before keep what it said then."""
    _write(forecast, expected)
    act.record(Event.FORECAST_CHANGED, forecast, **_facts(expected))


def drop_forecast(act: Act, forecast: Forecast) -> None:
    """The forecast is withdrawn; versions that made it keep it."""
    forecast.dropped_at = act.at
    act.record(Event.FORECAST_DROPPED, forecast)


def _write(forecast: Forecast, expected: Range) -> None:
    for name, value in vars(expected).items():
        setattr(forecast, name, value)


def _facts(expected: Range) -> dict[str, Fact]:
    figures = {name: getattr(expected, name) for name in ("baseline", "low", "likely", "high")}
    return {
        "indicator": expected.kind.value,
        "horizon": expected.horizon.isoformat(),
        **{name: None if value is None else str(value) for name, value in figures.items()},
    }
