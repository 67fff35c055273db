"""Pages of ballots, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.ballots.views import (
    auditing,
    conditions,
    deciding,
    overruling,
    running,
    succession,
    voting,
    withdrawing,
)
from impactreview.ballots.views.room import bp

__all__ = [
    "auditing",
    "bp",
    "conditions",
    "deciding",
    "overruling",
    "running",
    "succession",
    "voting",
    "withdrawing",
]
