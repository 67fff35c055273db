"""The engines are opened as they must be: which SQLite, which pragmas, which gate."""

import multiprocessing
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.kernel.db import db, session, writing
from impactreview.kernel.engine import sqlite_module, wal_is_safe
from tests.conftest import NewApp
from tests.kernel.passing import through


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 1), True),
    ],
)
def test_which_sqlite_may_use_a_write_ahead_log(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_the_bundled_sqlite_is_safe_on_this_platform() -> None:
    assert wal_is_safe(sqlite_module().sqlite_version_info)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("mmap_size", 0),
    ],
)
def test_pragmas(new_app: NewApp, pragma: str, value: object) -> None:
    with new_app().app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("pragmas are SQLite's")
        assert session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_gate_is_one_for_all_processes(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    held: multiprocessing.Queue[tuple[float, float]] = spawn.Queue()
    processes = [
        spawn.Process(target=through, args=(tmp_path / "gate", 0.1, held)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    spans = sorted(held.get(timeout=30) for _ in processes)
    for process in processes:
        process.join(30)
    assert all(end <= begin for (_, end), (begin, _) in zip(spans, spans[1:], strict=False))


@pytest.mark.database_near
def test_readers_are_never_behind_the_writer(new_app: NewApp) -> None:
    app: Flask = new_app()
    with app.app_context():
        writer = db.engine.connect().execution_options(impactreview_write=True)
        with writer, writer.begin():
            writer.exec_driver_sql(
                "INSERT INTO sign_in_throttle (account, failures, last_at)"
                " VALUES ('x', 1, '2026-01-01')"
            )
            began = time.monotonic()
            with db.engine.connect() as reader:
                count = reader.execute(sa.text("SELECT count(*) FROM sign_in_throttle")).scalar()
            assert count == 0
            assert time.monotonic() - began < 1


@pytest.mark.database_near
def test_what_is_asked_again_and_again_is_planned_once(new_app: NewApp) -> None:
    with new_app().app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has no plans on a server")
        for number in range(12):
            session.execute(sa.text("SELECT 1 + :number"), {"number": number})
            session.rollback()  # as a request ends that has only read
        plans = sa.text(
            "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE 'SELECT 1 + %'"
        )
        assert session.scalar(plans)


@pytest.mark.database_near
def test_nothing_is_compiled_to_machine_code(new_app: NewApp) -> None:
    with new_app().app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("SQLite has no such compiler")
        assert session.scalar(sa.text("SHOW jit")) == "off"
        session.rollback()
        with writing() as current:
            assert current.scalar(sa.text("SHOW jit")) == "off"


@pytest.mark.database_near
def test_what_writes_is_taken_back_as_a_whole(new_app: NewApp) -> None:
    throttled = sa.text(
        "INSERT INTO sign_in_throttle (account, failures, last_at) VALUES ('x', 1, '2026-01-01')"
    )
    with new_app().app_context():
        session.execute(sa.text("SELECT 1"))
        with pytest.raises(ZeroDivisionError), writing() as current:
            current.execute(throttled)
            raise ZeroDivisionError
        assert session.scalar(sa.text("SELECT count(*) FROM sign_in_throttle")) == 0
