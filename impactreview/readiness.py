"""What must hold before anything is served. Each check gives the one line that mends it, or none.

`serve`, `worker` and the WSGI entry stop at the first fault; `doctor` tells them all.
"""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from huey.exceptions import ConfigurationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from impactreview import schema
from impactreview.audit import triggers
from impactreview.kernel.db import db
from impactreview.worker import deliverer, moved, queue_of

MIGRATE = "python3 -m impactreview migrate"
MAKE_ONE = (
    "export IMPACTREVIEW_SECRET_KEY="
    "\"$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')\""
)
ADD_REDIS = ".venv/bin/python -m ensurepip && .venv/bin/python -m pip install redis"
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

Finding = tuple[str, str | None]
"""What was looked at, and the line that mends it; None where all is well."""


class Unready(Exception):
    """Nothing is served: the message is the one line that mends it."""


def must_be_ready(app: Flask) -> None:
    """Raise Unready at the first thing that must be mended before `app` serves anybody."""
    for _, mend in findings(app):
        if mend:
            raise Unready(mend)


def must_be_secret(weakness: str | None) -> None:
    """Raise Unready where the secret key has a `weakness`."""
    if weakness:
        raise Unready(secret_line(weakness))


def must_be_free(host: str, port: int) -> None:
    """Raise Unready where nothing can listen on this address, because it is taken or not ours."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            None if host in {"", "*"} else host,
            port,
            type=socket.SOCK_STREAM,
            flags=socket.AI_PASSIVE,
        ):
            with socket.socket(family, kind, protocol) as probe:
                if os.name == "posix":  # elsewhere this would let two listen on one port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise Unready(port_line(host, port, error)) from None


def port_line(host: str, port: int, error: Exception) -> str:
    """The line that mends an address on which nothing can listen."""
    why = getattr(error, "strerror", None) or error
    return f"{host}:{port} can not be listened on ({why}): name another one with --port (or --host)"


def secret_line(weakness: str) -> str:
    """The line that mends a secret key that is missing or could be guessed."""
    return f"the secret key is {weakness}: {MAKE_ONE}"


def findings(app: Flask) -> Iterator[Finding]:
    """Look at everything but the secret, one after the other; the rest needs the database."""
    for name, check in _BEFORE:
        yield name, check(app.config)
    fault = _unreachable(app)
    yield "database", fault
    if fault:
        return
    with app.app_context(), db.engine.connect() as connection:
        for name, look in _INSIDE:
            yield name, look(connection, app.config)


def no_database_yet(config: Mapping[str, Any]) -> bool:
    """Whether the database is a SQLite file that does not exist yet."""
    address = make_url(config["SQLALCHEMY_DATABASE_URI"])
    file = address.database or ""
    return address.get_backend_name() == "sqlite" and bool(file) and not Path(file).exists()


def _mail(config: Mapping[str, Any]) -> str | None:
    try:
        deliverer(config)
    except ValueError:
        return (
            "letters can not be sent: export IMPACTREVIEW_MAIL_FROM=name@domain"
            " and IMPACTREVIEW_SMTP=smtp://host:25 (or smtps://, smtp+starttls://)"
        )
    return None


def _clock(config: Mapping[str, Any]) -> str | None:
    if config["CLOCK_MAY_MOVE"] or not (Path(config["DATA"]) / "clock").exists():
        return None
    try:
        ahead = str(moved(config))
    except ValueError:
        ahead = "by an unknown time"
    return (
        f"a demo has moved the clock here ({ahead}): use a folder of its own, "
        "export IMPACTREVIEW_DATA=/var/lib/impactreview"
    )


def _unreachable(app: Flask) -> str | None:
    if no_database_yet(app.config):
        return f"there is no database yet: {MIGRATE}"
    try:
        with app.app_context(), db.engine.connect() as connection:
            connection.execute(sa.select(1))
    except SQLAlchemyError as error:
        kind = type(error).__name__
        return f"the database does not answer ({kind}): set IMPACTREVIEW_DATABASE to one that does"
    return None


def _schema(connection: sa.Connection, _: Mapping[str, Any]) -> str | None:
    if schema.is_at_head(connection):
        return None
    return f"the database has another schema than this version: {MIGRATE}"


def _triggers(connection: sa.Connection, _: Mapping[str, Any]) -> str | None:
    lacking = len(triggers.missing(connection))
    return f"{lacking} triggers that guard the log are missing: {MIGRATE}" if lacking else None


def _role(connection: sa.Connection, config: Mapping[str, Any]) -> str | None:
    if connection.dialect.name == "sqlite" or not config["DATABASE_OWNER_URI"]:
        return None
    owns = connection.exec_driver_sql(
        "SELECT coalesce(bool_or(pg_has_role(c.relowner, 'USAGE')), false) FROM pg_class c"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    ).scalar()
    if not owns:
        return None
    return (
        "the role of IMPACTREVIEW_DATABASE owns the tables and could rewrite the log:"
        f" name a role there that owns nothing, then {MIGRATE}"
    )


def _durability(connection: sa.Connection, _: Mapping[str, Any]) -> str | None:
    if connection.dialect.name == "sqlite":
        return None
    shown = {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in DURABLE}
    return durability_line(shown)


def durability_line(shown: Mapping[str, str]) -> str | None:
    """The line that makes PostgreSQL keep what it has acknowledged; None where it does."""
    off = [name for name in DURABLE if shown[name] == "off"]
    if not off:
        return None
    alter = " ".join(f'-c "ALTER SYSTEM SET {name} = on"' for name in off)
    return (
        f"PostgreSQL would lose what it has acknowledged ({', '.join(off)} off):"
        f' psql {alter} -c "SELECT pg_reload_conf()"'
    )


def _queue(_: sa.Connection, config: Mapping[str, Any]) -> str | None:
    try:
        with closing(queue_of(config).storage) as storage:
            storage.queue_size()
    except ConfigurationError:
        return f"the library of Redis is missing: {ADD_REDIS}"
    except Exception as error:
        kind = type(error).__name__
        if config["QUEUE"]:
            return f"the queue does not answer ({kind}): set IMPACTREVIEW_QUEUE to one that does"
        return f"the queue can not be read ({kind}): {MIGRATE}"
    return None


_BEFORE: tuple[tuple[str, Callable[[Mapping[str, Any]], str | None]], ...] = (
    ("mail", _mail),
    ("clock", _clock),
)
_INSIDE: tuple[tuple[str, Callable[[sa.Connection, Mapping[str, Any]], str | None]], ...] = (
    ("schema", _schema),
    ("triggers", _triggers),
    ("role", _role),
    ("durability", _durability),
    ("queue", _queue),
)
