"""The worker: each job once, a queue on each engine, a bell that does no harm."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.engine import URL, make_url

from config import Config
from impactreview import worker
from impactreview.app import create_app
from impactreview.audit.acts import System, acting, tending
from impactreview.kernel import clock
from impactreview.kernel.db import db, session
from impactreview.notifications.models import JobLease, Letter
from impactreview.notifications.operations import write
from impactreview.notifications.terms import LetterState
from impactreview.people.models import OneTimeLink, Person, Unit, UserSession
from tests.conftest import SECRET, NewApp
from tests.given import Given
from tests.notifications.sinks import moody_sink
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


@pytest.fixture
def own(new_app: NewApp) -> Flask:
    """An app over a database of its own, with its queue laid."""
    app = new_app()
    worker.lay_queue(app.config)
    return app


@pytest.fixture(autouse=True)
def _close_queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave no connection of a queue open, not even one that listens."""
    made, make = list[Huey](), worker.queue_of

    def remembered(config: Mapping[str, Any]) -> Huey:
        made.append(make(config))
        return made[-1]

    monkeypatch.setattr(worker, "queue_of", remembered)
    yield
    for queue in made:
        queue.storage.close()


def _leave_a_letter(app: Flask) -> None:
    with app.app_context():
        person = Given(at=clock.now()).person()
        with acting(by=System(), at=clock.now()) as act:
            act.record(GivenEvent.GIVEN, act.add(Unit(code="NEWS", name="News")))
            write(act, to=person, subject="Hello", body="There is news.")


def _states(app: Flask) -> list[LetterState]:
    with app.app_context():
        return list(session.scalars(sa.select(Letter.state)))


def _jobs(monkeypatch: pytest.MonkeyPatch, *runs: Callable[[Flask, datetime], object]) -> None:
    every = timedelta(minutes=1)
    jobs = tuple(worker.Job(f"test.{number}", every, run) for number, run in enumerate(runs))
    monkeypatch.setattr(worker, "JOBS", jobs)


# --- the table of jobs


def test_a_tick_sends_and_forgets(own: Flask) -> None:
    _leave_a_letter(own)
    with moody_sink() as sink:
        own.config["SMTP_URL"] = sink.url
        worker.tick(own)
    assert len(sink.messages) == 1
    assert _states(own) == [LetterState.SENT]
    with own.app_context():
        leases = session.scalars(sa.select(JobLease.name)).all()
        assert sorted(leases) == sorted(job.name for job in worker.JOBS)


def test_many_ticks_at_once_are_one(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[datetime] = []
    _jobs(monkeypatch, lambda _, at: ran.append(at))
    barrier = Barrier(4)

    def tick(_: int) -> None:
        barrier.wait()
        worker.tick(own)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(4)))
    assert len(ran) == 1


