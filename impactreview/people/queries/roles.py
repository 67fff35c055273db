"""Questions about who holds which role, and which roles wait for a second person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.people.models import PeopleImport, Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State

MOST_HELD = 2_000
MOST_WAITING = 500
MOST_PAST = 50
OPEN = (State.PROPOSED, State.HELD)

_WITH_PEOPLE = (
    joinedload(RoleGrant.person),
    joinedload(RoleGrant.proposed_by),
    joinedload(RoleGrant.confirmed_by),
)


def grant(grant_id: UUID) -> RoleGrant | None:
    """The role given, or proposed, of this id."""
    return session.get(RoleGrant, grant_id)


def held_by(people: Collection[UUID]) -> Mapping[UUID, Sequence[RoleGrant]]:
    """The roles in force of each of these people, in one query."""
    found = session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.person_id.in_(people), RoleGrant.state == State.HELD)
        .order_by(RoleGrant.role, RoleGrant.scope)
    ).all()
    grouped: dict[UUID, list[RoleGrant]] = {}
    for each in found:
        grouped.setdefault(each.person_id, []).append(each)
    return grouped


def speaks_for_customers(person: Person) -> bool:
    """Whether `person` is customer advocate or deputy."""
    return any(
        grant.role in (Role.ADVOCATE, Role.DEPUTY_ADVOCATE)
        for grants in held_by([person.id]).values()
        for grant in grants
    )


def customer_speakers() -> Sequence[Person]:
    """Customer advocate and deputy, as long as they are here, by name."""
    speak = sa.exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role.in_((Role.ADVOCATE, Role.DEPUTY_ADVOCATE)),
        RoleGrant.state == State.HELD,
    )
    return session.scalars(
        sa.select(Person)
        .where(speak, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(MOST_HELD)
    ).all()


def of_person(person: Person) -> Sequence[RoleGrant]:
    """Every role that was ever given to `person` or proposed, the newest first."""
    return session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.person_id == person.id)
        .options(*_WITH_PEOPLE)
        .order_by(RoleGrant.proposed_at.desc(), RoleGrant.id)
        .limit(MOST_WAITING)
    ).all()


def open_grants(person: Person) -> Sequence[RoleGrant]:
    """The roles that `person` holds or that wait for a second person."""
    return session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.person_id == person.id, RoleGrant.state.in_(OPEN))
        .order_by(RoleGrant.id)
        .limit(MOST_WAITING)
    ).all()


def ended_since(person: Person, since: datetime) -> Sequence[Role]:
    """The roles that `person` has lost since then, each once."""
    return session.scalars(
        sa.select(RoleGrant.role)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.state == State.ENDED,
            RoleGrant.until >= since,
        )
        .distinct()
        .order_by(RoleGrant.role)
        .limit(MOST_WAITING)
    ).all()


def open_grant(person: Person, role: Role, scope: str) -> RoleGrant | None:
    """This role of `person`, where it is held or waits; there is at most one."""
    return session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.scope == scope,
            RoleGrant.state.in_(OPEN),
        )
    ).one_or_none()


def held() -> Sequence[RoleGrant]:
    """Every role in force, by the holder's name."""
    return _grants(RoleGrant.state == State.HELD, order=(Person.name,), limit=MOST_HELD)


def waiting() -> Sequence[RoleGrant]:
    """Every role that waits for a second person, the oldest first."""
    return _grants(
        RoleGrant.state == State.PROPOSED,
        order=(RoleGrant.proposed_at, Person.name),
        limit=MOST_WAITING,
    )


def waiting_of(batch: PeopleImport) -> Sequence[RoleGrant]:
    """What an import proposed and nobody has confirmed yet."""
    return _grants(
        RoleGrant.import_id == batch.id,
        RoleGrant.state == State.PROPOSED,
        order=(RoleGrant.proposed_at, Person.name),
        limit=MOST_HELD,
    )


def past() -> Sequence[RoleGrant]:
    """Roles that have ended or were declined, the latest first."""
    return _grants(
        RoleGrant.state.in_((State.ENDED, State.DECLINED)),
        order=(sa.func.coalesce(RoleGrant.until, RoleGrant.proposed_at).desc(),),
        limit=MOST_PAST,
    )


def _grants(
    *narrowed: sa.ColumnElement[bool], order: Sequence[sa.SQLColumnExpression[Any]], limit: int
) -> Sequence[RoleGrant]:
    return session.scalars(
        sa.select(RoleGrant)
        .join(Person, RoleGrant.person_id == Person.id)
        .where(*narrowed)
        .options(*_WITH_PEOPLE)
        .order_by(*order, RoleGrant.id)
        .limit(limit)
    ).all()


def administrators(*, locked: bool = False) -> frozenset[UUID]:
    """Who may administer now; `locked`: nobody else gives or ends that role until this act ends."""
    asked = (
        sa.select(RoleGrant.person_id, RoleGrant.state)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.state.in_(OPEN))
        .order_by(RoleGrant.id)
    )
    if locked:
        asked = asked.with_for_update()
    return frozenset(person for person, state in session.execute(asked) if state is State.HELD)
