"""The words of ballots."""

from enum import StrEnum


class State(StrEnum):
    """Where a ballot stands."""

    OPEN = "open"
    CLOSED = "closed"
    DEFERRED = "deferred"
    VOID = "void"


class Step(StrEnum):
    """What can be done to a ballot."""

    CLOSE = "close"
    DEFER = "defer"
    VOID = "void"


class Choice(StrEnum):
    """What a vote says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What a ballot came to."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"


class DecisionState(StrEnum):
    """Where a determination stands."""

    APPROVED = "approved"
    REJECTED = "rejected"
    ENACTED = "enacted"
    LAPSED = "lapsed"


class DecisionStep(StrEnum):
    """What can be done to a determination."""

    ENACT = "enact"
    LAPSE = "lapse"


class ConditionState(StrEnum):
    """Where a condition stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    VERIFIED = "verified"


class ConditionStep(StrEnum):
    """What can be done to a condition."""

    CLAIM = "claim"
    REFUSE = "refuse"
    VERIFY = "verify"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    OPENED = "ballot.opened"
    VOTED = "ballot.voted"
    RECUSED = "ballot.recused"
    VOIDED = "ballot.voided"
    DEFERRED = "ballot.deferred"
    CLOSED = "ballot.closed"
    DETERMINED = "decision.determined"
    REASONED = "decision.reasoned"
    CONDITION_SET = "decision.condition_set"
    CONDITION_CLAIMED = "decision.condition_claimed"
    CONDITION_REFUSED = "decision.condition_refused"
    CONDITION_HANDED_OVER = "decision.condition_handed_over"
    CONDITION_VERIFIED = "decision.condition_verified"
    ENACTED = "decision.enacted"
    LAPSED = "decision.lapsed"
