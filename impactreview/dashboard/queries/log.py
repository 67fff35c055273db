"""Questions about the log: its lines, one entry, and everything that was done in one case."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.leaf import Fact
from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.people.models import Person


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """An entry of the log as its list shows it."""

    id: UUID
    kind: str
    at: datetime
    subject: str
    actor: str | None
    name: str | None


def log_lines(
    *,
    actor: str | None,
    kind: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    also: sa.ColumnElement[bool] | None = None,
) -> Sequence[LogLine]:
    """Entries of the log, newest first; of `actor` alone where one is given, and where `also`."""
    subject, by = aliased(Payload), aliased(Payload)
    query = (
        sa.select(Event.id, Event.kind, Event.at, subject.value, by.value)
        .outerjoin(subject, (subject.event_id == Event.id) & (subject.field == "subject"))
        .outerjoin(by, (by.event_id == Event.id) & (by.field == "actor"))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(limit)
    )
    if actor is not None:
        query = query.where(by.value == json.dumps(actor))
    if kind:
        query = query.where(Event.kind == kind)
    if also is not None:
        query = query.where(also)
    if before is not None:
        query = query.where(sa.tuple_(Event.at, Event.id) < before)
    rows = session.execute(query).all()
    names = _names({json.loads(by) for *_, by in rows if by})
    return [
        LogLine(
            id=event_id,
            kind=kind,
            at=at,
            subject=json.loads(about) if about else "",
            actor=json.loads(by) if by else None,
            name=names.get(json.loads(by)) if by else None,
        )
        for event_id, kind, at, about, by in rows
    ]


def _names(handles: set[str]) -> dict[str, str]:
    ids = [UUID(handle.removeprefix("person/")) for handle in handles if "person/" in handle]
    if not ids:
        return {}
    rows = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {f"person/{person_id}": name for person_id, name in rows}


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One entry of the log, whole: its values as far as they were not erased, leaf and hash."""

    event: Event
    facts: dict[str, Fact]
    name: str | None


def log_entry(event_id: UUID) -> LogEntry | None:
    """The entry of this id, with the values behind its commitments."""
    event = session.get(Event, event_id)
    if event is None:
        return None
    rows = session.execute(
        sa.select(Payload.field, Payload.value)
        .where(Payload.event_id == event_id)
        .order_by(Payload.field)
    )
    facts: dict[str, Fact] = {name: json.loads(value) for name, value in rows}
    actor = facts.get("actor")
    name = _names({actor}).get(actor) if isinstance(actor, str) else None
    return LogEntry(event=event, facts=facts, name=name)
