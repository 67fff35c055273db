"""The words of notices."""

from enum import StrEnum


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    STOPPED = "stopped"
    DEAD = "dead"
