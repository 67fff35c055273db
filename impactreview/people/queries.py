"""Questions about people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant, UserSession
from impactreview.people.roles import Role
from impactreview.people.terms import State


def signed_in(
    token_hash: bytes, at: datetime
) -> tuple[Person, UserSession, frozenset[Role]] | None:
    """The person, the session and the roles behind a cookie's token, in one query; None if not."""
    rows = session.execute(
        sa.select(Person, UserSession, RoleGrant.role)
        .join(UserSession, UserSession.person_id == Person.id)
        .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & (RoleGrant.state == State.HELD))
        .where(
            UserSession.token_hash == token_hash,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > at,
            Person.deactivated_at.is_(None),
        )
    ).all()
    if not rows:
        return None
    roles = {role for _, _, role in rows if role is not None}
    return rows[0][0], rows[0][1], frozenset(roles | {Role.EMPLOYEE})


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
