"""Questions about one policy and its versions."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from impactreview.kernel.db import session
from impactreview.policies.models import Policy, PolicyVersion

MOST_VERSIONS = 500


def by_code(code: str) -> Policy | None:
    """The policy of this code, with its owner and its unit."""
    return session.scalars(
        sa.select(Policy)
        .where(Policy.code == code)
        .options(joinedload(Policy.owner), joinedload(Policy.unit))
    ).one_or_none()


def codes_of(codes: Collection[str]) -> Sequence[str]:
    """Those of `codes` that are given already."""
    return session.scalars(sa.select(Policy.code).where(Policy.code.in_(set(codes)))).all()


def newest_version(policy: Policy) -> PolicyVersion:
    """The words that hold: those of the version with the highest number."""
    return session.scalars(
        sa.select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy.id)
        .options(joinedload(PolicyVersion.entry))
        .order_by(PolicyVersion.number.desc())
        .limit(1)
    ).one()


def version(policy: Policy, number: int) -> PolicyVersion | None:
    """The version of this number."""
    return session.scalars(
        sa.select(PolicyVersion).where(
            PolicyVersion.policy_id == policy.id, PolicyVersion.number == number
        )
    ).one_or_none()


def versions(policy: Policy) -> Sequence[PolicyVersion]:
    """The versions of a policy without their texts, the newest first; at most 500."""
    return session.scalars(
        sa.select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy.id)
        .options(
            defer(PolicyVersion.text),
            defer(PolicyVersion.html),
            joinedload(PolicyVersion.written_by),
            joinedload(PolicyVersion.entry),
        )
        .order_by(PolicyVersion.number.desc())
        .limit(MOST_VERSIONS)
    ).all()
