"""An entry of the log in the making: its leaf, its salts, and the rows it is kept as."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from impactreview.audit.leaf import SALT_BYTES, Fact, canonical, leaf, leaf_hash, sealed
from impactreview.audit.models import Event, Payload

PLAIN_FIELDS = frozenset({"content_hash", "number"})
"""The closed list of facts that stand in the leaf itself: nothing personal, nothing to erase."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry before it is stored; `hidden` maps a field to its salt and its value as bytes."""

    id: UUID
    stream: UUID
    version: int
    kind: str
    at: datetime
    leaf: bytes
    hidden: Mapping[str, tuple[bytes, bytes]]


def entry_of(
    *, kind: str, at: datetime, stream: UUID, version: int, values: Mapping[str, Fact]
) -> Entry:
    """An entry about `stream`, with a fresh id and a fresh salt for each committed field.

    Raises ValueError where a value is no JSON or the leaf exceeds 4 KiB.
    """
    event_id = uuid4()
    hidden = {
        field: (token_bytes(SALT_BYTES), canonical(value))
        for field, value in values.items()
        if field not in PLAIN_FIELDS
    }
    stored = leaf(
        event_id=event_id,
        kind=kind,
        at=at,
        stream=stream,
        version=version,
        commitments={field: sealed(field, *kept) for field, kept in hidden.items()},
        plain={field: value for field, value in values.items() if field in PLAIN_FIELDS},
    )
    return Entry(
        id=event_id,
        stream=stream,
        version=version,
        kind=kind,
        at=at.replace(microsecond=0),
        leaf=stored,
        hidden=hidden,
    )


def log_rows(entries: Sequence[Entry]) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """The rows that keep `entries`, table by table in the order they must be written."""
    yield (
        _table(Event),
        [
            {
                "id": entry.id,
                "stream": entry.stream,
                "version": entry.version,
                "kind": entry.kind,
                "at": entry.at,
                "leaf": entry.leaf,
                "leaf_hash": leaf_hash(entry.leaf),
            }
            for entry in entries
        ],
    )
    yield (
        _table(Payload),
        [
            {
                "event_id": entry.id,
                "field": field,
                "salt": salt,
                "value": value.decode(),
            }
            for entry in entries
            for field, (salt, value) in entry.hidden.items()
        ],
    )


def _table(model: type[Event] | type[Payload]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)  # noqa: S101 - a mapped class has its table; says so to mypy
    return table
