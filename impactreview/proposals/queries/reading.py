"""Questions about who has opened a restricted case."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.proposals.models import Proposal, Reading

MOST = 500

_OPENED = sa.select(
    sa.exists().where(
        Reading.proposal_id == sa.bindparam("proposal_id"),
        Reading.person_id == sa.bindparam("person_id"),
    )
)


def has_opened(proposal: Proposal, person_id: UUID) -> bool:
    """Whether this person has said that they open the case."""
    asked = {"proposal_id": proposal.id, "person_id": person_id}
    return bool(session.scalar(_OPENED, asked))


def is_told(on: date) -> sa.ColumnElement[bool]:
    """SQL of a proposal of which everybody may hear what was decided: open, or its day has come."""
    return sa.or_(Proposal.restricted.is_(False), Proposal.embargo_until <= on)


def readings(proposal: Proposal) -> Sequence[Reading]:
    """Who has opened the case, the first one first; at most 500."""
    return session.scalars(
        sa.select(Reading)
        .where(Reading.proposal_id == proposal.id)
        .options(joinedload(Reading.person, innerjoin=True))
        .order_by(Reading.opened_at, Reading.id)
        .limit(MOST)
    ).all()
