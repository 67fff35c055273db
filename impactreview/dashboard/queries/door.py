"""How somebody stands to a restricted case, over all the rooms that name its circle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Decision, Elector
from impactreview.governance.models import Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal, Reading
from impactreview.proposals.rules.access import is_under_embargo
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.queries.circle import board_of
from impactreview.reviews.terms import Stand

_ME: sa.BindParameter[UUID] = sa.bindparam("me", type_=sa.Uuid())
_CASE: sa.BindParameter[UUID] = sa.bindparam("case", type_=sa.Uuid())
_ON: sa.BindParameter[date] = sa.bindparam("on", type_=sa.Date())


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one person stands to a restricted case."""

    writes: bool
    named: bool
    """Whether they stand beside the owner, have a seat in the review or a vote in a ballot, or sit
    on a board that was asked in a ballot, with a vote or without.

    Whoever had a seat keeps what they have read; whoever left it for a conflict does not.
    """
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
    beside = person_id == proposal.sponsor_id or not parts.isdisjoint(_NAMED)
    return Standing(
        writes=writes,
        named=writes or beside,
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


_NAMED = {"beside", "seat", "votes", "asked"}


def sits_on_asked_board(case: Any, person: Any, on: Any) -> sa.ColumnElement[bool]:
    """SQL of whether this person sits that day on a board that was asked about this case."""
    return sa.exists(
        sa.select(Membership.id)
        .join(Person, Membership.person_id == Person.id)
        .join(Ballot, Ballot.board_id == Membership.board_id)
        .where(Ballot.proposal_id == case, Membership.person_id == person, sits_on(on))
        .correlate_except(Membership, Person, Ballot)
    )


def sits_on_board(board: Any, person: Any, on: Any) -> sa.ColumnElement[bool]:
    """SQL of whether this person sits that day on this board."""
    return sa.exists(
        sa.select(Membership.id)
        .join(Person, Membership.person_id == Person.id)
        .where(Membership.board_id == board, Membership.person_id == person, sits_on(on))
        .correlate_except(Membership, Person)
    )


def _part(part: str, board: Any = None, plan: Any = None) -> sa.Select[Any]:
    nowhere, nothing = sa.cast(sa.null(), sa.Uuid()), sa.cast(sa.null(), sa.JSON())
    return sa.select(
        sa.literal(part).label("part"),
        (nowhere if board is None else board).label("board"),
        (nothing if plan is None else plan).label("plan"),
    )


def _beside(part: str, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return _part(part).where(
        sa.exists().where(
            Involved.proposal_id == _CASE,
            Involved.person_id == _ME,
            Involved.until.is_(None),
            condition,
        )
    )


def _seat() -> sa.Select[Any]:
    recused = sa.exists().where(Position.seat_id == Seat.id, Position.stand == Stand.RECUSED)
    return _part("seat").where(
        sa.exists().where(
            Review.proposal_id == _CASE,
            Seat.review_id == Review.id,
            Seat.person_id == _ME,
            ~recused,
        )
    )


def _votes() -> sa.Select[Any]:
    return _part("votes").where(
        sa.exists().where(
            Ballot.proposal_id == _CASE, Elector.ballot_id == Ballot.id, Elector.person_id == _ME
        )
    )


def _sits() -> sa.Select[Any]:
    return (
        _part("sits", Membership.board_id)
        .join(Person, Membership.person_id == Person.id)
        .where(Membership.person_id == _ME, sits_on(_ON))
    )


_STANDING = sa.union_all(
    _beside("writes", Involved.agreed_at.is_not(None)),
    _beside("beside", Involved.agreed_at.is_(None)),
    _seat(),
    _votes(),
    _part("asked").where(sits_on_asked_board(_CASE, _ME, _ON)),
    _sits(),
    _part("opened").where(
        sa.exists().where(Reading.proposal_id == _CASE, Reading.person_id == _ME)
    ),
    _part("plan", plan=Review.plan).where(Review.proposal_id == _CASE),
    _part("decided").where(sa.exists().where(Decision.proposal_id == _CASE)),
)
