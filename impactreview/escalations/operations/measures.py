"""Interim suspension: one handler asks, an executive without conflict agrees or refuses."""

from collections.abc import Callable
from datetime import date, timedelta

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import MEASURE
from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.operations import notices
from impactreview.escalations.operations.handling import taken, write
from impactreview.escalations.queries import measures as queries
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules import measures as rules
from impactreview.escalations.rules.cases import digest, must_be_said
from impactreview.escalations.terms import Event, MeasureKind, MeasureState, MeasureStep
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.policies import operations as policies
from impactreview.policies.queries import open_suspension
from impactreview.policies.terms import State as PolicyState


def ask(
    act: Act,
    case: Escalation,
    *,
    by: Person,
    on: date,
    kind: MeasureKind,
    reason: str,
    days: int = 0,
    message: str = "",
) -> Measure:
    """An executive without conflict is asked to suspend the policy, to go on, or to end it.

    Before it ends the reporter is written to, and may comment. Raises NotYours for anybody but a
    handler, NotNow where the state or an open request forbids it, Unusable for a wrong length or
    without words; nothing is then written.
    """
    circle = taken(act, case, by, on)
    rules.must_fit(
        kind,
        case.state,
        asked=queries.asked_in(case),
        active=queries.standing_in(case),
        harm=queries.harm_stands(case),
        gone=case.policy.state is PolicyState.WITHDRAWN,
    )
    rules.must_have_somebody(circle, by.id)
    must_be_said(reason)
    if kind is MeasureKind.LIFT:
        write(act, case, by=by, on=on, text=message)
    else:
        rules.must_be_days(days)
    measure = Measure(
        escalation=case, kind=kind, state=MeasureState.REQUESTED, reason=reason, days=days,
        asked_by=by, asked_at=act.at,
    )  # fmt: skip
    act.record(Event.MEASURE_REQUESTED, case, kind=kind, days=days, content=digest(reason))
    notices.tell(act, circle.executives, but=by.id)
    return act.add(measure)


def agree(act: Act, measure: Measure, *, by: Person, on: date, reason: str, zone: str) -> None:
    """What was asked for holds at once: the policy is suspended, stays so, or is in force again.

    Raises NotYours for whoever may not answer, NotNow where it was answered before, where the
    reporter may still comment on the end, or where harm was found meanwhile; nothing is then
    written.
    """
    _answer(act, measure, MeasureStep.AGREE, by=by, on=on, reason=reason)
    rules.must_be_heard(measure, on, zone)
    rules.must_stay_stopped(measure.kind, harm=queries.harm_stands(measure.escalation))
    _EFFECTS[measure.kind](act, measure, on)
    notices.tell(act, circle_of(measure.escalation, on).handlers)


def refuse(act: Act, measure: Measure, *, by: Person, on: date, reason: str) -> None:
    """What was asked for does not happen, for a reason.

    Raises NotYours for whoever may not answer, NotNow where it was answered before; nothing is
    then written.
    """
    _answer(act, measure, MeasureStep.REFUSE, by=by, on=on, reason=reason)
    case = measure.escalation
    act.record(Event.MEASURE_REFUSED, case, kind=measure.kind, content=digest(reason))
    notices.tell(act, circle_of(case, on).handlers)


def remind(act: Act, measure: Measure, *, on: date) -> None:
    """Those who can go on with a suspension or end it learn that its time runs out.

    Raises NotNow where they have just learnt it, or it has ended; nothing is then written.
    """
    case = act.lock(measure.escalation)
    queries.read_again(measure)
    stands = measure.state is MeasureState.ACTIVE
    if not stands or not rules.is_to_be_reminded(measure):
        raise NotNow("This needs no reminder.")
    measure.reminded_at = act.at
    act.record(Event.MEASURE_REMINDED, case)
    circle = circle_of(case, on)
    notices.tell(act, circle.handlers | circle.executives)


def _answer(
    act: Act, measure: Measure, step: MeasureStep, *, by: Person, on: date, reason: str
) -> None:
    case = act.lock(measure.escalation)
    queries.read_again(measure)
    rules.must_answer(by.id, circle_of(case, on), measure)
    rules.must_be_unanswered(measure)
    must_be_said(reason)
    measure.state = MEASURE.after(measure.state, step)
    measure.answered_by, measure.answered_at, measure.answer = by, act.at, reason


def _suspended(act: Act, measure: Measure, on: date) -> None:
    """The policy is suspended; where another case has done that already, it stays so."""
    policy, until = act.lock(measure.escalation.policy), on + timedelta(days=measure.days)
    measure.until = until
    _record_agreed(act, measure)
    if policy.state is PolicyState.IN_FORCE:
        policies.suspend(act, policy, until=until)
    else:
        lengthened(act, measure, until)


def _renewed(act: Act, measure: Measure, on: date) -> None:
    before = queries.active_in(measure.escalation)
    if before is not None:
        before.state = MEASURE.after(before.state, MeasureStep.LIFT)
        before.lifted_at = act.at
    measure.until = on + timedelta(days=measure.days)
    _record_agreed(act, measure)
    lengthened(act, measure, measure.until)


def _lifted(act: Act, measure: Measure, on: date) -> None:
    """The policy is in force again, unless another case upholds its suspension."""
    case, policy = measure.escalation, act.lock(measure.escalation.policy)
    active = queries.active_in(case)
    for each in (active, measure):
        if each is not None:
            each.state = MEASURE.after(each.state, MeasureStep.LIFT)
            each.lifted_at = act.at
    act.record(Event.MEASURE_LIFTED, case, content=digest(measure.answer))
    if policy.state is PolicyState.SUSPENDED and not queries.others_active(case):
        policies.resume(act, policy)


_EFFECTS: dict[MeasureKind, Callable[[Act, Measure, date], None]] = {
    MeasureKind.SUSPEND: _suspended,
    MeasureKind.RENEW: _renewed,
    MeasureKind.LIFT: _lifted,
}


def _record_agreed(act: Act, measure: Measure) -> None:
    assert measure.until is not None  # noqa: S101 - set just before; says so to mypy
    act.record(
        Event.MEASURE_AGREED,
        measure.escalation,
        kind=measure.kind,
        until=measure.until.isoformat(),
        content=digest(measure.answer),
    )


def lengthened(act: Act, measure: Measure, until: date) -> None:
    suspension = open_suspension(measure.escalation.policy)
    if suspension is not None and suspension.until is not None and suspension.until < until:
        policies.extend_suspension(act, measure.escalation.policy, until=until)
