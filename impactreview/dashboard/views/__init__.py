"""Pages that show many rooms at once; the app takes `bp` and finds them all on it."""

from impactreview.dashboard.views import case, home, log, policy, register
from impactreview.dashboard.views.case import circle
from impactreview.dashboard.views.room import bp

__all__ = ["bp", "case", "circle", "home", "log", "policy", "register"]
