"""The book of policies, page by page, narrowed as its reader wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy, PolicyWord
from impactreview.policies.rules.register import words_of
from impactreview.policies.terms import State

PAGE = 25
MOST_CHOICES = 500
STANDING = (State.IN_FORCE, State.SUSPENDED)
"""What the book shows when nobody asks for more: what has not been withdrawn."""


@dataclass(frozen=True)
class Cursor:
    """A place between two rows of the book."""

    since: date
    id: UUID

    def __str__(self) -> str:
        return f"{self.since.isoformat()}_{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that `text` writes; None where it writes none."""
        since, _, hexed = text.partition("_")
        try:
            return cls(date.fromisoformat(since), UUID(hexed))
        except ValueError:
            return None


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a reader looks for; what is empty narrows nothing."""

    text: str = ""
    unit: str = ""
    states: tuple[State, ...] = STANDING
    owner: UUID | None = None


@dataclass(frozen=True)
class Page:
    """One page of the book, the policies newest in force first, and the pages beside it."""

    policies: Sequence[Policy]
    newer: Cursor | None
    older: Cursor | None


def page(search: Search, *, older: Cursor | None = None, newer: Cursor | None = None) -> Page:
    """The page behind `older`, or the one before `newer`, or the first one; in one query."""
    order = (Policy.in_force_since, Policy.id)
    key, at = sa.tuple_(*order), older or newer
    backwards = older is None and newer is not None
    asked = sa.select(Policy).where(*_narrowed(search)).limit(PAGE + 1)
    asked = asked.options(joinedload(Policy.owner), joinedload(Policy.unit))
    if at is not None:
        place = sa.tuple_(sa.literal(at.since), sa.literal(at.id, sa.Uuid()))
        asked = asked.where(key > place if backwards else key < place)
    asked = asked.order_by(*(order if backwards else [column.desc() for column in order]))
    found = list(session.scalars(asked))
    more, rows = len(found) > PAGE, found[:PAGE]
    if backwards:
        rows.reverse()
    has_newer = more if backwards else older is not None
    has_older = True if backwards else more
    return Page(
        rows,
        _cursor(rows[0]) if rows and has_newer else None,
        _cursor(rows[-1]) if rows and has_older else None,
    )


def owners() -> Sequence[tuple[str, str]]:
    """Id and name of everybody who owns a policy, by name; at most 500."""
    owning = sa.select(Policy.owner_id)
    rows = session.execute(
        sa.select(Person.id, Person.name)
        .where(Person.id.in_(owning))
        .order_by(Person.name, Person.id)
        .limit(MOST_CHOICES)
    )
    return [(str(person_id), name) for person_id, name in rows]


def units() -> Sequence[tuple[str, str]]:
    """Code and name of every unit that has a policy, by name; at most 500."""
    having = sa.select(Policy.unit_id).where(Policy.unit_id.is_not(None))
    rows = session.execute(
        sa.select(Unit.code, Unit.name)
        .where(Unit.id.in_(having))
        .order_by(Unit.name, Unit.id)
        .limit(MOST_CHOICES)
    )
    return [(code, name) for code, name in rows]


def _narrowed(search: Search) -> list[sa.ColumnElement[bool]]:
    narrowed: list[sa.ColumnElement[bool]] = [Policy.state.in_(search.states)]
    for word in words_of(search.text):
        beginning = (PolicyWord.word >= word) & (PolicyWord.word < word + b"\xff")
        narrowed.append(Policy.id.in_(sa.select(PolicyWord.policy_id).where(beginning)))
    if search.unit:
        unit = sa.select(Unit.id).where(Unit.code == search.unit).scalar_subquery()
        narrowed.append(Policy.unit_id == unit)
    if search.owner is not None:
        narrowed.append(Policy.owner_id == search.owner)
    return narrowed


def _cursor(policy: Policy) -> Cursor:
    return Cursor(policy.in_force_since, policy.id)
