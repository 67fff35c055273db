"""Questions about one case, over all the rooms that hold a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from impactreview.audit.models import Event
from impactreview.ballots.models import Ballot, Condition, Decision
from impactreview.ballots.terms import ConditionState
from impactreview.dashboard.queries.log import LogLine, log_lines
from impactreview.dashboard.queries.states import IS_VOTED_ON
from impactreview.governance.models import Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.terms import PRESIDING
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.queries.asked import COLUMNS, NEWEST_FIRST, ChangesAsked, told, with_asked
from impactreview.reviews.terms import State as ReviewState

_HISTORY = 200


@dataclass(frozen=True)
class Course:
    """Where a case stands in the rooms above its proposal."""

    review: Review | None
    decision: Decision | None
    voting: bool
    unmet: int
    """How many conditions before its start are not verified."""
    runs: bool
    """Whether whoever looks runs the board that decided."""
    wrote: bool
    """Whether they write it beside its owner."""
    asked: ChangesAsked | None
    """Who asked for changes last, while its authors make them."""


_READER: sa.BindParameter[UUID] = sa.bindparam("reader", type_=sa.Uuid())
_RUNS = sa.exists(
    sa.select(Membership.id)
    .join(Person, Membership.person_id == Person.id)
    .join(Ballot, Ballot.board_id == Membership.board_id)
    .where(
        Ballot.id == Decision.ballot_id,
        Membership.person_id == _READER,
        Membership.office.in_(PRESIDING),
        sits_on(sa.bindparam("on", type_=sa.Date())),
    )
    .correlate(Decision)
)
_WROTE = sa.exists().where(
    Involved.proposal_id == Proposal.id,
    Involved.person_id == _READER,
    Involved.until.is_(None),
    Involved.agreed_at.is_not(None),
)
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
    with_asked(
        sa.select(Review, Decision, IS_VOTED_ON, _UNMET, _RUNS, _WROTE, *COLUMNS)
        .select_from(Proposal)
        .outerjoin(Review, Review.proposal_id == Proposal.id)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id),
        Review.id,
        Review.state == ReviewState.CHANGES_REQUESTED,
    )
    .where(Proposal.id == sa.bindparam("proposal_id"))
    .order_by(NEWEST_FIRST)
    .limit(1)
)


def course(proposal: Proposal, reader: UUID, on: date) -> Course:
    """The review, the decision, what is owed and by whom, as `reader` sees it, in one query."""
    asked = {"proposal_id": proposal.id, "reader": reader, "on": on}
    review, decision, voting, unmet, runs, wrote, *last = session.execute(_COURSE, asked).one()
    changes = told(*last) if last[0] else None
    return Course(review, decision, bool(voting), unmet, bool(runs), bool(wrote), changes)


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
