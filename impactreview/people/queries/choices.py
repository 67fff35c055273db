"""Questions of forms and imports: whom and which unit one may choose, and who is meant."""

from collections.abc import Collection, Mapping, Sequence

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
    found = session.scalars(sa.select(Person).where(Person.email.in_(set(emails))))
    return {person.email: person for person in found}


def units_by_code(codes: Collection[str]) -> Mapping[str, Unit]:
    """Those units of `codes` that are there."""
    found = session.scalars(sa.select(Unit).where(Unit.code.in_(set(codes))))
    return {unit.code: unit for unit in found}
