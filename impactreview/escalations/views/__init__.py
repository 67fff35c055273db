"""Pages of escalations, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.escalations.views import (
    closing,
    determining,
    handling,
    measures,
    mine,
    reporting,
)
from impactreview.escalations.views.room import bp

__all__ = ["bp", "closing", "determining", "handling", "measures", "mine", "reporting"]
