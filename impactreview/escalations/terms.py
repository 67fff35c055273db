"""The words of escalations."""

from enum import StrEnum


class State(StrEnum):
    """Where an escalation stands."""

    RECEIVED = "received"
    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    BEFORE_BOARD = "before_board"
    DETERMINED = "determined"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What can be done to an escalation."""

    ROUTE = "route"
    ACKNOWLEDGE = "acknowledge"
    TRIAGE = "triage"
    SUBMIT = "submit"
    DETERMINE = "determine"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"


class Mode(StrEnum):
    """How the reporter stands to the case. Anonymous reports come through a door of their own."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Severity(StrEnum):
    """How grave the harm is; S1 is answered within a day."""

    S1 = "s1"
    S2 = "s2"
    S3 = "s3"
    S4 = "s4"


class PanelKind(StrEnum):
    """Who determines a case: the independent board, or the top where there is no such board."""

    BOARD = "board"
    TOP = "top"


class Finding(StrEnum):
    """What the independent board finds."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class MeasureKind(StrEnum):
    """What is asked for: to suspend the policy, to keep it suspended, or to end that."""

    SUSPEND = "suspend"
    RENEW = "renew"
    LIFT = "lift"


class MeasureState(StrEnum):
    """Where an interim measure stands."""

    REQUESTED = "requested"
    ACTIVE = "active"
    REFUSED = "refused"
    KEPT = "kept"
    """Harm was found: the policy stays suspended until a decision changes it."""
    LIFTED = "lifted"


class MeasureStep(StrEnum):
    """What can be done to an interim measure."""

    AGREE = "agree"
    REFUSE = "refuse"
    KEEP = "keep"
    BEGIN_AGAIN = "begin_again"
    LIFT = "lift"


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    RAISED = "escalation.raised"
    ROUTED = "escalation.routed"
    REASSIGNED = "escalation.reassigned"
    ACKNOWLEDGED = "escalation.acknowledged"
    TRIAGED = "escalation.triaged"
    MEASURE_REQUESTED = "escalation.measure_requested"
    MEASURE_AGREED = "escalation.measure_agreed"
    MEASURE_REFUSED = "escalation.measure_refused"
    MEASURE_LIFTED = "escalation.measure_lifted"
    MEASURE_REMINDED = "escalation.measure_reminded"
    MEASURE_PROLONGED = "escalation.measure_prolonged"
    MEASURE_KEPT = "escalation.measure_kept"
    MEASURE_ENDED = "escalation.measure_ended"
    WRITTEN = "escalation.written"
    SUBMITTED = "escalation.submitted"
    VOTED = "escalation.voted"
    DETERMINED = "escalation.determined"
    ANSWERED = "escalation.answered"
    CLOSING_PROPOSED = "escalation.closing_proposed"
    CLOSED = "escalation.closed"
    REOPENED = "escalation.reopened"
