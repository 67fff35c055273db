"""What tests look up: entries of the log, letters, questions that were asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from impactreview.audit.models import Event, Record
from impactreview.kernel.db import db, session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person


def kinds(record: Record) -> list[str]:
    """What the log says was done to `record`, in order."""
    return list(
        session.scalars(
            sa.select(Event.kind).where(Event.stream == record.id).order_by(Event.version)
        )
    )


def number_of(model: type[Any]) -> int:
    """How many rows there are of `model`."""
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def subjects(person: Person) -> list[str]:
    """The subjects of the letters that wait for `person`."""
    return sorted(session.scalars(sa.select(Letter.subject).where(Letter.person_id == person.id)))


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SELECTs that are sent inside the block."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
