"""Verbs of reviews, one module for each theme; the sole writers of this room's tables."""

from impactreview.reviews.operations.concerns import (
    answer_concern,
    contest_concern,
    overrule_concerns,
    raise_concern,
    resolve_concern,
    withdraw_concern,
)
from impactreview.reviews.operations.handing_in import hand_in, submit_for_review, withdraw_case
from impactreview.reviews.operations.positions import (
    call_in,
    declare_no_conflict,
    give_position,
    recuse,
    request_changes,
)
from impactreview.reviews.operations.readiness import close, hold, release
from impactreview.reviews.operations.seating import fill_empty, fill_seat

__all__ = [
    "answer_concern",
    "call_in",
    "close",
    "contest_concern",
    "declare_no_conflict",
    "fill_empty",
    "fill_seat",
    "give_position",
    "hand_in",
    "hold",
    "overrule_concerns",
    "raise_concern",
    "recuse",
    "release",
    "request_changes",
    "resolve_concern",
    "submit_for_review",
    "withdraw_case",
    "withdraw_concern",
]
