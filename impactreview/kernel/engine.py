"""How the two engines are opened: which SQLite, which pragmas, which kind of BEGIN, which gate."""

import sqlite3
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from impactreview.kernel.gate import Gate

try:
    import pysqlite3 as _bundled
except ImportError:  # no wheel for this platform: the standard module with a rollback journal
    _bundled = None

WRITE = "impactreview_write"
"""Execution option of a connection whose transaction is going to write."""


def sqlite_module() -> ModuleType:
    """The SQLite driver to use: the bundled one where there is a wheel."""
    return _bundled if _bundled is not None else sqlite3


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2; two branches mended)."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )


def options(url: str) -> dict[str, Any]:
    """Engine options for the database at `url`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"timeout": 30}}
    return {"pool_size": 8, "max_overflow": 8, "pool_timeout": 10, "hide_parameters": True}


@lru_cache(maxsize=64)
def gate_for(database: str) -> Gate | None:
    """The gate of the SQLite file `database`; none where it lives in memory alone."""
    if not database or database == ":memory:":
        return None
    return Gate(Path(f"{database}.gate"))


@sa.event.listens_for(sa.Engine, "connect")
def _own_transactions(connection: Any, _: object) -> None:
    """Take BEGIN out of the SQLite driver's hands, so that savepoints and rollbacks are real."""
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    journal = "WAL" if wal_is_safe(sqlite_module().sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # so that REPLACE meets the triggers against DELETE
        "secure_delete = ON",
        "cache_size = -1000",  # KB for each connection, of which there is one in each thread
    ):
        connection.execute(f"PRAGMA {pragma}")


@sa.event.listens_for(sa.Engine, "connect")
def _without_jit(connection: Any, _: object) -> None:
    """Let PostgreSQL compile no statement to machine code, which it does anew each time.

    Ours are large and answered in milliseconds: where it expects many rows, to compile one takes a
    hundred times as long as to answer it.
    """
    if "psycopg" not in type(connection).__module__:
        return
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


@sa.event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    """Begin as what follows needs it: SQLite reads from one snapshot, and writes alone.

    On PostgreSQL what only reads runs in no transaction at all. Each of its statements sees what
    was committed before it, inside READ COMMITTED as well; but a transaction would end with a
    ROLLBACK, upon which psycopg forgets all that it had prepared, and each page be planned anew.
    """
    writes = bool(connection.get_execution_options().get(WRITE))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    else:
        driver: Any = connection.connection.dbapi_connection
        driver.autocommit = not writes
