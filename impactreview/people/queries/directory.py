"""Questions about who is here, and who holds which role."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State


def by_id(person_id: UUID) -> Person | None:
    """The person of this id, active or not."""
    return session.get(Person, person_id)


def by_email(email: str) -> Person | None:
    """The person of this address, whatever its case."""
    return session.scalars(
        sa.select(Person).where(Person.email == email.strip().casefold())
    ).one_or_none()


def holders(role: Role) -> Sequence[Person]:
    """Everybody active who holds `role` now, by name."""
    return session.scalars(
        sa.select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.state == State.HELD,
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(500)
    ).all()
