"""Pages of policies, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.policies.views import book, imports, register, suspensions
from impactreview.policies.views.room import bp

__all__ = ["book", "bp", "imports", "register", "suspensions"]
