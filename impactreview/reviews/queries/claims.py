"""Which proposals follow a claim that was found to be wrong, told from the log."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.models import Event as Entry
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.terms import Event

FOLLOWING = 5
"""How many proposals of an owner follow a claim of theirs that was found to be wrong."""


def is_after_wrong_claim() -> sa.ColumnElement[bool]:
    """SQL, over a proposal: whether it is one of the five that its owner hands in next.

    What was handed in before the finding goes on as it began, in each of its versions.
    """
    own = aliased(Review)
    begun = (
        sa.select(own.opened_at).where(own.proposal_id == Proposal.id).correlate(Proposal)
    ).scalar_subquery()
    found = _last_found(begun)
    return sa.and_(found.is_not(None), _handed_in(found, begun) < FOLLOWING)


def _last_found(begun: sa.ScalarSelect[datetime]) -> sa.ScalarSelect[datetime]:
    """When a claim of the same owner was last found to be wrong, before this one began.

    Asked of the few entries of this kind, never of all that the owner has handed in.
    """
    claim, claimed = aliased(Review), aliased(Proposal)
    is_own = sa.exists().where(
        claim.id == Entry.stream,
        claimed.id == claim.proposal_id,
        claimed.owner_id == Proposal.owner_id,
    )
    return (
        sa.select(sa.func.max(Entry.at))
        .where(
            Entry.kind == Event.CLAIM_WRONG.value,
            is_own.correlate(Entry, Proposal),
            sa.or_(begun.is_(None), Entry.at <= begun),
        )
        .correlate(Proposal)
        .scalar_subquery()
    )


def _handed_in(
    found: sa.ScalarSelect[datetime], begun: sa.ScalarSelect[datetime]
) -> sa.ScalarSelect[int]:
    """How many others the same owner has handed in since, before this one."""
    between, other = aliased(Review), aliased(Proposal)
    return (
        sa.select(sa.func.count())
        .select_from(between)
        .join(other, other.id == between.proposal_id)
        .where(
            other.owner_id == Proposal.owner_id,
            other.id != Proposal.id,
            between.opened_at >= found,
            sa.or_(begun.is_(None), between.opened_at < begun),
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
