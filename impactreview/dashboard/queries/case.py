"""Questions about one case, over all the rooms that hold a part of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from impactreview.audit.models import Event
from impactreview.ballots.models import Ballot, Decision, Elector
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.queries.log import LogLine, log_lines
from impactreview.governance.models import Membership
from impactreview.kernel.db import session
from impactreview.people.terms import State as GrantState
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review, Seat

_HISTORY = 200


def circle(proposal: Proposal) -> Collection[UUID]:
    """Who must know of a restricted case by a seat, a vote, or the board that decides it."""
    if not proposal.restricted:
        return ()
    seats = (
        sa.select(Seat.person_id)
        .join(Review, Review.id == Seat.review_id)
        .where(Review.proposal_id == proposal.id, Seat.ended_at.is_(None))
    )
    electors = (
        sa.select(Elector.person_id)
        .join(Ballot, Ballot.id == Elector.ballot_id)
        .where(Ballot.proposal_id == proposal.id)
    )
    boards = (
        sa.select(Membership.person_id)
        .join(Ballot, Ballot.board_id == Membership.board_id)
        .where(Ballot.proposal_id == proposal.id, Membership.state == GrantState.HELD)
    )
    found = session.scalars(seats.union(electors, boards)).all()
    return frozenset(person for person in found if person is not None)


@dataclass(frozen=True)
class Course:
    """Where a case stands in the rooms above its proposal."""

    review: Review | None
    decision: Decision | None
    voting: bool


def course(proposal: Proposal) -> Course:
    """The review, the decision, and whether a ballot is open, in one query."""
    voting = sa.exists().where(Ballot.proposal_id == proposal.id, Ballot.state == BallotState.OPEN)
    row = session.execute(
        sa.select(Review, Decision, voting)
        .select_from(Proposal)
        .outerjoin(Review, Review.proposal_id == Proposal.id)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id)
        .where(Proposal.id == proposal.id)
    ).one()
    return Course(row[0], row[1], bool(row[2]))


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
