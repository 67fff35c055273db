"""What waits for a person: each thing with its reason, asked of the room that knows it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.governance.models import Board, Membership
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.terms import State

_WAITING_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for a person: what to do, to what, why they, until when, and where."""

    task: str
    title: Any
    why: str
    place: str
    params: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    level: int | None = None
    since: datetime | None = None


def grants_to_confirm(person_id: UUID) -> list[Waiting]:
    """Powerful roles that this administrator may confirm: proposed by and for somebody else."""
    rows = session.execute(
        sa.select(RoleGrant.role, RoleGrant.proposed_at, Person.name)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.state == State.PROPOSED,
            RoleGrant.person_id != person_id,
            RoleGrant.proposed_by_id.is_distinct_from(person_id),
        )
        .order_by(RoleGrant.proposed_at, RoleGrant.id)
        .limit(_WAITING_MOST)
    )
    return [
        Waiting(
            task="Confirm a role",
            title=(role, name),
            why="because a powerful role is given by two administrators",
            place="people.roles",
            since=at,
        )
        for role, at, name in rows
    ]


def places_to_confirm(person_id: UUID) -> list[Waiting]:
    """Places on boards that this administrator may confirm."""
    rows = session.execute(
        sa.select(Board.slug, Board.name, Person.name, Membership.proposed_at)
        .join(Board, Board.id == Membership.board_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.state == State.PROPOSED,
            Membership.person_id != person_id,
            Membership.proposed_by_id.is_distinct_from(person_id),
        )
        .order_by(Membership.proposed_at, Membership.id)
        .limit(_WAITING_MOST)
    )
    return [
        Waiting(
            task="Confirm a place on a board",
            title=(board, name),
            why="because a place on a board is given by two administrators",
            place="governance.board",
            params={"slug": slug},
            since=at,
        )
        for slug, board, name, at in rows
    ]
