"""An act: one person, one moment, one transaction, at least one entry in the log.

Nothing in this house is written outside an act, and no act ends unrecorded: both are refused at
flush and at the end of the act, and by the database's triggers where something slips past.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.attributes import instance_state, set_committed_value

from impactreview.audit.entries import Entry, entry_of, log_rows
from impactreview.audit.leaf import Fact
from impactreview.audit.models import IdempotencyKey, Operational, Part, Record
from impactreview.audit.repetitions import content_of, tell_a_repetition
from impactreview.kernel.db import Base, session, writing
from impactreview.kernel.refusals import Stale

Row = TypeVar("Row", bound=Base)
RecordT = TypeVar("RecordT", bound=Record)
OperationalT = TypeVar("OperationalT", bound=Operational)

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class WriteOutsideAct(RuntimeError):
    """A row was about to be written with no act under way. A fault of ours."""


class Unrecorded(RuntimeError):
    """An act changed something that its entries do not explain. A fault of ours."""


class Actor(Protocol):
    """Whoever acts, as the log may know them: an opaque handle, never a name."""

    @property
    def handle(self) -> str: ...


class System:
    """The actor of what runs without a person: deadlines, imports, the first beginning."""

    handle = "system"


class _Hands:
    """What an act and a tending have in common: one open write transaction."""

    def __init__(self, current: Session) -> None:
        self._session = current

    def add_once(self, model: type[Operational], **values: object) -> None:
        """Store an operational row now, unless its unique value stands already.

        Waits for another transaction that is just storing the same value, so it is race-safe.
        """
        insert = _INSERTS[self._session.get_bind().dialect.name]
        self._session.execute(insert(model).values(**values).on_conflict_do_nothing())

    def put(self, model: type[Operational], **values: object) -> None:
        """Store an operational row now, over the one that stands under its key already.

        Waits as `add_once` does, and for whoever is just changing that one.
        """
        insert = _INSERTS[self._session.get_bind().dialect.name]
        made = insert(model).values(**values)
        key = sa.inspect(model).primary_key
        names = values.keys() - {column.key for column in key}
        self._session.execute(
            made.on_conflict_do_update(
                index_elements=key, set_={name: made.excluded[name] for name in names}
            )
        )

    def remove(self, row: Operational) -> None:
        """Delete an operational row when the block ends."""
        self._session.delete(row)


class Act(_Hands):
    """The only hands an operation has: add a record, lock one, and say what was done."""

    def __init__(
        self, current: Session, by: Actor | None, at: datetime, *, handle: str | None
    ) -> None:
        super().__init__(current)
        self.by = by
        self.at = at
        self._handle = handle
        self._locked: set[Record] = set()
        self.location = ""
        self.events: set[UUID] = set()
        self._entries: list[Entry] = []

    def add(self, row: Row) -> Row:
        """Store a new row when the act ends. Its id stands from the beginning."""
        self._session.add(row)
        return row

    def lock(self, record: RecordT) -> RecordT:
        """Read `record` again and keep others from changing it until this act ends.

        Its own columns alone, nothing that is joined to it: PostgreSQL joins before it waits, and
        finds no row at all where whoever it waited for has moved the record elsewhere. Once it is
        locked nobody else changes it, so a second time there is nothing to read.
        """
        if record not in self._locked:
            columns = sa.inspect(type(record)).column_attrs.keys()
            self._session.refresh(record, columns, with_for_update=True)
            self._locked.add(record)
        return record

    def find(self, statement: sa.Select[RecordT], **asked: object) -> RecordT | None:
        """The record that `statement` selects, as it stands, kept from others until the act ends.

        What `lock` is for a record that was read before; for the beginning of an act. What hangs on
        it is to be read after: what `statement` joined to a row that waits would be from before.
        """
        kind = statement.column_descriptions[0]["type"]
        held = statement.with_for_update(of=kind).execution_options(populate_existing=True)
        record = self._session.scalars(held, asked).unique().one_or_none()
        if record is not None:
            self._locked.add(record)
        return record

    def next_number(self, counter: type[Operational], series: str, *, steps: int = 1) -> int:
        """The last number of `series` after `steps` more, which nobody else gets.

        Whoever wants one waits until this act ends, and an act that fails gives its numbers back:
        there are no gaps. Take it last, after every other lock. No step at all: others wait.
        """
        table = counter.__table__
        assert isinstance(table, sa.Table)  # noqa: S101 - a mapped class has its table; says so to mypy
        insert = _INSERTS[self._session.get_bind().dialect.name]
        taken = insert(table).values(series=series, last=steps)
        number: int = self._session.connection().scalar(
            taken.on_conflict_do_update(
                index_elements=[table.c.series], set_={"last": table.c.last + steps}
            ).returning(table.c.last)
        )
        return number

    def record(self, event: StrEnum, subject: Record, **facts: Fact) -> None:
        """Say in the log what was done, to what, and the facts that prove it.

        `subject` thereby gets its next version. Facts are committed to under salts of their own;
        those of PLAIN_FIELDS stand in the leaf. Raises ValueError for a fact that is no JSON.
        """
        subject.version += 1
        values: dict[str, Fact] = {"subject": subject.reference, **facts}
        if self._handle is not None:
            values["actor"] = self._handle
        entry = entry_of(
            kind=event.value,
            at=self.at,
            stream=subject.id,
            version=subject.version,
            values=values,
        )
        subject.event_id = entry.id
        self.events.add(entry.id)
        self._entries.append(entry)

    def settle(self) -> None:
        """Write what was said so far, so that a query of this act sees it.

        The entries go first, past the ORM: no row may be written before the event it names.
        """
        if self._entries:
            connection = self._session.connection()
            for table, rows in log_rows(self._entries):
                connection.execute(sa.insert(table), rows)
            self._entries = []
        self._session.flush()

    def leads_to(self, location: str) -> None:
        """Where the answer to this act leads; a repetition under the same key leads there too."""
        self.location = location


class Tending(_Hands):
    """The hands over operational rows: add one or take one away. Nothing here is an act."""

    def add(self, row: OperationalT) -> OperationalT:
        """Store an operational row when the block ends."""
        self._session.add(row)
        return row


@contextmanager
def acting(*, by: Actor | None, at: datetime, key: str | None = None) -> Iterator[Act]:
    """Open an act; commit it with its entries, or roll all of it back.

    `by` is None only where the log must not know who acts. `key` is the sender's idempotency key.
    Raises Repeated where this sender has done this act before, SentOtherwise where they did another
    under this key, Unrecorded without an entry, Stale or TryAgain; nothing is then written.
    """
    handle = by.handle if by is not None else None
    scope = handle or "nobody"
    known = _keys(session())
    try:
        with writing() as current:
            _keep(known)
            act = Act(current, by, at, handle=handle)
            current.info["act"] = act
            yield act
            if not act.events:
                raise Unrecorded("an act must leave an entry in the log")
            if key is not None:
                sent = {"scope": scope, "key": str(key), "content": content_of(key)}
                act.add(IdempotencyKey(**sent, location=act.location, done_at=at))
            act.settle()
    except Exception as error:
        if key is not None:
            tell_a_repetition(scope, key, error)
        if isinstance(error, IntegrityError) and _is_taken_version(error):
            raise Stale("Somebody else changed this meanwhile.") from error
        raise
    finally:
        session().info.pop("act", None)


def _keys(current: Session) -> list[tuple[Record | Part, UUID]]:
    """What was read, with its keys: these never change, so they stay known when all is reread."""
    read = [row for row in current.identity_map.values() if isinstance(row, Record | Part)]
    return [(row, key[1][0]) for row in read if (key := instance_state(row).key)]


def _keep(known: Sequence[tuple[Record | Part, UUID]]) -> None:
    for row, key in known:
        set_committed_value(row, "id", key)


@contextmanager
def tending() -> Iterator[Tending]:
    """A transaction over operational rows alone: sessions, throttles, deliveries, drafts."""
    try:
        with writing() as current:
            current.info["tending"] = True
            yield Tending(current)
            current.flush()
    finally:
        session().info.pop("tending", None)


def _is_taken_version(error: IntegrityError) -> bool:
    """Whether another act has written this version of the same record first."""
    said = str(error.orig)
    return "audit_event" in said and "stream" in said


@sa.event.listens_for(session, "before_flush")
def _explain_every_row(current: Session, *_: object) -> None:
    """Refuse rows that no act explains, and hand each part the event of its root."""
    act: Act | None = current.info.get("act")
    changed = [row for row in current.dirty if current.is_modified(row)]
    for row in [*current.new, *changed, *current.deleted]:
        if isinstance(row, Operational):
            allowed = act is not None or "tending" in current.info
        else:
            allowed = act is not None
        if not allowed:
            raise WriteOutsideAct(f"open an act before writing {type(row).__name__}")
        if act is not None and not isinstance(row, Operational):
            _explain(act, row)


def _explain(act: Act, row: object) -> None:
    root = row.root if isinstance(row, Part) else row
    if not isinstance(root, Record):
        raise Unrecorded(f"{type(row).__name__} belongs to no class of tables")
    if root.event_id not in act.events:
        raise Unrecorded(f"{type(root).__name__} was written with no entry about it")
    if isinstance(row, Part):
        row.event_id = root.event_id


@sa.event.listens_for(session, "do_orm_execute")
def _no_bulk_write_past_the_act(execution: ORMExecuteState) -> None:
    """Bulk UPDATE and DELETE reach operational tables only, and only with a door open."""
    if not (execution.is_update or execution.is_delete or execution.is_insert):
        return
    mapper = execution.bind_mapper
    operational = mapper is not None and issubclass(mapper.class_, Operational)
    info = execution.session.info
    if not operational or ("act" not in info and "tending" not in info):
        raise WriteOutsideAct("a bulk write would go past the log")
