"""The one database handle, the base that every table stands on, and the one way to write."""

import enum
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from impactreview.kernel.engine import WRITE, gate_for
from impactreview.kernel.refusals import Stale, TryAgain

_OPEN = "writing"
_CONFLICTS = {"40001", "40P01"}  # SQLSTATE of a serialization failure and of a deadlock


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment. Refuses a naive one, gives back an aware one."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of every table: named constraints, aware moments, enums kept by value."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: sa.Text(),
        bytes: sa.LargeBinary(),
        date: sa.Date(),
        datetime: UtcDateTime(),
        UUID: sa.Uuid(),
        enum.Enum: sa.Enum(
            enum.Enum,
            native_enum=False,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


def fixed(value: Any, like: Any = None) -> sa.BindParameter[Any]:
    """A value that stands in the statement's own text; `like`: the column it is compared with.

    For what is the same each time and rare in its column, or a limit: PostgreSQL plans a statement
    once for all values, and where it knows nothing of this one plans it anew each time.
    """
    return sa.literal(value, None if like is None else like.type, literal_execute=True)


db = SQLAlchemy(metadata=Base.metadata)
session = db.session


@contextmanager
def writing() -> Iterator[Session]:
    """One write transaction on the session of this request, from a fresh beginning.

    What was read before is read again when next touched, so a decision never rests on a state
    from before the lock. Commits at the end, rolls back on any error. Raises Stale when another
    transaction changed a row first, TryAgain when the database asks for a repetition.
    """
    current = session()
    if current.info.get(_OPEN):
        raise RuntimeError("a write transaction inside another would wait for itself")
    current.rollback()
    current.info[_OPEN] = True
    try:
        yield from _written(current)
    finally:
        current.info.pop(_OPEN, None)


def _written(current: Session) -> Iterator[Session]:
    with _gate(current):
        try:
            with current.no_autoflush:
                current.connection(execution_options={WRITE: True})
                yield current
                current.flush()
            current.commit()
        except StaleDataError as error:
            current.rollback()
            raise Stale("Somebody else changed this meanwhile.") from error
        except DBAPIError as error:
            current.rollback()
            if getattr(error.orig, "sqlstate", None) in _CONFLICTS:
                raise TryAgain from error
            raise
        except BaseException:
            current.rollback()
            raise


def _gate(current: Session) -> AbstractContextManager[Any]:
    bind = current.get_bind()
    if bind.dialect.name != "sqlite":
        return nullcontext()
    gate = gate_for(str(bind.engine.url.database or ""))
    return gate.passing() if gate else nullcontext()
