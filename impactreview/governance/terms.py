"""The words of governance."""

from enum import StrEnum


class BoardKind(StrEnum):
    """What a board is there for."""

    UNIT = "unit"
    CENTRAL = "central"
    INDEPENDENT = "independent"
    TOP = "top"
    GOVERNANCE = "governance"


class Chamber(StrEnum):
    """For whom a member speaks."""

    COMPANY = "company"
    CUSTOMER = "customer"


class Office(StrEnum):
    """What a place on a board is. The clerk writes the minutes and has no vote."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    MEMBER = "member"
    ALTERNATE = "alternate"
    CLERK = "clerk"


PRESIDING = frozenset({Office.CHAIR, Office.DEPUTY_CHAIR, Office.CLERK})
"""Who runs a board: opens and closes its ballots, and writes its reasons down."""


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    BOARD_MADE = "governance.board_made"
    BOARD_CHANGED = "governance.board_changed"
    MEMBER_PROPOSED = "governance.member_proposed"
    MEMBER_SEATED = "governance.member_seated"
    MEMBER_DECLINED = "governance.member_declined"
    MEMBER_ENDED = "governance.member_ended"
    IMPORTED = "governance.imported"
    RULES_ADOPTED = "governance.rules_adopted"
