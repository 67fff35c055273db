"""Verbs of proposals, one module for each theme; the sole writers of this room's tables."""

from impactreview.proposals.operations.agreeing import agree, decline, leave
from impactreview.proposals.operations.attachments import attach, detach
from impactreview.proposals.operations.course import (
    announce_lapse,
    lapse,
    reopen,
    submit,
    withdraw,
)
from impactreview.proposals.operations.handing_over import hand_over
from impactreview.proposals.operations.involvement import involve, release
from impactreview.proposals.operations.writing import change, draft
from impactreview.proposals.rules.frozen import Frozen, frozen_fields

__all__ = [
    "Frozen",
    "agree",
    "announce_lapse",
    "attach",
    "change",
    "decline",
    "detach",
    "draft",
    "frozen_fields",
    "hand_over",
    "involve",
    "lapse",
    "leave",
    "release",
    "reopen",
    "submit",
    "withdraw",
]
