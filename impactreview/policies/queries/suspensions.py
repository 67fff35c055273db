"""Questions about the times in which policies are not applied."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.policies.models import Policy, Suspension

MOST = 200


def open_suspension(policy: Policy) -> Suspension | None:
    """The suspension of this policy that has not ended; there is at most one."""
    return session.scalars(
        sa.select(Suspension)
        .where(Suspension.policy_id == policy.id, Suspension.ended_at.is_(None))
        .options(joinedload(Suspension.confirmed_by))
    ).one_or_none()


def unconfirmed_suspensions_of(person: Person) -> Sequence[Suspension]:
    """Suspended policies of `person` of which nobody has said what has stopped, oldest first."""
    return session.scalars(
        sa.select(Suspension)
        .join(Policy, Suspension.policy_id == Policy.id)
        .where(
            Policy.owner_id == person.id,
            Suspension.ended_at.is_(None),
            Suspension.confirmed_at.is_(None),
        )
        .options(joinedload(Suspension.policy))
        .order_by(Suspension.since, Suspension.id)
        .limit(MOST)
    ).all()
