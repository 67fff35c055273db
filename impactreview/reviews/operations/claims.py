"""What a claim that was found to be wrong means for the next proposals of its owner."""

from impactreview.audit.acts import Act
from impactreview.reviews.models import Review
from impactreview.reviews.terms import Event


def find_claim_wrong(act: Act, review: Review) -> None:
    """The next five proposals of this owner go at least the way of level II.

    The entry alone says so: `queries.claims` counts from it. The caller has found it wrong.
    """
    act.record(Event.CLAIM_WRONG, review, number=review.number)
