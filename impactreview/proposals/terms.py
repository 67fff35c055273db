"""The words of proposals."""

from enum import StrEnum


class State(StrEnum):
    """Where a proposal stands with its owner; review and ballot have states of their own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Step(StrEnum):
    """What can be done to a proposal."""

    SUBMIT = "submit"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class Involvement(StrEnum):
    """Why a person stands beside the owner. Only the first writes."""

    CO_AUTHOR = "co_author"
    COMMENTER = "commenter"
    READER = "reader"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    DRAFTED = "proposal.drafted"
    CHANGED = "proposal.changed"
    PERSON_INVOLVED = "proposal.person_involved"
    PERSON_RELEASED = "proposal.person_released"
    ATTACHED = "proposal.attached"
    DETACHED = "proposal.detached"
    SUBMITTED = "proposal.submitted"
    READ = "proposal.read"
    REOPENED = "proposal.reopened"
    WITHDRAWN = "proposal.withdrawn"
    LAPSE_ANNOUNCED = "proposal.lapse_announced"
    LAPSED = "proposal.lapsed"
