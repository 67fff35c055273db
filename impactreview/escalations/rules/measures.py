"""When an interim suspension may be asked for, and who answers."""

from datetime import date
from uuid import UUID

from impactreview.escalations.models import Measure
from impactreview.escalations.rules.circle import Circle
from impactreview.escalations.rules.clocks import MOST_DAYS_SUSPENDED
from impactreview.escalations.terms import MeasureKind, State
from impactreview.governance.rules.calendar import day_in
from impactreview.kernel.refusals import NotNow, NotYours, Unusable

ASKING = frozenset({State.TRIAGED, State.BEFORE_BOARD, State.DETERMINED, State.ANSWERED})
"""States in which something may be asked: the question was answered, and the case is open."""


def possible(
    state: State, *, asked: Measure | None, active: Measure | None
) -> frozenset[MeasureKind]:
    """What a handler may ask for now."""
    if state not in ASKING or asked is not None:
        return frozenset()
    if active is None:
        return frozenset({MeasureKind.SUSPEND})
    return frozenset({MeasureKind.RENEW, MeasureKind.LIFT})


def must_fit(
    kind: MeasureKind, state: State, *, asked: Measure | None, active: Measure | None
) -> None:
    """Raise NotNow for what may not be asked for now."""
    if kind not in possible(state, asked=asked, active=active):
        raise NotNow("This can not be asked for now: the state has changed.")


def must_be_days(days: int) -> None:
    """Raise Unusable for a suspension of less than a day or more than thirty."""
    if not 0 < days <= MOST_DAYS_SUSPENDED:
        raise Unusable("A suspension takes between 1 and %(most)s days.", most=MOST_DAYS_SUSPENDED)


def may_answer(person_id: UUID, circle: Circle, measure: Measure) -> bool:
    """Whether this person agrees or refuses: an executive without conflict who did not ask."""
    return person_id in circle.executives and person_id != measure.asked_by_id


def must_answer(person_id: UUID, circle: Circle, measure: Measure) -> None:
    """Raise NotYours for whoever may not answer."""
    if not may_answer(person_id, circle, measure):
        raise NotYours("Only an executive without conflict who did not ask may answer this.")


def must_have_somebody(circle: Circle, asked_by: UUID) -> None:
    """Raise NotNow where nobody could answer: an open question must not look like an answer."""
    if not circle.executives - {asked_by}:
        raise NotNow("There is no executive without conflict who could agree to this.")


def is_to_be_reminded(measure: Measure, on: date, zone: str) -> bool:
    """Whether somebody must hear that this suspension ends: once before, once when it is over."""
    if measure.until is None or measure.reminded_at is None:
        return True
    return day_in(measure.reminded_at, zone) <= measure.until < on
