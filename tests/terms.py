"""Log words that only tests write."""

from enum import StrEnum


class GivenEvent(StrEnum):
    """What a builder of the world records."""

    GIVEN = "test.given"
