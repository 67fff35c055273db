"""A town in which every page has something to show, and one person for each way to stand to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from impactreview.kernel import clock
from impactreview.kernel.db import Base, db, session
from impactreview.kernel.engine import WRITE
from impactreview.people.models import Person
from impactreview.people.roles import Role
from tests.conftest import Browser
from tests.escalations.scene import Scene, scene
from tests.given import Given
from tests.house.town_cases import Cases
from tests.house.town_offices import offices
from tests.house.town_troubles import troubles

Handles = dict[str, Any]
"""The values that stand in the addresses of one thing."""


@dataclass
class Town:
    """Everybody by the name of their part, and of each thing the values of its addresses."""

    app: Flask
    given: Given
    people: dict[str, UUID]
    handles: dict[str, Handles]

    def browser(self, who: str) -> Browser:
        """A browser in which this one is signed in; nobody is in none."""
        client = self.app.test_client()
        assert isinstance(client, Browser)
        if who != "nobody":
            with self.app.app_context():
                self.given.signed_in(client, session.get_one(Person, self.people[who]))
        return client


class Speaking(Given):
    """A world in which everybody reads one language."""

    def __init__(self, at: datetime, language: str) -> None:
        super().__init__(at)
        self._language = language

    def person(self, *roles: Role, **values: Any) -> Person:
        return super().person(*roles, **{"language": self._language, **values})


def founded(app: Flask, language: str = "en") -> Town:
    """The town, in the database of this app. Its ballots are still open at this moment."""
    with undone(app, keeps=True):
        return _founded(app, language)


def _founded(app: Flask, language: str) -> Town:
    given = Speaking(clock.now() - timedelta(days=30), language)
    cases, seen = Cases(app, given), scene(given)
    cases.house.hire("guest")
    cases.long_ago()
    given.at = clock.now() - timedelta(minutes=5)
    seen.at, seen.on = given.at, given.at.date()
    handles = cases.all()
    people = cases.house.people | _actors(seen, cases, given)
    handles |= troubles(seen) | offices(given, people, cases.house.boards["unit"])
    return Town(app, given, {name: each.id for name, each in people.items()}, handles)


def _actors(seen: Scene, cases: Cases, given: Given) -> dict[str, Person]:
    given.role(seen.manager, Role.HANDLER)
    return {
        "policy owner": seen.owner,
        "handler": seen.handler,
        "second handler": seen.handlers[1],
        "conflicted handler": seen.manager,
        "judge": seen.chair,
        "reporter": seen.reporter,
        "duty executive": seen.executive,
        "board member": cases.house.people["co_1"],
        "recused member": cases.house.people["co_2"],
        "recused reader": cases.house.people["it_reader"],
        "top": cases.house.people["executive"],
        "auditor": seen.auditor,
        "administrator": seen.administrator,
        "deactivated": given.person(deactivated_at=given.at),
    }


@contextmanager
def undone(app: Flask, *, keeps: bool = False) -> Iterator[None]:
    """What is written inside is taken back, so that each request meets the same town.

    With `keeps` all of it is written at the end, in one transaction.
    """
    with app.app_context():
        engines: dict[str | None, Any] = db.engines  # type: ignore[assignment]
        engine = db.engine
        plain = engine.connect().execution_options(**{WRITE: True})
        with plain as connection, connection.begin() as outer:
            engines[None] = connection
            db.session.session_factory.configure(join_transaction_mode="create_savepoint")
            try:
                yield
            finally:
                db.session.remove()
                engines[None] = engine
                if not keeps:
                    outer.rollback()


def rows() -> tuple[int, ...]:
    """How many rows each table holds. No record changes without one more entry of the log."""
    return tuple(session.execute(_COUNTS).one())


_COUNTS = sa.select(
    *(
        sa.select(sa.func.count()).select_from(each).scalar_subquery()
        for each in Base.metadata.sorted_tables
    )
)
