"""Verbs of policies, one module for each theme; the sole writers of this room's tables."""

from impactreview.policies.operations.enacting import enact
from impactreview.policies.operations.states import resume, suspend, withdraw
from impactreview.policies.operations.suspensions import (
    confirm_suspension,
    extend_suspension,
    keep_suspended,
)

__all__ = [
    "confirm_suspension",
    "enact",
    "extend_suspension",
    "keep_suspended",
    "resume",
    "suspend",
    "withdraw",
]
