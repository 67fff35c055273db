"""Which day it is where the organisation is: legal periods are counted in its calendar."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from impactreview.kernel.clock import now


def today() -> date:
    """This day in the organisation's zone."""
    return now().astimezone(ZoneInfo(str(current_app.config["TIME_ZONE"]))).date()
