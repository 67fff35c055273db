"""What time does to reviews: silence becomes consent, a rest ends."""

from datetime import datetime

from impactreview.audit.acts import System, acting
from impactreview.kernel.refusals import NotNow, Stale
from impactreview.reviews.operations.readiness import finish
from impactreview.reviews.queries import waiting


def settle_silence(at: datetime) -> int:
    """Reviews that only time kept from being ready are ready; gives how many. Idempotent.

    Silence is reckoned from the data at `at`, so a worker that slept for days catches up.
    """
    finished = 0
    for review_id in waiting.moved_by_time(at):
        review = waiting.by_id(review_id)
        if review is None:
            continue
        try:
            with acting(by=System(), at=at) as act:
                finish(act, review)
            finished += 1
        except (NotNow, Stale):  # something else still blocks it, or another worker was first
            continue
    return finished
