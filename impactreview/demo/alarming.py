"""The escalations of the demo, told through the doors of the rooms."""

from datetime import datetime, timedelta
from uuid import uuid4

from impactreview.audit.acts import acting
from impactreview.demo.script import Alarm, AlarmEnd, Pair
from impactreview.demo.seeding import Stage
from impactreview.demo.steps import Telling
from impactreview.escalations import operations as escalations
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.queries.conflicts import Matter, conflicted
from impactreview.escalations.rules.cases import Case, Report
from impactreview.escalations.rules.closing import Answer
from impactreview.escalations.terms import Finding, MeasureKind
from impactreview.people.models import Person

_WAYS: Pair = (
    "Der Fall kann wieder geöffnet werden; auch die Aufsicht nimmt Hinweise an.",
    "The case can be opened again; the supervisory authority takes reports as well.",
)
_SUSPENDED_DAYS = 28
_TO_COMMENT = timedelta(days=7)
"""More than the working days for which a case waits for its reporter."""


def tell(stage: Stage, alarm: Alarm, *, form: str, now: datetime, zone: str) -> None:
    """The escalation has come as far as it goes."""
    told = Telling(stage, form, zone, now - timedelta(days=alarm.days_ago))
    case = _raised(told, alarm)
    if alarm.end is AlarmEnd.RECEIVED:
        return
    first, *others = _handlers(told, case)
    _assess(told, alarm, case, first)
    if alarm.end is AlarmEnd.SUSPENDED:
        _suspend(told, alarm, case, first)
    if alarm.end is AlarmEnd.CLOSED:
        _determine(told, alarm, case, first)
        _close(told, alarm, case, first, others[0])


def _raised(told: Telling, alarm: Alarm) -> Escalation:
    case = Case(uuid4())
    report = Report(
        mode=alarm.mode,
        harm=told.word(alarm.harm),
        whom=told.word(alarm.whom),
        since=told.word(alarm.since),
        not_these=frozenset(),
    )
    policy = told.stage.policies[alarm.policy]
    with acting(by=case, at=told.later()) as act:
        about = Matter(policy.id, conflicted(policy))
        return escalations.raise_(act, case, about, report, by=told.who(alarm.reporter))


def _handlers(told: Telling, case: Escalation) -> list[Person]:
    handling = circle_of(case, told.today).handlers
    return [person for person in told.stage.people.values() if person.id in handling]


def _assess(told: Telling, alarm: Alarm, case: Escalation, by: Person) -> None:
    with acting(by=by, at=told.later()) as act:
        escalations.acknowledge(act, case, by=by, on=told.today)
    with acting(by=by, at=told.later()) as act:
        escalations.triage(
            act,
            case,
            by=by,
            on=told.today,
            severity=alarm.severity,
            assessment=told.word(alarm.why),
            suspend=alarm.end is AlarmEnd.SUSPENDED,
            suspend_reason=told.word(alarm.reason if alarm.reason[0] else alarm.why),
        )


def _suspend(told: Telling, alarm: Alarm, case: Escalation, by: Person) -> None:
    """An executive without conflict agrees; that its owner confirms it is still to come."""
    reason = told.word(alarm.reason)
    with acting(by=by, at=told.later()) as act:
        measure = escalations.ask(
            act,
            case,
            by=by,
            on=told.today,
            kind=MeasureKind.SUSPEND,
            reason=reason,
            days=_SUSPENDED_DAYS,
        )
    able = circle_of(case, told.today).executives
    executive = next(each for each in told.stage.people.values() if each.id in able)
    with acting(by=executive, at=told.later()) as act:
        escalations.agree(act, measure, by=executive, on=told.today, reason=reason, zone=told.zone)


def _determine(told: Telling, alarm: Alarm, case: Escalation, by: Person) -> None:
    with acting(by=by, at=told.later()) as act:
        escalations.submit(act, case, by=by, on=told.today)
    panel = circle_of(case, told.today).panel.seats
    for member in (each for each in told.stage.people.values() if each.id in panel):
        with acting(by=member, at=told.later()) as act:
            escalations.vote(
                act,
                case,
                by=member,
                on=told.today,
                finding=Finding.UPHELD,
                reasons=told.word(alarm.found),
            )
    with acting(by=by, at=told.later()) as act:
        escalations.determine(act, case, by=by, on=told.today)


def _close(told: Telling, alarm: Alarm, case: Escalation, first: Person, second: Person) -> None:
    said = Answer(
        found=told.word(alarm.found),
        done=told.word(alarm.done),
        ways=told.word(_WAYS),
        remedy=told.word(alarm.remedy),
    )
    with acting(by=first, at=told.later()) as act:
        escalations.answer(act, case, said, by=first, on=told.today)
    with acting(by=first, at=told.later()) as act:
        escalations.propose_closing(
            act, case, by=first, on=told.today, summary=told.word(alarm.summary)
        )
    told.at += _TO_COMMENT
    with acting(by=second, at=told.later()) as act:
        escalations.close(act, case, by=second, on=told.today, zone=told.zone)
