"""Questions about who signs in, and who is signed in."""

from datetime import datetime

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
