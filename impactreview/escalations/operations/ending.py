"""How a suspension ends by itself, goes on, or is kept: decided by its last day and the finding."""

from datetime import date, timedelta

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import MEASURE
from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.operations import notices
from impactreview.escalations.operations.measures import lengthened
from impactreview.escalations.queries import measures as queries
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules import measures as rules
from impactreview.escalations.rules.clocks import MOST_DAYS_SUSPENDED
from impactreview.escalations.rules.measures import Fate
from impactreview.escalations.terms import Event, MeasureState, MeasureStep
from impactreview.kernel.refusals import NotNow
from impactreview.policies import operations as policies
from impactreview.policies.terms import State as PolicyState

_STANDING = frozenset({MeasureState.ACTIVE, MeasureState.KEPT})


def run_out(act: Act, measure: Measure, *, on: date, zone: str) -> Fate:
    """What the last day of a suspension, or a change of its policy, makes of it.

    Those who handle the case and those who can answer are told. Raises NotNow where it has ended
    already or nothing is due; nothing is then written.
    """
    case = act.lock(measure.escalation)
    queries.read_again(measure)
    policy = act.lock(case.policy)
    gone = policy.state is PolicyState.WITHDRAWN
    due = rules.fate(case, measure, changed=queries.has_changed(case), gone=gone, on=on, zone=zone)
    if due is None or measure.state not in _STANDING:
        raise NotNow("Nothing is due for this suspension.")
    if due is Fate.ENDS:
        end(act, measure)
    elif due is Fate.KEPT:
        keep(act, measure)
    else:
        _prolong(act, measure, on)
    circle = circle_of(case, on)
    notices.tell(act, circle.handlers | circle.executives)
    return due


def settle_for_closing(act: Act, case: Escalation) -> None:
    """What the case upholds ends with it, or is kept until a decision changes the policy.

    The caller has checked that it may be closed.
    """
    measure = queries.active_in(case)
    if measure is None:
        return
    policy = act.lock(case.policy)
    if queries.harm_stands(case) and policy.state is PolicyState.SUSPENDED:
        keep(act, measure)
    else:
        end(act, measure)


def end(act: Act, measure: Measure) -> None:
    """The case upholds no suspension any more; without another one the policy is in force again."""
    case = measure.escalation
    measure.state = MEASURE.after(measure.state, MeasureStep.LIFT)
    measure.lifted_at = act.at
    act.record(Event.MEASURE_ENDED, case)
    if case.policy.state is PolicyState.SUSPENDED and not queries.others_active(case):
        policies.resume(act, case.policy)


def keep(act: Act, measure: Measure) -> None:
    """Harm was found: the policy stays suspended until a decision changes or withdraws it."""
    measure.state = MEASURE.after(measure.state, MeasureStep.KEEP)
    measure.until = None
    act.record(Event.MEASURE_KEPT, measure.escalation)
    policies.keep_suspended(act, measure.escalation.policy)


def begin_again(act: Act, case: Escalation, on: date) -> None:
    """What a closed case had kept has a last day again, for the case is open again."""
    measure = queries.standing_in(case)
    if measure is None:
        return
    measure.state = MEASURE.after(measure.state, MeasureStep.BEGIN_AGAIN)
    measure.until = on + timedelta(days=MOST_DAYS_SUSPENDED)
    measure.reminded_at = None
    if case.policy.state is PolicyState.SUSPENDED and not queries.others_active(case):
        policies.extend_suspension(act, case.policy, until=measure.until)


def _prolong(act: Act, measure: Measure, on: date) -> None:
    """It goes on for as long again, because nobody has found anything yet and nobody ended it."""
    measure.until = on + timedelta(days=measure.days)
    measure.reminded_at = None
    act.record(Event.MEASURE_PROLONGED, measure.escalation, until=measure.until.isoformat())
    lengthened(act, measure, measure.until)
