"""What handlers do first: acknowledge, look at it, and write with the reporter."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import LIFECYCLE
from impactreview.escalations.models import Escalation, Message
from impactreview.escalations.operations import notices
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules.cases import digest, must_be_said
from impactreview.escalations.rules.circle import Circle, must_handle
from impactreview.escalations.terms import Event, Severity, Step
from impactreview.people.models import Person


def taken(act: Act, case: Escalation, by: Person, on: date) -> Circle:
    """The case is locked, and `by` handles it. Raises NotYours for anybody else."""
    act.lock(case)
    circle = circle_of(case, on)
    must_handle(by.id, circle)
    return circle


def acknowledge(act: Act, case: Escalation, *, by: Person, on: date) -> None:
    """A person has told the reporter that the case was received.

    Raises NotYours for anybody but a handler, NotNow where it was done before; nothing is then
    written.
    """
    taken(act, case, by, on)
    case.state = LIFECYCLE.after(case.state, Step.ACKNOWLEDGE)
    case.acknowledged_at = act.at
    act.record(Event.ACKNOWLEDGED, case)


def triage(
    act: Act,
    case: Escalation,
    *,
    by: Person,
    on: date,
    severity: Severity,
    assessment: str,
    suspend: bool,
    suspend_reason: str,
) -> None:
    """How grave it is, and whether the policy must stop meanwhile, is answered with reasons.

    Raises NotYours for anybody but a handler, NotNow in another state, Unusable without reasons;
    nothing is then written.
    """
    taken(act, case, by, on)
    case.state = LIFECYCLE.after(case.state, Step.TRIAGE)
    must_be_said(assessment, suspend_reason)
    case.severity, case.assessment = severity, assessment
    case.suspend, case.suspend_reason = suspend, suspend_reason
    content = digest(assessment, suspend_reason)
    act.record(Event.TRIAGED, case, severity=severity, suspend=suspend, content=content)


def write(
    act: Act, case: Escalation, *, by: Person, on: date, text: str, is_feedback: bool = False
) -> Message:
    """A handler has written to the reporter; as feedback it says what is planned, and why it waits.

    Raises NotYours for anybody but a handler, Unusable without words; nothing is then written.
    """
    taken(act, case, by, on)
    must_be_said(text)
    if is_feedback and case.feedback_at is None:
        case.feedback_at = act.at
    message = act.add(
        Message(escalation=case, from_reporter=False, handler=by, text=text, written_at=act.at)
    )
    act.record(Event.WRITTEN, case, content=digest(text), feedback=is_feedback)
    return message


def reply(act: Act, case: Escalation, *, on: date, text: str) -> Message:
    """The reporter has written; the act's actor is the case. The caller knows who reported.

    Raises Unusable without words; nothing is then written.
    """
    act.lock(case)
    must_be_said(text)
    message = act.add(Message(escalation=case, from_reporter=True, text=text, written_at=act.at))
    act.record(Event.WRITTEN, case, content=digest(text))
    notices.tell(act, circle_of(case, on).handlers)
    return message
