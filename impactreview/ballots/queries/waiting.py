"""What waits for a person: votes to cast, conditions to meet, decisions to put into force."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.terms import ConditionState, DecisionState, State
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal

MOST = 200


def waiting_votes(person: Person, at: datetime) -> Sequence[Ballot]:
    """Ballots in which this person may vote and has not yet, the first to close first."""
    voted = sa.exists().where(Vote.elector_id == Elector.id)
    return session.scalars(
        sa.select(Ballot)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .join(Ballot.proposal)
        .join(Ballot.board)
        .options(contains_eager(Ballot.proposal), contains_eager(Ballot.board))
        .where(
            Elector.person_id == person.id,
            Elector.recused_at.is_(None),
            Ballot.state == State.OPEN,
            Ballot.opens_at <= at,
            Ballot.closes_at > at,
            ~voted,
        )
        .order_by(Ballot.closes_at, Ballot.id)
        .limit(MOST)
    ).all()


def waiting_conditions(person: Person) -> Sequence[Condition]:
    """Conditions that this person has to meet, the first due first."""
    live = (*PASSED, DecisionState.ENACTED)
    return session.scalars(
        sa.select(Condition)
        .join(Condition.decision)
        .join(Decision.proposal)
        .options(contains_eager(Condition.decision).contains_eager(Decision.proposal))
        .where(
            Condition.owner_id == person.id,
            Condition.state == ConditionState.OPEN,
            Decision.state.in_(live),
        )
        .order_by(Condition.due_on, Condition.id)
        .limit(MOST)
    ).all()


def to_enact(person: Person, at: datetime) -> Sequence[Decision]:
    """Decisions that this person may put into force now, the first to lapse first."""
    unverified = sa.exists().where(
        Condition.decision_id == Decision.id,
        Condition.before_start.is_(True),
        Condition.state != ConditionState.VERIFIED,
    )
    return session.scalars(
        sa.select(Decision)
        .join(Decision.proposal)
        .options(contains_eager(Decision.proposal))
        .where(
            Proposal.owner_id == person.id,
            Decision.state.in_(PASSED),
            Decision.enactable_from <= at.date(),
            sa.or_(Decision.reasons != "", Decision.overruling_id.is_not(None)),
            ~unverified,
        )
        .order_by(Decision.lapses_on, Decision.id)
        .limit(MOST)
    ).all()
