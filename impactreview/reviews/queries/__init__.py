"""Questions about reviews, one module for each theme; those that other rooms ask stand here."""

from impactreview.reviews.queries.reviews import concerns, of, positions, seats
from impactreview.reviews.queries.standing import now
from impactreview.reviews.queries.view import review_view
from impactreview.reviews.queries.waiting import seats_of

__all__ = ["concerns", "now", "of", "positions", "review_view", "seats", "seats_of"]
