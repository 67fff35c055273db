"""What a person has in all rooms that somebody else would have to take over, in one query.

Of escalations nothing is asked: whoever reads this may not know of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.terms import ConditionState, DecisionState
from impactreview.dashboard.queries.part import ME, TODAY, part
from impactreview.dashboard.queries.states import IS_VOTED_ON
from impactreview.governance.models import Board, Membership
from impactreview.governance.terms import PRESIDING
from impactreview.kernel.db import session
from impactreview.people.terms import State as GrantState
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import ENDED
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.terms import State as ReviewState

MOST = 500
IS_KEPT = sa.or_(Proposal.restricted, Proposal.number == 0)
"""SQL of a proposal that not every employee may read."""
_TOLD = sa.case((IS_KEPT, ""), else_=Proposal.title)


def had_by(person_id: UUID, on: date) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Code and title of everything of each kind, by its code; what is kept has an empty title."""
    rows = session.execute(_HAD, {"me": person_id, "today": on})
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, code, title, *_ in rows:
        found.setdefault(kind, []).append((code, title))
    return {kind: sorted(things) for kind, things in found.items()}


def goes_on() -> sa.ColumnElement[bool]:
    """SQL of a proposal, joined with its determination, that somebody could still go on with."""
    undecided = sa.or_(Decision.id.is_(None), Decision.state.in_(PASSED))
    return Proposal.state.not_in(ENDED) & undecided


def _policies() -> sa.Select[Any]:
    return part("policy", Policy.code, Policy.title).where(
        Policy.owner_id == ME, Policy.state != PolicyState.WITHDRAWN
    )


def _proposals(kind: str, *, voted_on: bool) -> sa.Select[Any]:
    voting = IS_VOTED_ON if voted_on else ~IS_VOTED_ON
    return (
        part(kind, Proposal.code, _TOLD)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id)
        .where(Proposal.owner_id == ME, goes_on(), voting)
    )


def _seats() -> sa.Select[Any]:
    return (
        part("seat", Proposal.code, _TOLD)
        .join(Review, Review.proposal_id == Proposal.id)
        .join(Seat, Seat.review_id == Review.id)
        .where(Seat.person_id == ME, Seat.ended_at.is_(None), Review.state != ReviewState.CLOSED)
    )


def _conditions() -> sa.Select[Any]:
    return (
        part("condition", Proposal.code, _TOLD)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .join(Condition, Condition.decision_id == Decision.id)
        .where(
            Condition.owner_id == ME,
            Condition.state != ConditionState.VERIFIED,
            Decision.state.in_((*PASSED, DecisionState.ENACTED)),
        )
    )


def _places(kind: str, *, runs: bool) -> sa.Select[Any]:
    office = Membership.office.in_(PRESIDING)
    return (
        part(kind, Board.slug, Board.name)
        .join(Membership, Membership.board_id == Board.id)
        .where(
            Membership.person_id == ME,
            Membership.state == GrantState.HELD,
            sa.or_(Membership.term_until.is_(None), Membership.term_until >= TODAY),
            office if runs else ~office,
        )
    )


_HAD = sa.union_all(
    _policies(),
    _proposals("proposal", voted_on=False),
    _proposals("voted", voted_on=True),
    _seats(),
    _conditions(),
    _places("runs", runs=True),
    _places("sits", runs=False),
).limit(MOST)
