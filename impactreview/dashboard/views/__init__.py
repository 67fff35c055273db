"""Pages that show many rooms at once; the app takes `bp` and finds them all on it."""

from impactreview.dashboard.views import case, home, log, policy, register
from impactreview.dashboard.views.door import case_door
from impactreview.dashboard.views.leaving import left_behind
from impactreview.dashboard.views.room import bp

__all__ = ["bp", "case", "case_door", "home", "left_behind", "log", "policy", "register"]
