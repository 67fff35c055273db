"""Questions of forms and imports: whom and which unit one may choose, and who is meant."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import Person, Unit

MOST = 2_000


def active_people() -> Sequence[tuple[str, str]]:
    """Name and address of everybody active, by name; at most 2,000."""
    rows = session.execute(
        sa.select(Person.name, Person.email)
        .where(Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return [(name, email) for name, email in rows]


def units() -> Sequence[Unit]:
    """Every unit, by name; at most 2,000."""
    return session.scalars(sa.select(Unit).order_by(Unit.name, Unit.id).limit(MOST)).all()


_UNITS = sa.select(Unit.code, Unit.name).order_by(Unit.name, Unit.id).limit(MOST)


def unit_names() -> Sequence[tuple[str, str]]:
    """Code and name of every unit, by name; at most 2,000."""
    return [(code, name) for code, name in session.execute(_UNITS)]


def unit_of(code: str) -> Unit | None:
    """The unit of this code."""
    return session.scalars(sa.select(Unit).where(Unit.code == code)).one_or_none()


def people_by_email(emails: Collection[str]) -> Mapping[str, Person]:
    """Those of `emails` (as the database keeps them: case-folded) who are there, active or not."""
    return {person.email: person for person in people_named(emails=emails)}


def people_named(*, ids: Collection[UUID] = (), emails: Collection[str] = ()) -> Sequence[Person]:
    """Everybody, active or not, of these ids or of these addresses (case-folded), by name."""
    if not ids and not emails:
        return ()
    named = Person.id.in_(set(ids)) if ids else sa.false()
    addressed = Person.email.in_(set(emails)) if emails else sa.false()
    return session.scalars(
        sa.select(Person).where(named | addressed).order_by(Person.name, Person.id)
    ).all()


def units_by_code(codes: Collection[str]) -> Mapping[str, Unit]:
    """Those units of `codes` that are there."""
    if not codes:
        return {}
    found = session.scalars(sa.select(Unit).where(Unit.code.in_(set(codes))))
    return {unit.code: unit for unit in found}
