"""Tables of the audit log, and the classes that every other table belongs to.

record       the root of an aggregate: names the fresh event that explains its newest version
part         a row below a root: carries the root's event
operational  sessions, throttles, outbox, counters: no event; nothing a decision rests on
log          the log itself: rows are added, never changed
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from impactreview.kernel.db import Base

_UNORDERED = {"sqlite_with_rowid": False}  # no row number that would tell who came when


class Log(Base):
    """A table of the log. Both engines refuse UPDATE, DELETE, REPLACE and TRUNCATE."""

    __abstract__ = True
    table_class: ClassVar[str] = "log"


class Event(Log):
    """One entry: the leaf's bytes and hash, and the parts of it that pages look up."""

    __tablename__ = "audit_event"
    __table_args__: Any = (
        sa.UniqueConstraint("stream", "version"),
        sa.Index(None, "at", "id"),
        sa.Index(None, "kind", "at", "id"),
        _UNORDERED,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[UUID]
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    leaf: Mapped[bytes] = mapped_column(sa.LargeBinary(4096))
    leaf_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class Pending(Log):
    """An entry that has no place in the tree yet; written by the triggers, with the entry.

    Only the sequencer deletes here.
    """

    __tablename__ = "audit_pending"
    __table_args__: Any = (_UNORDERED,)

    key: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), unique=True)


class Payload(Log):
    """The erasable side of an entry: the values behind its commitments, with their salts."""

    __tablename__ = "audit_payload"
    __table_args__: Any = (
        sa.Index(
            "ix_audit_payload_actor",
            "value",
            "event_id",
            sqlite_where=sa.text("field = 'actor'"),
            postgresql_where=sa.text("field = 'actor'"),
        ),
        _UNORDERED,
    )

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    value: Mapped[str]


class Used(Log):
    """An event that explains a version of a row; written by the triggers, once for each event."""

    __tablename__ = "audit_used"
    __table_args__: Any = (_UNORDERED,)

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), primary_key=True)


class Record(Base):
    """The root of an aggregate. Its id is the id of its stream in the log."""

    __abstract__ = True
    table_class: ClassVar[str] = "record"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), unique=True)
    """The event that explains this version of the row."""

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class attribute in the making
        return {"version_id_col": cls.version, "version_id_generator": False}

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": uuid4(), "version": 0, **values})

    @property
    def reference(self) -> str:
        """What the log calls this record: its room and its code, never a person's name."""
        raise NotImplementedError


class Part(Base):
    """A row below a root; `part_of` names the relationship that leads up to it."""

    __abstract__ = True
    table_class: ClassVar[str] = "part"
    part_of: ClassVar[str]

    id: Mapped[UUID] = mapped_column(primary_key=True)

    event_id: Mapped[UUID] = mapped_column(sa.ForeignKey("audit_event.id"), index=True)
    """The root's event when this row was last written."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": uuid4(), **values})

    @property
    def root(self) -> Record:
        """The aggregate's root row."""
        above: Record | Part = getattr(self, self.part_of)
        return above.root if isinstance(above, Part) else above


class Operational(Base):
    """A row that the house needs to run and that no decision rests on."""

    __abstract__ = True
    table_class: ClassVar[str] = "operational"


class IdempotencyKey(Operational):
    """An act that was done under a key of its sender, and where it led."""

    __tablename__ = "idempotency_key"

    scope: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    location: Mapped[str]
    content: Mapped[str | None] = mapped_column(sa.String(64))
    """A keyed hash of what was sent, to tell a second click from something else; else empty."""
    done_at: Mapped[datetime] = mapped_column(index=True)
