"""Questions about one policy over the rooms above it: which decisions made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from impactreview.ballots.models import Decision
from impactreview.kernel.db import session
from impactreview.policies.models import Policy
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries.reading import is_told

_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Made:
    """A decision that made a policy or changed it."""

    code: str
    title: str
    decided_at: datetime
    level: int
    overruled: bool
    """Whether the top has allowed it against the customers' side."""


def decisions_of(policy: Policy, on: date) -> Sequence[Made]:
    """The decisions that made this policy, newest first; restricted ones from their day on."""
    rows = session.execute(
        sa.select(
            Proposal.code,
            Proposal.title,
            Decision.decided_at,
            Decision.level,
            Decision.overruling_id,
        )
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(Decision.policy_id == policy.id, is_told(on))
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(_MOST)
    )
    return [
        Made(code=code, title=title, decided_at=at, level=level, overruled=by is not None)
        for code, title, at, level, by in rows
    ]
