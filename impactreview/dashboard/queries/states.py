"""How cases stand as a whole, for lists of rooms that hold only a part of them."""

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.rules.cases import case_state
from impactreview.dashboard.terms import CaseState
from impactreview.kernel.db import fixed, session
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review

_OPEN = fixed(BallotState.OPEN, Ballot.state)
IS_VOTED_ON = sa.exists().where(Ballot.proposal_id == Proposal.id, Ballot.state == _OPEN)
"""SQL of whether a ballot about a proposal is open."""
_STATES = (
    sa.select(
        Proposal.id,
        Proposal.state,
        Review.state,
        Decision.state,
        IS_VOTED_ON.label("voting"),
        Decision.overruling_id,
    )
    .outerjoin(Review, Review.proposal_id == Proposal.id)
    .outerjoin(Decision, Decision.proposal_id == Proposal.id)
)


def states_of(ids: Collection[UUID]) -> Mapping[UUID, CaseState]:
    """Of each of these proposals, where its case stands, in one query."""
    if not ids:
        return {}
    rows = session.execute(_STATES.where(Proposal.id.in_(ids)))
    return {
        proposal_id: case_state(
            proposal, review, decision, voting=bool(voting), overruled=overruling is not None
        )
        for proposal_id, proposal, review, decision, voting, overruling in rows
    }
