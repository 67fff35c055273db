"""What time does to reviews: silence becomes consent, a rest ends, an idle draft lapses."""

from datetime import datetime

from impactreview.audit.acts import System, acting
from impactreview.kernel.refusals import NotNow, Stale
from impactreview.reviews.operations.idling import announce_lapse, lapse_idle
from impactreview.reviews.operations.readiness import finish
from impactreview.reviews.operations.seating import fill_empty
from impactreview.reviews.queries import idle, waiting
from impactreview.reviews.rules.idling import (
    ANNOUNCED_BEFORE,
    LAPSES_AFTER,
    is_to_be_announced,
    is_to_lapse,
)


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


def seek_readers(at: datetime, zone: str) -> int:
    """Empty seats are taken by whoever holds the role by now; in how many reviews. Idempotent."""
    found = 0
    for review_id in waiting.with_empty_seats():
        review = waiting.by_id(review_id)
        if review is None:
            continue
        try:
            with acting(by=System(), at=at) as act:
                fill_empty(act, review, zone=zone)
            found += 1
        except (NotNow, Stale):  # nobody holds it yet, or another worker was first
            continue
    return found


def lapse_drafts(at: datetime) -> int:
    """Drafts that nobody touches are announced, and two weeks later lapse; how many of both.

    Idempotent: what was announced stands in the log, and every change begins the time anew.
    """
    done = 0
    for found in idle.untouched(at - LAPSES_AFTER + ANNOUNCED_BEFORE):
        since, announced = found.since, found.announced_at
        verb = announce_lapse if is_to_be_announced(since, announced, at) else lapse_idle
        if verb is lapse_idle and not is_to_lapse(since, announced, at):
            continue
        try:
            with acting(by=System(), at=at) as act:
                verb(act, idle.by_id(found.proposal_id))
            done += 1
        except (NotNow, Stale):  # somebody has just gone on with it, or another worker was first
            continue
    return done
