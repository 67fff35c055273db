"""When an interim suspension may be asked for, and who answers."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.rules.circle import Circle
from impactreview.escalations.rules.clocks import MOST_DAYS_SUSPENDED, comment_by
from impactreview.escalations.terms import Finding, MeasureKind, MeasureState, State
from impactreview.kernel.refusals import NotNow, NotYours, Unusable

ASKING = frozenset({State.TRIAGED, State.BEFORE_BOARD, State.DETERMINED, State.ANSWERED})
"""States in which something may be asked: the question was answered, and the case is open."""


def possible(
    state: State,
    *,
    asked: Measure | None,
    active: Measure | None,
    harm: bool = False,
    gone: bool = False,
) -> frozenset[MeasureKind]:
    """What a handler may ask for now.

    `harm`: harm was found and no decision has changed the policy since, so that it does not come
    into force again. `gone`: the policy was withdrawn. What is kept until it changes is not asked
    about any more.
    """
    if state not in ASKING or asked is not None or gone:
        return frozenset()
    if active is None:
        return frozenset({MeasureKind.SUSPEND})
    if active.state is MeasureState.KEPT:
        return frozenset()
    return frozenset({MeasureKind.RENEW} if harm else {MeasureKind.RENEW, MeasureKind.LIFT})


def must_fit(
    kind: MeasureKind,
    state: State,
    *,
    asked: Measure | None,
    active: Measure | None,
    harm: bool = False,
    gone: bool = False,
) -> None:
    """Raise NotNow for what may not be asked for now."""
    must_stay_stopped(kind, harm=harm and not gone)
    if kind not in possible(state, asked=asked, active=active, harm=harm, gone=gone):
        raise NotNow("This can not be asked for now: the state has changed.")


def must_stay_stopped(kind: MeasureKind, *, harm: bool) -> None:
    """Raise NotNow where a suspension would end though harm was found and nothing has changed."""
    if kind is MeasureKind.LIFT and harm:
        raise NotNow(
            "Harm was found: the policy stays suspended until a decision changes it, or it is"
            " withdrawn."
        )


def must_be_heard(measure: Measure, on: date, zone: str) -> None:
    """Raise NotNow for the end of a suspension on which the reporter may still comment."""
    if measure.kind is MeasureKind.LIFT and on <= comment_by(measure.asked_at, zone):
        raise NotNow("The reporter may still comment on this. It can be agreed to after that.")


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


def must_be_unanswered(measure: Measure) -> None:
    """Raise NotNow where this was answered: what holds from then on is changed by asking anew."""
    if measure.state is not MeasureState.REQUESTED:
        raise NotNow(
            "This was answered before, and an answer is final: it stands below, and what you sent"
            " now has changed nothing."
        )


def must_have_somebody(circle: Circle, asked_by: UUID) -> None:
    """Raise NotNow where nobody could answer: an open question must not look like an answer."""
    if not circle.executives - {asked_by}:
        raise NotNow(
            "Nobody without conflict could agree to this: give somebody the role of an executive"
            " on duty."
        )


def is_to_be_reminded(measure: Measure) -> bool:
    """Whether somebody must hear that this suspension ends soon: once for each last day."""
    return measure.until is not None and measure.reminded_at is None


class Fate(StrEnum):
    """What becomes of a suspension whose last day is over."""

    ENDS = "ends"
    KEPT = "kept"
    PROLONGED = "prolonged"


def fate(
    case: Escalation, measure: Measure, *, changed: bool, gone: bool, on: date, zone: str
) -> Fate | None:
    """What becomes of this suspension on that day; None: nothing yet.

    It ends where the policy was withdrawn, or where a decision has changed it after harm was
    found. On its last day it ends too where no harm was found and the reporter had the time to
    comment on that; it is kept where harm was found, until the policy changes. Where nobody has
    found anything yet it goes on for as long again: it never lapses in silence.
    """
    if gone or changed:
        return Fate.ENDS
    if measure.until is None or measure.until >= on:
        return None
    if case.finding is Finding.NOT_UPHELD:
        heard = case.answered_at is not None and on > comment_by(case.answered_at, zone)
        return Fate.ENDS if heard else Fate.PROLONGED
    return Fate.KEPT if case.finding is not None else Fate.PROLONGED
