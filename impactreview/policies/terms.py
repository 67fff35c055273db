"""The words of policies."""

from enum import StrEnum


class State(StrEnum):
    """Where a policy stands."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done to a policy."""

    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"


class Origin(StrEnum):
    """How a policy came into the book: it was there before, or a decision made it."""

    REGISTERED = "registered"
    DECIDED = "decided"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    REGISTERED = "policy.registered"
    CORRECTED = "policy.corrected"
    IMPORTED = "policy.imported"
    ENACTED = "policy.enacted"
    SUSPENDED = "policy.suspended"
    SUSPENSION_EXTENDED = "policy.suspension_extended"
    SUSPENSION_CONFIRMED = "policy.suspension_confirmed"
    RESUMED = "policy.resumed"
    WITHDRAWN = "policy.withdrawn"
    HANDED_OVER = "policy.handed_over"
    RETITLED = "policy.retitled"
