"""Questions about one case's ballots, its votes, its determination and conditions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from impactreview.audit.acts import Act
from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.rules.tally import ElectorNow
from impactreview.ballots.terms import Choice, State
from impactreview.kernel.db import session
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import State as ProposalState

MOST = 500
_ANEW = {"populate_existing": True}
"""Whatever was read before the lock is read again."""


def by_id(ballot_id: UUID) -> Ballot | None:
    """The ballot of this id."""
    return session.get(Ballot, ballot_id)


def ballots_of(proposal: Proposal) -> Sequence[Ballot]:
    """Every ballot about a proposal, the newest first."""
    return session.scalars(
        sa.select(Ballot)
        .where(Ballot.proposal_id == proposal.id)
        .options(joinedload(Ballot.board), joinedload(Ballot.opened_by))
        .order_by(Ballot.opened_at.desc(), Ballot.round.desc(), Ballot.id)
        .limit(MOST)
    ).all()


def open_ballot_of(proposal: Proposal) -> Ballot | None:
    """The ballot about a proposal that is open; there is at most one."""
    return session.scalars(
        sa.select(Ballot)
        .where(Ballot.proposal_id == proposal.id, Ballot.state == State.OPEN)
        .options(joinedload(Ballot.board))
    ).one_or_none()


def last_round(proposal: Proposal) -> int:
    """How often a proposal was voted on until now, in all its versions."""
    asked = sa.select(sa.func.max(Ballot.round)).where(Ballot.proposal_id == proposal.id)
    return session.scalar(asked) or 0


def was_called_off(proposal: Proposal) -> bool:
    """Whether a ballot about a proposal is void, whichever version it was about."""
    asked = sa.exists().where(Ballot.proposal_id == proposal.id, Ballot.state == State.VOID)
    return bool(session.scalar(sa.select(asked)))


_NEWEST = (
    sa.select(Ballot)
    .join(Ballot.proposal)
    .where(Proposal.code == sa.bindparam("code"))
    .order_by(Ballot.opened_at.desc(), Ballot.round.desc(), Ballot.id)
    .limit(1)
)


def newest(act: Act, code: str) -> Ballot | None:
    """The newest ballot about the proposal of this code; others wait for `act`."""
    return act.find(_NEWEST, code=code)


def electors(ballot: Ballot) -> Sequence[Elector]:
    """Who may vote in a ballot, by chamber and name, as it stands now."""
    found = session.scalars(
        sa.select(Elector)
        .where(Elector.ballot_id == ballot.id)
        .options(joinedload(Elector.person))
        .order_by(Elector.chamber, Elector.id)
        .limit(MOST)
        .execution_options(**_ANEW)
    ).all()
    return sorted(found, key=lambda each: (each.chamber, each.person.name, each.id))


def elector_of(ballot: Ballot, person_id: UUID) -> Elector | None:
    """The elector that this person is in a ballot, as it stands now."""
    return session.scalars(
        sa.select(Elector)
        .where(Elector.ballot_id == ballot.id, Elector.person_id == person_id)
        .execution_options(**_ANEW)
    ).one_or_none()


_EARLIER = aliased(Vote)
_IS_LAST = (Vote.elector_id == Elector.id) & (
    Vote.serial
    == sa.select(sa.func.max(_EARLIER.serial))
    .where(_EARLIER.elector_id == Elector.id)
    .scalar_subquery()
)


def voter(
    ballot: Ballot, person_id: UUID, sits: sa.ColumnElement[bool]
) -> tuple[Elector | None, Vote | None, bool]:
    """The elector that this person is, what they said last, and whether they sit there now.

    `sits` is SQL over an elector.
    """
    row = session.execute(
        sa.select(Elector, Vote, sits)
        .outerjoin(Vote, _IS_LAST)
        .where(Elector.ballot_id == ballot.id, Elector.person_id == person_id)
    ).one_or_none()
    return (row[0], row[1], row[2]) if row else (None, None, False)


def last_votes(ballot: Ballot) -> Mapping[UUID, Vote]:
    """By elector the last vote of each who voted."""
    last = (
        sa.select(Vote.elector_id, sa.func.max(Vote.serial).label("serial"))
        .join(Elector, Vote.elector_id == Elector.id)
        .where(Elector.ballot_id == ballot.id)
        .group_by(Vote.elector_id)
        .subquery()
    )
    found = session.scalars(
        sa.select(Vote)
        .join(last, (Vote.elector_id == last.c.elector_id) & (Vote.serial == last.c.serial))
        .order_by(Vote.id)
        .limit(MOST)
    ).all()
    return {vote.elector_id: vote for vote in found}


def cast_so_far(ballot: Ballot) -> tuple[list[ElectorNow], dict[str, Choice]]:
    """Electors and votes of a ballot as `rules.tally` takes them."""
    return as_counted(electors(ballot), last_votes(ballot))


def as_counted(
    electors: Sequence[Elector], votes: Mapping[UUID, Vote]
) -> tuple[list[ElectorNow], dict[str, Choice]]:
    """The same, of electors and last votes that are read already."""
    everybody = [
        ElectorNow(str(each.id), each.chamber, recused=each.recused_at is not None)
        for each in electors
    ]
    return everybody, {str(key): vote.choice for key, vote in votes.items()}


def decision_of(proposal: Proposal) -> Decision | None:
    """The determination about a proposal."""
    return session.scalars(
        sa.select(Decision)
        .where(Decision.proposal_id == proposal.id)
        .options(joinedload(Decision.ballot), joinedload(Decision.policy))
    ).one_or_none()


def decision_by_id(decision_id: UUID) -> Decision | None:
    """The determination of this id."""
    return session.get(Decision, decision_id)


def conditions(decision: Decision) -> Sequence[Condition]:
    """The conditions of a determination in the order they were set, as they stand now."""
    return session.scalars(
        sa.select(Condition)
        .where(Condition.decision_id == decision.id)
        .options(joinedload(Condition.owner), joinedload(Condition.verified_by))
        .order_by(Condition.serial)
        .limit(MOST)
        .execution_options(**_ANEW)
    ).all()


def condition(decision: Decision, serial: int) -> Condition | None:
    """The condition of this number."""
    return session.scalars(
        sa.select(Condition).where(Condition.decision_id == decision.id, Condition.serial == serial)
    ).one_or_none()


def reread(found: Condition) -> Condition:
    """A condition as it stands now, whatever was read of it before the lock."""
    return session.scalars(
        sa.select(Condition).where(Condition.id == found.id).execution_options(**_ANEW)
    ).one()


def due(at: datetime, limit: int = MOST) -> Sequence[UUID]:
    """Open ballots whose time is over, or whose text is not what is proposed any more."""
    return session.scalars(
        sa.select(Ballot.id)
        .join(Proposal, Ballot.proposal_id == Proposal.id)
        .where(
            Ballot.state == State.OPEN,
            sa.or_(
                Ballot.closes_at <= at,
                Proposal.state != ProposalState.SUBMITTED,
                Proposal.number != Ballot.number,
            ),
        )
        .order_by(Ballot.closes_at, Ballot.id)
        .limit(limit)
    ).all()


def overdue(at: datetime, limit: int = MOST) -> Sequence[UUID]:
    """Determinations whose time to be put into force is over, or ends this day."""
    return session.scalars(
        sa.select(Decision.id)
        .where(Decision.state.in_(PASSED), Decision.lapses_on <= at.date())
        .order_by(Decision.lapses_on, Decision.id)
        .limit(limit)
    ).all()
