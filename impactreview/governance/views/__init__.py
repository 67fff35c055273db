"""Pages of governance, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.governance.views import boards, imports, members, rule_sets
from impactreview.governance.views.farewell import FAREWELL
from impactreview.governance.views.room import bp

__all__ = ["FAREWELL", "boards", "bp", "imports", "members", "rule_sets"]
