"""Questions about who stands above whom, and who of them holds a role that carries power."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant, Unit
from impactreview.people.rules.lines import JUDGING
from impactreview.people.terms import State

MOST_HOLDERS = 500


def judging() -> Sequence[Person]:
    """Everybody active who holds such a role now, by name."""
    held = sa.exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role.in_(sorted(JUDGING)),
        RoleGrant.state == State.HELD,
    )
    return session.scalars(
        sa.select(Person)
        .where(held, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(MOST_HOLDERS)
    ).all()


def leading(ids: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    """Who stands directly above each of these people, and above everybody above them."""
    line = (
        sa.select(Person.id, Person.manager_id)
        .where(Person.id.in_(ids))
        .cte("line", recursive=True)
    )
    next_one = aliased(Person)
    line = line.union(
        sa.select(next_one.id, next_one.manager_id).join(line, next_one.id == line.c.manager_id)
    )
    return {row.id: row.manager_id for row in session.execute(sa.select(line))}


def leading_all() -> Mapping[UUID, UUID | None]:
    """Who stands directly above each person there is."""
    rows = session.execute(sa.select(Person.id, Person.manager_id))
    return {row.id: row.manager_id for row in rows}


def called(ids: Collection[UUID]) -> dict[UUID | None, str]:
    """The names of the people and of the units of these ids."""
    named = [sa.select(each.id, each.name).where(each.id.in_(ids)) for each in (Person, Unit)]
    return {row.id: row.name for row in session.execute(sa.union_all(*named))} if ids else {}
