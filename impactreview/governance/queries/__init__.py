"""Questions about boards, one module for each theme; those that other rooms ask stand here."""

from impactreview.governance.queries.boards import by_slug
from impactreview.governance.queries.seats import (
    boards_held,
    boards_of,
    offices,
    places_of,
    sitting,
)

__all__ = ["boards_held", "boards_of", "by_slug", "offices", "places_of", "sitting"]