def test_a_job_that_fails_stops_no_other_and_is_told(
    own: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    def fail(_: Flask, __: datetime) -> None:
        raise ValueError("broken")

    _jobs(monkeypatch, fail, lambda *_: ran.append("second"))
    worker.tick(own)
    assert ran == ["second"]
    assert "job test.0" in caplog.text


def test_every_job_has_a_name_of_its_own() -> None:
    names = [job.name for job in worker.JOBS]
    assert len(set(names)) == len(names)
    assert all(job.every > worker.SLACK for job in worker.JOBS)


def test_ended_sessions_and_links_are_forgotten_after_a_week(given: Given, app: Flask) -> None:
    person, at = given.person(), clock.now()
    for days in (8, 6, -1):
        ends = at - timedelta(days=days)
        with tending() as hands:
            hands.add(
                OneTimeLink(
                    token_hash=bytes([days % 256]) * 32, person_id=person.id, expires_at=ends
                )
            )
            hands.add(
                UserSession(
                    token_hash=bytes([days % 256]) * 32, person_id=person.id, device="test",
                    started_at=ends, expires_at=ends,
                )
            )  # fmt: skip
    worker.JOBS[0].run(app, at)
    for model in (OneTimeLink, UserSession):
        assert session.scalar(sa.select(sa.func.count()).select_from(model)) == 2


# --- the queue


def test_each_engine_has_its_queue(own: Flask) -> None:
    queue = worker.queue_of(own.config)
    sqlite = own.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    assert isinstance(queue, SqliteHuey if sqlite else PostgresHuey)
    assert queue.pending_count() == 0


def _consume(queue: Huey) -> int:
    done = 0
    while task := queue.dequeue():
        queue.execute(task)
        done += 1
    return done


def test_one_ring_waits_and_the_worker_hears_it(own: Flask) -> None:
    bell = worker.Bell(own.config)
    for _ in range(3):
        bell()
    queue = worker.queue_of(own.config)
    worker.hire(queue, own)
    assert queue.pending_count() == 1
    _leave_a_letter(own)
    assert _consume(queue) == 1
    assert _states(own) == [LetterState.SENT]
    assert len(list((Path(own.config["DATA"]) / "outgoing").iterdir())) == 1


def test_a_message_that_we_did_not_sign_is_not_run(own: Flask) -> None:
    queue = worker.queue_of(own.config)
    worker.hire(queue, own)

    class Evil:
        def __reduce__(self) -> Any:
            return (Path.touch, (Path(own.config["DATA"]) / "evil",))

    queue.storage.enqueue(pickle.dumps(Evil()) + b":" + b"0" * 40)
    with pytest.raises(ValueError, match="mismatch"):
        queue.dequeue()
    assert not (Path(own.config["DATA"]) / "evil").exists()


def test_a_bell_that_can_not_be_rung_is_told_and_does_no_harm(
    own: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bell = worker.Bell(own.config)
    monkeypatch.setattr(worker, "queue_of", lambda _: 1 / 0)
    bell()
    assert "the worker was not woken: ZeroDivisionError" in caplog.text


def test_a_request_that_has_written_a_letter_rings_once(own: Flask) -> None:
    rings: list[str] = []
    config = Config(
        SECRET_KEY=SECRET,
        SQLALCHEMY_DATABASE_URI=own.config["SQLALCHEMY_DATABASE_URI"],
        DATA=own.config["DATA"],
        TESTING=True,
    )
    app = create_app(config, wake=lambda: rings.append("rung"))
    _leave_a_letter(own)

    def answer(letters: int) -> str:
        person, unit = (
            session.scalars(sa.select(Person)).one(),
            session.scalars(sa.select(Unit)).one(),
        )
        with acting(by=person, at=clock.now()) as act:
            act.record(GivenEvent.GIVEN, unit)
            for _ in range(letters):
                write(act, to=person, subject="Hello", body="There is news.")
        return "done"

    app.add_url_rule("/act/<int:letters>", view_func=answer)
    heard = []
    for letters in (0, 2, 1):
        assert app.test_client().get(f"/act/{letters}").text == "done"
        heard.append(len(rings))
    assert heard == [0, 1, 2]
    with app.app_context():
        db.engine.dispose()


def test_a_role_that_owns_nothing_can_use_the_queue(own: Flask) -> None:
    owner = own.config["SQLALCHEMY_DATABASE_URI"]
    address = make_url(owner)
    if address.get_backend_name() == "sqlite":
        pytest.skip("SQLite knows no roles")
    role = f"app_{address.database}"
    with psycopg.connect(_plain(address), autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{role}" LOGIN'.encode())
        try:
            running = address.set(username=role).render_as_string(hide_password=False)
            config = {**own.config, "DATABASE_OWNER_URI": owner, "SQLALCHEMY_DATABASE_URI": running}
            with pytest.raises(psycopg.errors.UndefinedTable):  # it may not even look
                worker.queue_of(config).pending_count()
            worker.lay_queue(config)
            worker.Bell(config)()
            queue = worker.queue_of(config)
            worker.hire(queue, own)
            assert _consume(queue) == 1
        finally:
            connection.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"'.encode())


def _plain(address: URL) -> str:
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


# --- the clock of a demo


def test_only_a_demo_follows_a_moved_clock(own: Flask) -> None:
    (Path(own.config["DATA"]) / "clock").write_text("86400")
    try:
        assert not worker.follow_clock(own)
        assert clock.ahead() == timedelta()
        own.config["CLOCK_MAY_MOVE"] = True
        assert worker.follow_clock(own)
        assert not worker.follow_clock(own)
        assert clock.ahead() == timedelta(days=1)
    finally:
        clock.move(timedelta())


def test_what_comes_due_by_a_moved_clock_is_done_at_the_next_ring(
    own: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor of a demo goes a week ahead and sees what a week does, not a minute later."""
    done: list[datetime] = []
    job = worker.Job("probe", timedelta(days=1), lambda _, at: done.append(at))
    monkeypatch.setattr(worker, "JOBS", [job])
    own.config["CLOCK_MAY_MOVE"] = True
    queue, bell = worker.queue_of(own.config), worker.Bell(own.config)
    worker.hire(queue, own)
    try:
        bell()
        assert (_consume(queue), done) == (1, [])
        (Path(own.config["DATA"]) / "clock").write_text(str(7 * 86400))
        bell()
        assert _consume(queue) == 1
        assert len(done) == 1
        assert done[0] - clock.unmoved() > timedelta(days=6)
    finally:
        clock.move(timedelta())


def test_a_demo_whose_clock_is_moved_signs_nobody_out(
    own: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_ahead", timedelta(days=30))
    job = next(job for job in worker.JOBS if job.name == "people.forget")
    with own.app_context():
        given = Given(at=clock.unmoved())
        person = given.person()
        with tending() as hands:
            hands.add(
                UserSession(
                    token_hash=bytes(32), person_id=person.id, device="test",
                    started_at=given.at, expires_at=given.at + timedelta(hours=12),
                )
            )  # fmt: skip
        job.run(own, clock.now())
        assert session.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 1
