"""Questions about the times in which policies are not applied."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.policies.models import Policy, Suspension

MOST = 200


def open_suspension(policy: Policy) -> Suspension | None:
    """The suspension of this policy that has not ended; there is at most one."""
    return session.scalars(
        sa.select(Suspension)
        .where(Suspension.policy_id == policy.id, Suspension.ended_at.is_(None))
        .options(joinedload(Suspension.confirmed_by))
    ).one_or_none()
