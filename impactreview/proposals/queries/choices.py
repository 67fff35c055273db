"""What a form about a proposal lets one choose."""

from collections.abc import Sequence

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.policies.models import Policy
from impactreview.policies.terms import State

MOST_POLICIES = 2_000


def policies(beside: Policy | None = None) -> Sequence[tuple[str, str]]:
    """Code and title of every policy that stands, and of `beside`, by title; at most 2,000."""
    kept = Policy.state != State.WITHDRAWN
    if beside is not None:
        kept = kept | (Policy.id == beside.id)
    rows = session.execute(
        sa.select(Policy.code, Policy.title)
        .where(kept)
        .order_by(Policy.title, Policy.code)
        .limit(MOST_POLICIES)
    )
    return [(code, title) for code, title in rows]
