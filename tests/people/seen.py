"""What tests of this room look up: entries of the log, letters, queries of one request."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from impactreview.audit.models import Event, Payload, Record
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person


def kinds(record: Record) -> list[str]:
    """What the log says happened to `record`, in order."""
    asked = sa.select(Event.kind).where(Event.stream == record.id).order_by(Event.version)
    return list(session.scalars(asked))


def facts(record: Record) -> dict[str, Any]:
    """What the newest entry about `record` says."""
    asked = sa.select(Payload.field, Payload.value).where(Payload.event_id == record.event_id)
    return {field: json.loads(value) for field, value in session.execute(asked)}


def number_of(model: type[Any]) -> int:
    """How many rows a table has."""
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def letters_to(person: Person) -> list[str]:
    """The subjects of all letters to `person`, in the order of the alphabet."""
    asked = sa.select(Letter.subject).where(Letter.person_id == person.id)
    return sorted(session.scalars(asked))


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every SELECT that is sent inside the block."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
