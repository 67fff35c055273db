"""The world that tests stand in: one app and one database a worker, rolled back each test."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

from config import Config
from impactreview.app import create_app
from impactreview.audit import triggers
from impactreview.kernel.db import Base, db
from impactreview.kernel.engine import WRITE
from tests import servers
from tests.given import Given

NewDatabase = Callable[..., str]
NewApp = Callable[..., Flask]

_SETTINGS = {each.name for each in fields(Config)}
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SECRET = "a secret for tests alone, and 32 bytes of it"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption("--all-inputs", action="store_true", help="every bad input there is")


LONGEST = (
    "house/test_bad_input.py",
    "house/test_browser.py",
    "house/test_doors.py",
    "journeys/",
    "analyses/test_nasty.py",
    "house/test_serving.py",
    "ballots/test_processes.py",
    "ballots/test_machine.py",
)
"""They begin first, so that no worker is left alone with one of them at the end."""


def pytest_collection(session: pytest.Session) -> None:
    """What is read in to collect the tests stays: to look through it for garbage is in vain."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    found = (place for place, start in enumerate(LONGEST) if f"tests/{start}" in item.nodeid)
    return next(found, len(LONGEST))


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


class Browser(FlaskClient):
    """A client whose every request has a context of its own, as on a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # else a savepoint that a test has read in takes the request back
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.expire_all()
        return answer


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewDatabase]:
    """Makes databases of the engine under test, empty or `like` another; gives the address."""
    if request.config.getoption("--database") == "sqlite":
        yield lambda like="": _file_in(tmp_path_factory.mktemp("db"), like)
        return
    try:
        with servers.postgresql() as server, _databases_of(server) as make:
            yield make
    except servers.NoServer as error:
        servers.skip_or_fail(str(error))


def _file_in(folder: Path, like: str) -> str:
    file = folder / "test.db"
    if like:
        shutil.copy(make_url(like).database or "", file)
    return f"sqlite:///{file}"


@contextmanager
def _databases_of(server: str) -> Iterator[NewDatabase]:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make(like: str = "") -> str:
        made.append(f"test_{uuid4().hex[:12]}")
        template = make_url(like).database if like else "template1"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {made[-1]} TEMPLATE {template}")
        return make_url(server).set(database=made[-1]).render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def laid(new_database: NewDatabase) -> str:
    """The address of a database with all tables and triggers and nothing in them, to be copied."""
    url = new_database()
    app = create_app(Config(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url, TESTING=True))
    with app.app_context():
        with db.engine.execution_options(**{WRITE: True}).begin() as connection:
            Base.metadata.create_all(connection)
            triggers.renew(connection)
        db.engine.dispose()
    return url


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its workers have in common."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def app_maker(
    new_database: NewDatabase, laid: str, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> NewApp:
    """Makes an app over a database of its own; what one has compiled the others need not."""
    compiled = FileSystemBytecodeCache(str(shared))

    def make(**settings: Any) -> Flask:
        database = settings.pop("SQLALCHEMY_DATABASE_URI", None) or new_database(like=laid)
        data = settings.pop("DATA", None) or str(tmp_path_factory.mktemp("data"))
        known = {name: settings.pop(name) for name in _SETTINGS & set(settings)}
        config = Config(
            SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=database, DATA=data, TESTING=True, **known
        )
        app = create_app(config)
        app.config.update(WTF_CSRF_ENABLED=False, **settings)
        app.jinja_env.bytecode_cache = compiled
        app.test_client_class = Browser
        return app

    return make


@pytest.fixture
def new_app(app_maker: NewApp) -> Iterator[NewApp]:
    """Makes apps over databases of their own, for what can not be rolled back: real threads."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(app_maker(**settings))
        return made[-1]

    yield make
    for app in made:
        close(app)


@pytest.fixture(scope="session")
def app(app_maker: NewApp) -> Iterator[Flask]:
    """The one app of this worker; what a test writes in it is rolled back."""
    app = app_maker()
    yield app
    close(app)


def close(app: Flask) -> None:
    """Leave no connection of a test's own app open."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(app: Flask) -> Iterator[None]:
    """Each test's commits are savepoints inside one transaction that is rolled back."""
    with app.app_context():
        engines: dict[str | None, Any] = db.engines  # type: ignore[assignment]
        engine = db.engine
        plain = engine.connect().execution_options(**{WRITE: True})
        with plain as connection, connection.begin() as outer:
            engines[None] = connection
            db.session.session_factory.configure(join_transaction_mode="create_savepoint")
            try:
                yield
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def given(world: None) -> Given:
    return Given(at=NOON)


@pytest.fixture
def client(app: Flask, world: None) -> FlaskClient:
    return app.test_client()
