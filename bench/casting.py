"""One case copied many times: read row by row, given new ids, written past the ORM.

What comes out is data for measuring alone: the copies' entries of the log have the bytes of the
original, so this log does not verify.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import Base

Row = dict[str, Any]
BATCH = 400
_BELOW = (
    ("proposal_involved", "proposal_id", "proposal"),
    ("proposal_version", "proposal_id", "proposal"),
    ("analysis", "proposal_id", "proposal"),
    ("review", "proposal_id", "proposal"),
    ("seat", "review_id", "review"),
    ("concern", "review_id", "review"),
    ("position", "seat_id", "seat"),
    ("ballot", "proposal_id", "proposal"),
    ("elector", "ballot_id", "ballot"),
    ("vote", "elector_id", "elector"),
    ("decision", "proposal_id", "proposal"),
    ("condition", "decision_id", "decision"),
)
_OF_ANALYSIS = (
    ("answer_row", "analysis_id", "analysis"),
    ("answer", "analysis_id", "analysis"),
    ("cited_evidence", "analysis_id", "analysis"),
    ("cited_forecast", "analysis_id", "analysis"),
)
_CITED = (("evidence", "cited_evidence"), ("forecast", "cited_forecast"))


def table(name: str) -> sa.Table:
    """The table of this name."""
    return Base.metadata.tables[name]


@dataclass
class Mould:
    """The rows of one case as the database keeps them, and which of their values are renewed."""

    code: str
    rows: list[tuple[str, Row]]
    ids: dict[UUID, Any]
    people: list[Any]


def mould(connection: sa.Connection, code: str, *, whole: bool) -> Mould:
    """The case of this code; `whole` with its analysis and everything the log says of it."""
    found = _found(connection, code, whole=whole)
    entries = _entries(connection, found, whole=whole)
    ids = {row["id"] for rows in found.values() for row in rows}
    ids |= {row["id"] for row in entries["audit_event"]}
    ids |= {row["key"] for row in entries["audit_pending"]}
    raw = _raw(connection)
    persons = set(connection.scalars(sa.select(table("person").c.id)))
    cast = {
        value
        for rows in found.values()
        for row in rows
        for value in row.values()
        if isinstance(value, UUID) and value in persons
    }
    kept = [
        (name, {column: raw(name, column, value) for column, value in row.items()})
        for name, rows in (entries | found).items()
        for row in rows
    ]
    return Mould(
        code, kept, {each: raw_id(connection, each) for each in ids},
        [raw_id(connection, each) for each in sorted(cast)],
    )  # fmt: skip


def _found(connection: sa.Connection, code: str, *, whole: bool) -> dict[str, list[Row]]:
    found = {"proposal": _select(connection, "proposal", table("proposal").c.code == code)}
    for name, column, above in _BELOW + (_OF_ANALYSIS if whole else ()):
        ids = [row["id"] for row in found[above]]
        found[name] = _select(connection, name, table(name).c[column].in_(ids))
    for name, by in _CITED if whole else ():
        ids = [row[f"{name}_id"] for row in found[by]]
        found[name] = _select(connection, name, table(name).c.id.in_(ids))
    return found


def _entries(
    connection: sa.Connection, found: Mapping[str, list[Row]], *, whole: bool
) -> dict[str, list[Row]]:
    rows = [row for each in found.values() for row in each]
    event = table("audit_event")
    named = event.c.id.in_({row["event_id"] for row in rows})
    about = event.c.stream.in_({row["id"] for row in rows if "version" in row})
    events = _select(connection, "audit_event", sa.or_(named, about) if whole else named)
    ids = [row["id"] for row in events]
    payload = table("audit_payload")
    shown: sa.ColumnElement[bool] = payload.c.event_id.in_(ids)
    if not whole:
        shown &= payload.c.field.in_(("subject", "actor"))
    return {
        "audit_event": events,
        "audit_payload": _select(connection, "audit_payload", shown),
        "audit_pending": _select(
            connection, "audit_pending", table("audit_pending").c.event_id.in_(ids)
        ),
        "audit_used": _select(connection, "audit_used", table("audit_used").c.event_id.in_(ids)),
    }


def _select(connection: sa.Connection, name: str, condition: sa.ColumnElement[bool]) -> list[Row]:
    rows = connection.execute(sa.select(table(name)).where(condition)).mappings()
    return [dict(row) for row in rows]


def raw_id(connection: sa.Connection, value: UUID) -> Any:
    """An id as the driver takes it."""
    return value.hex if connection.dialect.name == "sqlite" else value


def _raw(connection: sa.Connection) -> Callable[[str, str, Any], Any]:
    """How a value looks to the driver."""

    def raw(name: str, column: str, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, UUID):
            return raw_id(connection, value)
        kind = table(name).c[column].type
        if isinstance(kind, sa.JSON):
            return json.dumps(value)
        make = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        made = make(value) if make else value
        return bytes(made) if isinstance(made, memoryview) else made

    return raw


class Caster:
    """Casts copies of a mould: new ids, a code and a moment of their own, other people."""

    def __init__(self, connection: sa.Connection, made: Mould) -> None:
        self._chance = random.Random(made.code)  # noqa: S311 - the same world every time
        self._hex = connection.dialect.name == "sqlite"
        self._raw = _raw(connection)
        self._mould = made
        names = [made.code, *(str(each) for each in made.ids), *(each.hex for each in made.ids)]
        self._names = re.compile(f"({'|'.join(map(re.escape, names))})")
        known = {*made.ids.values(), *made.people}
        self._plan = [
            (
                name,
                row,
                [(c, v) for c, v in row.items() if _in(v, known)],
                [(c, cut) for c, v in row.items() if (cut := self._told(v))],
            )
            for name, row in made.rows
        ]

    def _told(self, value: Any) -> list[str] | None:
        """A text that names the case or its rows, cut before and after each name; else None."""
        if not isinstance(value, str):
            return None
        cut = self._names.split(value)
        return cut if len(cut) > 1 else None

    def cast(
        self, code: str, created: datetime, people: Sequence[Any], changes: Mapping[str, Row]
    ) -> Iterator[tuple[str, Row]]:
        """One copy. `people` play the parts of the original's; nobody means: the same again."""
        fresh = {old: UUID(int=self._chance.getrandbits(128), version=4) for old in self._mould.ids}
        changed: dict[Any, Any] = self._played(people)
        for old, raw in self._mould.ids.items():
            changed[raw] = fresh[old].hex if self._hex else fresh[old]
        said = {self._mould.code: code}
        for old, new_id in fresh.items():
            said[str(old)], said[old.hex] = str(new_id), new_id.hex
        above = {"proposal": {"created_at": self._raw("proposal", "created_at", created)}}
        for name, row, renewed, told in self._plan:
            new = dict(row)
            for column, cut in told:
                new[column] = "".join(said.get(part, part) for part in cut)
            for column, value in renewed:
                new[column] = changed[value]
            new.update(above.get(name) or changes.get(name) or {})
            yield name, new

    def _played(self, people: Sequence[Any]) -> dict[Any, Any]:
        """Who plays each part this time."""
        start = self._chance.randrange(len(people)) if people else 0
        return {
            old: people[(start + number) % len(people)] if people else old
            for number, old in enumerate(self._mould.people)
        }


def _in(value: Any, known: set[Any]) -> bool:
    return isinstance(value, str | UUID) and value in known


def pour(connection: sa.Connection, rows: Iterator[tuple[str, Row]]) -> None:
    """Write rows, table by table in the order that foreign keys ask for."""
    by_table: dict[str, list[Row]] = {}
    for name, row in rows:
        by_table.setdefault(name, []).append(row)
    for each in Base.metadata.sorted_tables:
        if each.name in by_table:
            _write(connection, each.name, by_table[each.name])


def _write(connection: sa.Connection, name: str, rows: list[Row]) -> None:
    columns = list(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    values = [tuple(row[column] for column in columns) for row in rows]
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', values)  # noqa: S608 - names of our tables
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
        for value in values:
            copy.write_row(value)


def days_before(moment: datetime, number: int) -> datetime:
    """Moments that go back evenly, 50 cases a day."""
    return moment - timedelta(minutes=29 * number)
