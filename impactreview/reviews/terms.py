"""The words of reviews."""

from enum import StrEnum


class State(StrEnum):
    """Where a review stands."""

    TRIAGED = "triaged"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    READY = "ready"
    CLOSED = "closed"


class Step(StrEnum):
    """What can be done to a review."""

    SEAT = "seat"
    REQUEST_CHANGES = "request_changes"
    RESUME = "resume"
    FINISH = "finish"
    UNFINISH = "unfinish"
    CLOSE = "close"


class SeatKind(StrEnum):
    """Why somebody must read."""

    CONFIRMER = "confirmer"
    DOMAIN = "domain"
    OTHER_UNIT = "other_unit"
    FUNCTION = "function"
    ADVOCATE = "advocate"
    EXPERT = "expert"
    INDEPENDENT = "independent"


class Stand(StrEnum):
    """What a position says."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    OBJECT = "object"
    ABSTAIN = "abstain"
    RECUSED = "recused"


class Met(StrEnum):
    """How far a requirement is met. The last two are never shown as green."""

    NOT_APPLICABLE = "not_applicable"
    UNSATISFIED = "unsatisfied"
    SATISFIED = "satisfied"
    OVERRIDDEN = "overridden"
    BYPASSED = "bypassed"
    ERROR = "error"


class ConcernState(StrEnum):
    """Where a concern stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    CONTESTED = "contested"
    OVERRULED = "overruled"


class ConcernStep(StrEnum):
    """What can be done to a concern."""

    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    CONTEST = "contest"
    OVERRULE = "overrule"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    OPENED = "review.opened"
    ROUTED = "review.routed"
    SEATED = "review.seated"
    RESEATED = "review.reseated"
    SEAT_GIVEN_UP = "review.seat_given_up"
    CALLED_IN = "review.called_in"
    DECLARED = "review.declared"
    POSITION_GIVEN = "review.position_given"
    RECUSED = "review.recused"
    CONCERN_RAISED = "review.concern_raised"
    CONCERN_ANSWERED = "review.concern_answered"
    CONCERN_RESOLVED = "review.concern_resolved"
    CONCERN_WITHDRAWN = "review.concern_withdrawn"
    CONCERN_CONTESTED = "review.concern_contested"
    CONCERN_OVERRULED = "review.concern_overruled"
    CHANGES_REQUESTED = "review.changes_requested"
    RESUMED = "review.resumed"
    READY = "review.ready"
    UNREADY = "review.unready"
    HELD = "review.held"
    RELEASED = "review.released"
    CLOSED = "review.closed"
