"""Drafts that nobody has touched for a long time, whether they were ever handed in or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from impactreview.analyses.models import Analysis
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import Event as ProposalEvent
from impactreview.proposals.terms import State
from impactreview.reviews.models import Review

MOST = 1_000
_ANNOUNCED = Event.kind == ProposalEvent.LAPSE_ANNOUNCED.value


@dataclass(frozen=True)
class Idle:
    """A draft, since when nothing was done to it, and when its authors were told last."""

    proposal_id: UUID
    since: datetime
    announced_at: datetime | None


def untouched(before: datetime, limit: int = MOST) -> Sequence[Idle]:
    """Drafts to which nothing was done since `before`, the longest idle first."""
    return _found(Proposal.created_at <= before, before, limit)


def idle(proposal: Proposal, at: datetime) -> Idle | None:
    """The same of one proposal, whenever it was touched last; None where it is no draft."""
    return next(iter(_found(Proposal.id == proposal.id, at, 1)), None)


def by_id(proposal_id: UUID) -> Proposal:
    """The proposal of this id, which must be there: for the jobs, which show nothing."""
    return session.get_one(Proposal, proposal_id)


def _found(which: sa.ColumnElement[bool], before: datetime, limit: int) -> Sequence[Idle]:
    touched, told = _last(~_ANNOUNCED), _last(_ANNOUNCED)
    rows = session.execute(
        sa.select(Proposal.id, touched, told)
        .where(Proposal.state == State.DRAFT, which, touched <= before)
        .order_by(touched, Proposal.id)
        .limit(limit)
    ).all()
    return [
        Idle(proposal_id, since, told if told is not None and told > since else None)
        for proposal_id, since, told in rows
    ]


def _last(kind: sa.ColumnElement[bool]) -> sa.ScalarSelect[datetime]:
    """When something of this kind was last done to a proposal, its analysis or its review."""
    analysis = sa.select(Analysis.id).where(Analysis.proposal_id == Proposal.id)
    review = sa.select(Review.id).where(Review.proposal_id == Proposal.id)
    return (
        sa.select(sa.func.max(Event.at))
        .where(
            sa.or_(
                Event.stream == Proposal.id,
                Event.stream == analysis.correlate(Proposal).scalar_subquery(),
                Event.stream == review.correlate(Proposal).scalar_subquery(),
            ),
            kind,
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
