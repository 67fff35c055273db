"""Pages of reviews, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.reviews.views import concerns, handing_in, leaving, positions
from impactreview.reviews.views.farewell import FAREWELL
from impactreview.reviews.views.room import bp

__all__ = ["FAREWELL", "bp", "concerns", "handing_in", "leaving", "positions"]
