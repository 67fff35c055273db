"""The words of indicators."""

from enum import StrEnum


class Kind(StrEnum):
    """Which figure it is. The formulas of the first five are fixed; one's own is described."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    CHURN = "churn"
    CLV = "clv"
    OWN = "own"


class Lead(StrEnum):
    """Whether a figure moves before the harm is done or after."""

    LEADING = "leading"
    LAGGING = "lagging"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    FORECAST_MADE = "indicator.forecast_made"
    FORECAST_CHANGED = "indicator.forecast_changed"
    FORECAST_DROPPED = "indicator.forecast_dropped"
