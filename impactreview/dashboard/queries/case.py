"""Questions about one case, over all the rooms that hold a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from impactreview.audit.models import Event
from impactreview.ballots.models import Ballot, Condition, Decision
from impactreview.ballots.terms import ConditionState
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.queries.log import LogLine, log_lines
from impactreview.kernel.db import session
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review

_HISTORY = 200


@dataclass(frozen=True)
class Course:
    """Where a case stands in the rooms above its proposal."""

    review: Review | None
    decision: Decision | None
    voting: bool
    board_id: UUID | None
    """The board that decided, where one did."""
    unmet: int
    """How many conditions before its start are not verified."""


_VOTES = sa.exists().where(Ballot.proposal_id == Proposal.id, Ballot.state == BallotState.OPEN)
_BOARD = sa.select(Ballot.board_id).where(Ballot.id == Decision.ballot_id).scalar_subquery()
_UNMET = (
    sa.select(sa.func.count(Condition.id))
    .where(
        Condition.decision_id == Decision.id,
        Condition.before_start.is_(True),
        Condition.state != ConditionState.VERIFIED,
    )
    .scalar_subquery()
)
_COURSE = (
    sa.select(Review, Decision, _VOTES, _BOARD, _UNMET)
    .select_from(Proposal)
    .outerjoin(Review, Review.proposal_id == Proposal.id)
    .outerjoin(Decision, Decision.proposal_id == Proposal.id)
    .where(Proposal.id == sa.bindparam("proposal_id"))
)


def course(proposal: Proposal) -> Course:
    """The review, the decision, whether a ballot is open, and what is owed, in one query."""
    row = session.execute(_COURSE, {"proposal_id": proposal.id}).one()
    return Course(row[0], row[1], bool(row[2]), row[3], row[4])


def history(proposal: Proposal, *, reader: str) -> Sequence[LogLine]:
    """What was done in this case, newest first: its proposal, analysis, review and decision."""
    streams = [
        sa.select(Proposal.id).where(Proposal.id == proposal.id),
        sa.select(Review.id).where(Review.proposal_id == proposal.id),
        sa.select(Ballot.id).where(Ballot.proposal_id == proposal.id),
        sa.select(Decision.id).where(Decision.proposal_id == proposal.id),
    ]
    of_case = Event.stream.in_(sa.union(*streams).subquery().select())
    lines = log_lines(
        actor=None, kind=None, before=None, limit=_HISTORY, reader=reader, also=of_case
    )
    return [line for line in lines if not line.shut]
