"""The words of evidence."""

from enum import StrEnum


class Source(StrEnum):
    """Where a voice of the customer comes from."""

    SURVEY = "survey"
    COMPLAINT = "complaint"
    INTERVIEW = "interview"
    USAGE = "usage"
    FRONTLINE = "frontline"
    CHURN = "churn"
    REVIEW = "review"
    TEST = "test"
    ASSOCIATION = "association"


class Stance(StrEnum):
    """What it says of the claim it is cited for."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"


class Strength(StrEnum):
    """How far it carries, A best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    ADDED = "evidence.added"
    CORRECTED = "evidence.corrected"
    RETRACTED = "evidence.retracted"
