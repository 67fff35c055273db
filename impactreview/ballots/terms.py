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
    OVERRULED = "overruled"
    """Rejected by the board, then allowed by the top against the customers' side."""
    ENACTED = "enacted"
    LAPSED = "lapsed"
    CALLED_IN = "called_in"
    """A claim that no customer is touched, which was found to be wrong."""


class DecisionStep(StrEnum):
    """What can be done to a determination."""

    OVERRULE = "overrule"
    ENACT = "enact"
    LAPSE = "lapse"
    CALL_IN = "call_in"


class Audit(StrEnum):
    """What became of the draw of claims for audit."""

    NOT_ASKED = "not_asked"
    """Somebody decided, so that there is no claim to audit."""
    WAITING = "waiting"
    NOT_DRAWN = "not_drawn"
    DRAWN = "drawn"
    RIGHT = "right"
    WRONG = "wrong"


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
    OVERRULED = "decision.overruled"
    ENACTED = "decision.enacted"
    LAPSED = "decision.lapsed"
    AUDIT_DRAWN = "decision.audit_drawn"
    AUDITED = "decision.audited"
    CALLED_IN = "decision.called_in"
