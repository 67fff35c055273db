"""Questions about who signs in, who is signed in, and where."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import (
    Credential,
    OneTimeLink,
    Person,
    RoleGrant,
    Throttle,
    UserSession,
)
from impactreview.people.roles import Role
from impactreview.people.rules.people import as_address
from impactreview.people.terms import State

_SIGNED_IN = (
    sa.select(Person, UserSession, RoleGrant.role)
    .join(UserSession, UserSession.person_id == Person.id)
    .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & (RoleGrant.state == State.HELD))
    .where(
        UserSession.token_hash == sa.bindparam("token_hash"),
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > sa.bindparam("at"),
        Person.deactivated_at.is_(None),
    )
)
"""Asked by every request, so it is made once."""
MOST_AT_ONCE = 5_000  # as many as one import brings
_FRESH = {"populate_existing": True}  # what others wrote while this one waited for a lock


def signed_in(
    token_hash: bytes, at: datetime
) -> tuple[Person, UserSession, frozenset[Role]] | None:
    """The person, the session and the roles behind a cookie's token, in one query; None if not."""
    rows = session.execute(_SIGNED_IN, {"token_hash": token_hash, "at": at}).all()
    if not rows:
        return None
    roles = {role for _, _, role in rows if role is not None}
    return rows[0][0], rows[0][1], frozenset(roles | {Role.EMPLOYEE})


def is_empty() -> bool:
    """Whether nobody has been here yet."""
    return session.scalar(sa.select(Person.id).limit(1)) is None


def credential_of(email: str) -> Credential | None:
    """The password of the active person of this address; None where there is none."""
    return session.scalars(
        sa.select(Credential)
        .join(Person, Person.id == Credential.person_id)
        .where(Person.email == as_address(email), Person.deactivated_at.is_(None))
    ).one_or_none()


def credential_for(person: Person) -> Credential | None:
    """The password of `person`, as it stands behind a lock on that person."""
    return session.scalars(
        sa.select(Credential).where(Credential.person_id == person.id).execution_options(**_FRESH)
    ).one_or_none()


def locked(person_id: UUID) -> Person | None:
    """The active person of this id, whom nobody changes until this transaction ends."""
    return session.scalars(
        sa.select(Person)
        .where(Person.id == person_id, Person.deactivated_at.is_(None))
        .with_for_update(of=Person)
        .execution_options(**_FRESH)
    ).one_or_none()


def throttle(account: bytes) -> Throttle | None:
    """What is counted of this account, which nobody else counts until this transaction ends."""
    return session.scalars(
        sa.select(Throttle)
        .where(Throttle.account == account)
        .with_for_update()
        .execution_options(**_FRESH)
    ).one_or_none()


def sessions_of(person: Person, at: datetime) -> Sequence[UserSession]:
    """The devices signed in as `person`, the newest first."""
    return session.scalars(
        sa.select(UserSession)
        .where(
            UserSession.person_id == person.id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > at,
        )
        .order_by(UserSession.started_at.desc(), UserSession.id)
        .limit(500)
    ).all()


def session_of(person: Person, session_id: UUID, at: datetime) -> UserSession | None:
    """The device of this id, if it is signed in as `person`."""
    found = session.get(UserSession, session_id)
    if found is None or found.person_id != person.id:
        return None
    return found if found.revoked_at is None and found.expires_at > at else None


def open_links(person: Person, at: datetime) -> Sequence[OneTimeLink]:
    """The links of `person` that could still be used."""
    return session.scalars(
        sa.select(OneTimeLink)
        .where(
            OneTimeLink.person_id == person.id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
        .order_by(OneTimeLink.expires_at, OneTimeLink.token_hash)
        .limit(500)
        .execution_options(**_FRESH)
    ).all()


def uninvited(at: datetime) -> Sequence[Person]:
    """Everybody here who can not come in: no password, and no link that still works. By name."""
    return session.scalars(
        sa.select(Person)
        .where(*_without_password(), ~_has_link(at))
        .order_by(Person.name, Person.id)
        .limit(MOST_AT_ONCE)
    ).all()


def number_invited(at: datetime) -> int:
    """How many here have no password yet, and a link that still works."""
    asked = sa.select(sa.func.count(Person.id)).where(*_without_password(), _has_link(at))
    return session.scalar(asked) or 0


def _without_password() -> tuple[sa.ColumnElement[bool], ...]:
    has = sa.exists().where(Credential.person_id == Person.id)
    return Person.deactivated_at.is_(None), ~has


def _has_link(at: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        OneTimeLink.person_id == Person.id,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > at,
    )


def open_link(token_hash: bytes, at: datetime) -> OneTimeLink | None:
    """The link behind this token, if it can be used: once, in time, by somebody active."""
    return session.scalars(
        sa.select(OneTimeLink)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
            Person.deactivated_at.is_(None),
        )
        .execution_options(**_FRESH)
    ).one_or_none()


def roles_held(person: Person) -> Sequence[RoleGrant]:
    """The roles that `person` holds now, the oldest first."""
    return session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.person_id == person.id, RoleGrant.state == State.HELD)
        .order_by(RoleGrant.since, RoleGrant.id)
        .limit(100)
    ).all()
