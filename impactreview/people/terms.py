"""The words of people."""

from enum import StrEnum


class State(StrEnum):
    """Of a role given to a person, or a place on a board."""

    PROPOSED = "proposed"
    HELD = "held"
    DECLINED = "declined"
    ENDED = "ended"


class Step(StrEnum):
    """What can be done to a role given, or a place on a board."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    END = "end"


class Expertise(StrEnum):
    """The field an expert is asked about."""

    LEGAL = "legal"
    ACCESSIBILITY = "accessibility"
    DATA = "data"
    VULNERABILITY = "vulnerability"
    INDEPENDENT = "independent"


class Outcome(StrEnum):
    """What an import would do with one row of its table."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    UNIT_MADE = "people.unit_made"
    UNIT_CHANGED = "people.unit_changed"
    PERSON_ADDED = "people.person_added"
    PERSON_CHANGED = "people.person_changed"
    PERSON_DEACTIVATED = "people.person_deactivated"
    PERSON_REACTIVATED = "people.person_reactivated"
    LINK_MADE = "people.link_made"
    PASSWORD_SET = "people.password_set"  # noqa: S105 - the name of an event
    PASSWORD_REHASHED = "people.password_rehashed"  # noqa: S105 - the name of an event
    ROLE_PROPOSED = "people.role_proposed"
    ROLE_GIVEN = "people.role_given"
    ROLE_DECLINED = "people.role_declined"
    ROLE_ENDED = "people.role_ended"
    IMPORTED = "people.imported"
