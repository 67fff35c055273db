"""Who acts for the body that decides about a policy."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Decision
from impactreview.governance.models import Board
from impactreview.governance.queries import sitting
from impactreview.governance.queries.rule_sets import boards_for
from impactreview.governance.terms import BoardKind, Office
from impactreview.kernel.db import session
from impactreview.policies.models import Policy

_CHAIRS = frozenset({Office.CHAIR, Office.DEPUTY_CHAIR})
_FALLING_BACK = (BoardKind.UNIT, BoardKind.CENTRAL, BoardKind.GOVERNANCE, BoardKind.TOP)


def chairs_for(policy: Policy, on: date) -> frozenset[UUID]:
    """Chair and deputy chair of the board whose ballot last decided about this policy.

    Where no ballot did, of the board that would decide about what its unit proposes.
    """
    board = _decided(policy) or _deciding(policy)
    if board is None:
        return frozenset()
    return frozenset(place.person_id for place in sitting(board, on) if place.office in _CHAIRS)


def _decided(policy: Policy) -> Board | None:
    return session.scalars(
        sa.select(Board)
        .join(Ballot, Ballot.board_id == Board.id)
        .join(Decision, Decision.ballot_id == Ballot.id)
        .where(Decision.policy_id == policy.id)
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(1)
    ).first()


def _deciding(policy: Policy) -> Board | None:
    if policy.unit is None:
        return None
    boards = boards_for(policy.unit)
    return next((boards[kind] for kind in _FALLING_BACK if kind in boards), None)
