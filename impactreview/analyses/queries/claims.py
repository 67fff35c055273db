"""Whether a proposal may claim that no customer is touched, told from the log and its versions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.analyses.terms import Event
from impactreview.audit.models import Event as Entry
from impactreview.impact.terms import Form
from impactreview.kernel.db import fixed, session
from impactreview.kernel.refusals import Unusable
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.terms import State

FOLLOWING = 5
"""How many proposals of an owner follow a claim of theirs that was found to be wrong."""


def why_no_claim(proposal: Proposal) -> Unusable | None:
    """What keeps this proposal from claiming that no customer is touched; None: nothing."""
    if is_refused(proposal):
        return Unusable(
            "It was handed in with the claim that no customer is touched, and whoever read it"
            " asked for changes instead of confirming that."
        )
    asked = sa.select(Proposal.id).where(Proposal.id == proposal.id, is_after_wrong_claim())
    if session.scalar(asked) is None:
        return None
    return Unusable(
        "A claim of its owner that no customer is touched was found to be wrong: their next five"
        " proposals go at least the way of level II."
    )


def is_refused(proposal: Proposal) -> bool:
    """Whether it claimed so when it was handed in last, and has come back."""
    if proposal.number == 0 or proposal.state is not State.DRAFT:
        return False
    form = session.scalar(
        sa.select(Version.form).where(
            Version.proposal_id == proposal.id, Version.number == proposal.number
        )
    )
    return form is Form.NONE


def is_after_wrong_claim() -> sa.ColumnElement[bool]:
    """SQL, over a proposal: whether it is one of the five that its owner hands in next.

    What was handed in before the finding goes on as it began, in each of its versions.
    """
    own = aliased(Version)
    begun = (
        sa.select(own.frozen_at)
        .where(own.proposal_id == Proposal.id, own.number == 1)
        .correlate(Proposal)
    ).scalar_subquery()
    found = _last_found(begun)
    return sa.and_(found.is_not(None), _handed_in(found, begun) < FOLLOWING)


def _last_found(begun: sa.ScalarSelect[datetime]) -> sa.ScalarSelect[datetime]:
    """When a claim of the same owner was last found to be wrong, before this one began.

    Asked of the few entries of this kind, never of all that the owner has handed in.
    """
    claimed = aliased(Proposal)
    is_own = sa.exists().where(claimed.id == Entry.stream, claimed.owner_id == Proposal.owner_id)
    return (
        sa.select(sa.func.max(Entry.at))
        .where(
            Entry.kind == fixed(Event.CLAIM_WRONG.value, Entry.kind),
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
    between, other = aliased(Version), aliased(Proposal)
    return (
        sa.select(sa.func.count())
        .select_from(between)
        .join(other, other.id == between.proposal_id)
        .where(
            between.number == 1,
            other.owner_id == Proposal.owner_id,
            other.id != Proposal.id,
            between.frozen_at >= found,
            sa.or_(begun.is_(None), between.frozen_at < begun),
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
