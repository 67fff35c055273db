"""How somebody stands to a restricted case, over all the rooms that name its circle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Decision
from impactreview.dashboard.queries.restricted import is_of_circle, stands_beside
from impactreview.governance.models import Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal, Reading
from impactreview.proposals.rules.access import is_under_embargo
from impactreview.reviews.models import Review
from impactreview.reviews.queries.circle import board_of

_ME: sa.BindParameter[UUID] = sa.bindparam("me", type_=sa.Uuid())
_CASE: sa.BindParameter[UUID] = sa.bindparam("case", type_=sa.Uuid())
_ON: sa.BindParameter[date] = sa.bindparam("on", type_=sa.Date())


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one person stands to a restricted case."""

    writes: bool
    named: bool
    """Whether they own or sponsor it or are of its circle, as `restricted.is_of_circle` says."""
    opened: bool
    told: bool
    """Whether what was decided in it is told to everybody by that day."""
    boards: frozenset[UUID]
    """The boards they sit on that day."""
    plan: Mapping[str, Any] | None
    """Of its review; None before there is one."""


def standing(proposal: Proposal, person_id: UUID, on: date) -> Standing:
    """How this person stands to the restricted `proposal` on that day, in one query."""
    asked = {"me": person_id, "case": proposal.id, "on": on}
    rows = session.execute(_STANDING, asked).all()
    parts = {row.part for row in rows}
    writes = person_id == proposal.owner_id or "writes" in parts
    named = person_id == proposal.sponsor_id or "named" in parts
    return Standing(
        writes=writes,
        named=writes or named,
        opened="opened" in parts,
        told="decided" in parts and not is_under_embargo(proposal, on),
        boards=frozenset(row.board for row in rows if row.part == "sits"),
        plan=next((row.plan for row in rows if row.part == "plan"), None),
    )


def is_of_its_board(proposal: Proposal, standing: Standing) -> bool:
    """Whether one of the boards is that which decides about this case."""
    if standing.plan is None or not standing.boards:
        return False
    board = board_of(proposal, Plan.from_json(standing.plan))
    return board is not None and board.id in standing.boards


def _part(part: str, board: Any = None, plan: Any = None) -> sa.Select[Any]:
    nowhere, nothing = sa.cast(sa.null(), sa.Uuid()), sa.cast(sa.null(), sa.JSON())
    return sa.select(
        sa.literal(part).label("part"),
        (nowhere if board is None else board).label("board"),
        (nothing if plan is None else plan).label("plan"),
    )


def _sits() -> sa.Select[Any]:
    return (
        _part("sits", Membership.board_id)
        .join(Person, Membership.person_id == Person.id)
        .where(Membership.person_id == _ME, sits_on(_ON))
    )


_STANDING = sa.union_all(
    _part("writes").where(stands_beside(_CASE, _ME, Involved.agreed_at.is_not(None))),
    _part("named").where(is_of_circle(_CASE, _ME, _ON)),
    _sits(),
    _part("opened").where(
        sa.exists().where(Reading.proposal_id == _CASE, Reading.person_id == _ME)
    ),
    _part("plan", plan=Review.plan).where(Review.proposal_id == _CASE),
    _part("decided").where(sa.exists().where(Decision.proposal_id == _CASE)),
)
