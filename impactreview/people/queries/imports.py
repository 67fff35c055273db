"""Questions that an import of people asks before it writes."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.kernel.db import session
from impactreview.people.models import PeopleImport, Person, RoleGrant, Unit
from impactreview.people.queries.choices import units
from impactreview.people.rules.imports import Standing, UnitStanding, World, role_word
from impactreview.people.terms import State

MOST_PEOPLE = 200_000


def batch(import_id: UUID) -> PeopleImport | None:
    """The import of people of this id."""
    return session.get(PeopleImport, import_id)


def of_addresses(emails: Collection[str]) -> Sequence[Person]:
    """The people of these addresses, kept from others until this act ends."""
    return session.scalars(
        sa.select(Person)
        .where(Person.email.in_(emails))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def world(*, importer: Person, languages: Collection[str]) -> World:
    """What a table of people is held against before it is taken in."""
    manager = aliased(Person)
    rows = session.execute(
        sa.select(Person, Unit.code, manager.email)
        .outerjoin(Unit, Person.unit_id == Unit.id)
        .outerjoin(manager, Person.manager_id == manager.id)
        .order_by(Person.id)
        .limit(MOST_PEOPLE)
    ).all()
    roles = _role_words()
    return World(
        people={
            person.email: Standing(
                name=person.name,
                language=person.language,
                unit=unit or "",
                manager=above or "",
                roles=frozenset(roles.get(person.id, ())),
                has_left=person.deactivated_at is not None,
            )
            for person, unit, above in rows
        },
        units=_unit_standings(),
        languages=languages,
        importer=importer.email,
    )


def _unit_standings() -> dict[str, UnitStanding]:
    every = units()
    codes = {unit.id: unit.code for unit in every}
    return {
        unit.code: UnitStanding(unit.name, codes[unit.parent_id] if unit.parent_id else "")
        for unit in every
    }


def _role_words() -> dict[UUID, list[str]]:
    found = session.execute(
        sa.select(RoleGrant.person_id, RoleGrant.role, RoleGrant.scope).where(
            RoleGrant.state.in_((State.PROPOSED, State.HELD))
        )
    )
    words: dict[UUID, list[str]] = {}
    for person, role, scope in found:
        words.setdefault(person, []).append(role_word(role, scope))
    return words
