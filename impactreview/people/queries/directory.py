"""Questions about who is here and where everybody stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.rules.people import as_address
from impactreview.people.terms import State

PAGE = 50
MOST_LED = 200


@dataclass(frozen=True)
class Search:
    """Whom a reader of the directory looks for; what is empty narrows nothing."""

    text: str = ""
    units: frozenset[UUID] | None = None
    role: Role | None = None
    left: bool = False


def by_id(person_id: UUID) -> Person | None:
    """The person of this id, active or not."""
    return session.get(Person, person_id)


def by_email(email: str) -> Person | None:
    """The person of this address, whatever its case."""
    return session.scalars(sa.select(Person).where(Person.email == as_address(email))).one_or_none()


def of_ids(ids: Collection[UUID]) -> Sequence[Person]:
    """The people of these ids, by name."""
    if not ids:
        return ()
    return session.scalars(
        sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    ).all()


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


def people(search: Search, *, after: UUID | None = None, limit: int = PAGE) -> Sequence[Person]:
    """Those who are looked for, by name, with their units; from behind the person `after` on."""
    asked = sa.select(Person).where(*_narrowed(search)).options(joinedload(Person.unit))
    if after is not None:
        name = sa.select(Person.name).where(Person.id == after).scalar_subquery()
        asked = asked.where((Person.name > name) | ((Person.name == name) & (Person.id > after)))
    return session.scalars(asked.order_by(Person.name, Person.id).limit(limit)).all()


def number_of(search: Search) -> int:
    """How many are looked for, on all pages."""
    asked = sa.select(sa.func.count()).select_from(Person).where(*_narrowed(search))
    return session.scalar(asked) or 0


def _narrowed(search: Search) -> list[sa.ColumnElement[bool]]:
    left = Person.deactivated_at.is_not(None)
    narrowed: list[sa.ColumnElement[bool]] = [left if search.left else ~left]
    if search.text:
        narrowed.append(_begins(search.text))
    if search.units is not None:
        narrowed.append(Person.unit_id.in_(search.units))
    if search.role is not None:
        held = sa.select(RoleGrant.person_id).where(
            RoleGrant.role == search.role, RoleGrant.state == State.HELD
        )
        narrowed.append(Person.id.in_(held))
    return narrowed


def _begins(text: str) -> sa.ColumnElement[bool]:
    """Whether a word of the name, or the address, begins with `text` in whatever case.

    SQLite lowers ASCII letters only, so the other letters are tried in each of their cases.
    """
    name = sa.func.lower(Person.name)
    cases = {_ascii_lower(each) for each in (text.lower(), text.upper(), text.title(), text)}
    tried = [name.startswith(case, autoescape=True) for case in cases]
    tried += [name.contains(f" {case}", autoescape=True) for case in cases]
    return sa.or_(Person.email.startswith(text.casefold(), autoescape=True), *tried)


def _ascii_lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def led_by(person: Person) -> Sequence[Person]:
    """Everybody active whose line manager `person` is, by name."""
    return session.scalars(
        sa.select(Person)
        .where(Person.manager_id == person.id, Person.deactivated_at.is_(None))
        .options(joinedload(Person.unit))
        .order_by(Person.name, Person.id)
        .limit(MOST_LED)
    ).all()


def leads_up_to(manager: Person, person: Person) -> bool:
    """Whether `person` is `manager` or stands anywhere above."""
    return person.id in session.scalars(sa.select(_line(manager, up=True).c.id)).all()


def line_of(person: Person) -> frozenset[UUID]:
    """Everybody above or below `person` in the line of managers, however far."""
    asked = sa.union(*(sa.select(_line(person, up=up).c.id) for up in (True, False)))
    return frozenset(session.scalars(asked)) - {person.id}


def _line(person: Person, *, up: bool) -> sa.CTE:
    begun = sa.select(Person.id, Person.manager_id).where(Person.id == person.id)
    line = begun.cte("above" if up else "below", recursive=True)
    next_one = aliased(Person)
    leads = next_one.id == line.c.manager_id if up else next_one.manager_id == line.c.id
    return line.union(sa.select(next_one.id, next_one.manager_id).join(line, leads))


def people_in_units() -> Mapping[UUID, int]:
    """How many active people stand in each unit, those below it not counted."""
    counted = session.execute(
        sa.select(Person.unit_id, sa.func.count())
        .where(Person.unit_id.is_not(None), Person.deactivated_at.is_(None))
        .group_by(Person.unit_id)
    )
    return {unit: number for unit, number in counted if unit is not None}
