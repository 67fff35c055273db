"""Pages of proposals, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.proposals.views import (
    agreeing,
    attachments,
    course,
    cover,
    involvement,
    own,
    writing,
)
from impactreview.proposals.views.room import bp

__all__ = ["agreeing", "attachments", "bp", "course", "cover", "involvement", "own", "writing"]
