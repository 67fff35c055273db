"""The words of proposals."""

from enum import StrEnum


class State(StrEnum):
    """Where a proposal stands with its owner; review and ballot have states of their own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


ENDED = frozenset({State.WITHDRAWN, State.LAPSED})
"""Nobody goes on with it, and nobody decides about it any more."""


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


class Tie(StrEnum):
    """A part in a proposal that keeps its holder from judging it: nobody has it without a yes."""

    CO_AUTHOR = "co_author"
    SPONSOR = "sponsor"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    DRAFTED = "proposal.drafted"
    CHANGED = "proposal.changed"
    PERSON_INVOLVED = "proposal.person_involved"
    PERSON_RELEASED = "proposal.person_released"
    PERSON_AGREED = "proposal.person_agreed"
    PERSON_DECLINED = "proposal.person_declined"
    ATTACHED = "proposal.attached"
    DETACHED = "proposal.detached"
    SUBMITTED = "proposal.submitted"
    READ = "proposal.read"
    REOPENED = "proposal.reopened"
    WITHDRAWN = "proposal.withdrawn"
    LAPSE_ANNOUNCED = "proposal.lapse_announced"
    LAPSED = "proposal.lapsed"
    HANDED_OVER = "proposal.handed_over"
