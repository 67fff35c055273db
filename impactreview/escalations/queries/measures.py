"""Questions about interim measures."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.ballots.models import Decision
from impactreview.ballots.terms import DecisionState
from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.queries.circles import circles_of
from impactreview.escalations.terms import Finding, MeasureKind, MeasureState
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState

MOST = 200
_UPHOLDING = (MeasureState.ACTIVE, MeasureState.KEPT)
_HARM = (Finding.UPHELD, Finding.PARTLY)


def of_case(case: Escalation) -> Sequence[Measure]:
    """Everything that was asked about an interim measure in this case, the oldest first."""
    return session.scalars(
        sa.select(Measure)
        .where(Measure.escalation_id == case.id)
        .options(joinedload(Measure.asked_by), joinedload(Measure.answered_by))
        .order_by(Measure.asked_at, Measure.id)
        .limit(MOST)
    ).all()


def by_id(measure_id: UUID) -> Measure | None:
    """The measure of this id, with its case and the policy, whoever asks."""
    return session.scalars(
        sa.select(Measure)
        .where(Measure.id == measure_id)
        .options(
            joinedload(Measure.escalation).joinedload(Escalation.policy).joinedload(Policy.owner),
            joinedload(Measure.asked_by),
        )
    ).one_or_none()


def standing(measure_id: UUID) -> Measure:
    """The measure of this id, which must be there: for the jobs, which show nothing."""
    return session.get_one(Measure, measure_id)


def read_again(measure: Measure) -> None:
    """Read this measure as it stands now: of those who waited for the case, the first answers."""
    session.scalars(
        sa.select(Measure).where(Measure.id == measure.id).execution_options(populate_existing=True)
    ).one()


def asked_in(case: Escalation) -> Measure | None:
    """The request of this case that nobody has answered; there is at most one."""
    return session.scalars(
        sa.select(Measure).where(
            Measure.escalation_id == case.id, Measure.state == MeasureState.REQUESTED
        )
    ).one_or_none()


def active_in(case: Escalation) -> Measure | None:
    """The suspension that this case upholds now; there is at most one."""
    return session.scalars(
        sa.select(Measure).where(
            Measure.escalation_id == case.id, Measure.state == MeasureState.ACTIVE
        )
    ).one_or_none()


def standing_in(case: Escalation) -> Measure | None:
    """The suspension that this case upholds, for a time or until the policy changes."""
    return session.scalars(
        sa.select(Measure).where(Measure.escalation_id == case.id, Measure.state.in_(_UPHOLDING))
    ).one_or_none()


def others_active(case: Escalation) -> bool:
    """Whether another case upholds the suspension of the same policy."""
    found = session.scalar(
        sa.select(Measure.id)
        .join(Escalation, Measure.escalation_id == Escalation.id)
        .where(
            Escalation.policy_id == case.policy_id,
            Escalation.id != case.id,
            Measure.state.in_(_UPHOLDING),
        )
        .limit(1)
    )
    return found is not None


def answers_wanted_from(person: Person, on: date) -> Sequence[Measure]:
    """Requests that this person may agree to or refuse now, the oldest first.

    Whether they are one of those who are asked is told by the circle of each case.
    """
    found = session.scalars(
        sa.select(Measure)
        .where(Measure.state == MeasureState.REQUESTED, Measure.asked_by_id != person.id)
        .options(joinedload(Measure.escalation).joinedload(Escalation.policy))
        .order_by(Measure.asked_at, Measure.id)
        .limit(MOST)
    ).all()
    circles = circles_of([measure.escalation for measure in found], on)
    return [each for each in found if person.id in circles[each.escalation_id].executives]


def ending(by: date) -> Sequence[Measure]:
    """Suspensions whose last day is `by` or before, and that stand still; the earliest first."""
    return session.scalars(
        sa.select(Measure)
        .where(
            Measure.state == MeasureState.ACTIVE,
            Measure.kind != MeasureKind.LIFT,
            Measure.until <= by,
        )
        .options(joinedload(Measure.escalation))
        .order_by(Measure.until, Measure.id)
        .limit(1_000)
    ).all()


def to_settle(on: date) -> Sequence[Measure]:
    """Suspensions that time or a change of the policy may end, the earliest first.

    Their last day is over, or their policy was withdrawn, or a decision has changed it.
    """
    policy_is_gone = sa.exists().where(
        Policy.id == Escalation.policy_id, Policy.state == PolicyState.WITHDRAWN
    )
    return session.scalars(
        sa.select(Measure)
        .join(Escalation, Measure.escalation_id == Escalation.id)
        .where(
            Measure.state.in_(_UPHOLDING),
            Measure.kind != MeasureKind.LIFT,
            sa.or_(Measure.until < on, policy_is_gone, _changed()),
        )
        .order_by(Measure.until, Measure.id)
        .limit(1_000)
    ).all()


def has_changed(case: Escalation) -> bool:
    """Whether harm was found, and a decision taken after that has changed the policy."""
    found = session.scalar(sa.select(Escalation.id).where(Escalation.id == case.id, _changed()))
    return found is not None


def harm_stands(case: Escalation) -> bool:
    """Whether harm was found, and no decision has changed the policy since."""
    return case.finding in _HARM and not has_changed(case)


def _changed() -> sa.ColumnElement[Any]:
    """SQL of the same, over an escalation."""
    return sa.exists().where(
        Decision.policy_id == Escalation.policy_id,
        Decision.state == DecisionState.ENACTED,
        Decision.decided_at > Escalation.determined_at,
        Escalation.finding.in_(_HARM),
    )
