"""The worker: one table of jobs, run each minute, and a queue that wakes it in between.

The queue holds nothing that could be lost: letters stand in the outbox, deadlines in the records.
Its messages are signed, because whoever could forge one would run code here.
"""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer
from sqlalchemy.engine import make_url

from impactreview.ballots import jobs as ballots
from impactreview.escalations import jobs as escalations
from impactreview.kernel import clock
from impactreview.notifications.jobs import delivery, leases
from impactreview.notifications.jobs.mail import Claim, Letterhead
from impactreview.notifications.jobs.transports import transport
from impactreview.people import jobs as people
from impactreview.proposals import jobs as proposals
from impactreview.reviews import jobs as reviews

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SLACK = timedelta(seconds=10)
"""A lease ends this much before its job is due again, so that no turn is missed."""
END_WITHIN = 2
SCHEMA = "queue"
"""Where the queue's own tables stand on PostgreSQL, apart from ours."""

_journal = logging.getLogger("impactreview.worker")


@dataclass(frozen=True)
class Job:
    """What is done every so often, by one of all workers."""

    name: str
    every: timedelta
    run: Callable[[Flask, datetime], object]


JOBS = (
    Job("people.forget", HOUR, lambda _, __: people.forget(clock.unmoved())),
    Job("notifications.forget", HOUR, lambda _, at: delivery.forget(at)),
    Job("proposals.collect", HOUR, lambda app, _: proposals.collect_files(_data(app))),
    Job("reviews.seek", 10 * MINUTE, lambda app, at: reviews.seek_readers(at, _zone(app))),
    Job("reviews.settle", MINUTE, lambda _, at: reviews.settle_silence(at)),
    Job("reviews.lapse_drafts", HOUR, lambda _, at: reviews.lapse_drafts(at)),
    Job("ballots.close", MINUTE, lambda _, at: ballots.close_due(at)),
    Job("ballots.lapse", HOUR, lambda _, at: ballots.lapse_due(at)),
    Job("ballots.draw", MINUTE, lambda _, at: ballots.draw_audits(at)),
    Job("escalations.route", MINUTE, lambda app, at: escalations.route_waiting(at, _zone(app))),
    Job("escalations.settle", MINUTE, lambda app, at: escalations.settle_ends(at, _zone(app))),
    Job("escalations.remind", HOUR, lambda app, at: escalations.remind_of_ends(at, _zone(app))),
    Job("notifications.drain", MINUTE, lambda app, at: delivery.drain(deliverer(app.config), at)),
)
"""Every job of every room, in the order they are run; letters last, so that they go at once."""


def _data(app: Flask) -> Path:
    return Path(app.config["DATA"])


def _zone(app: Flask) -> str:
    return str(app.config["TIME_ZONE"])


def deliverer(config: Mapping[str, Any]) -> delivery.Deliver:
    """How a letter of this installation is sent. Raises ValueError for a bad mail setting."""
    head = Letterhead(sender=str(config["MAIL_FROM"]), base_url=str(config["BASE_URL"]))
    hand_over = transport(str(config["SMTP_URL"]), head.hostname, Path(config["DATA"]))

    def deliver(claim: Claim) -> None:
        hand_over(head.mail(claim, clock.now()))

    return deliver


# --- the queue


def queue_of(config: Mapping[str, Any]) -> Huey:
    """The queue of this installation: in Redis where one is named, else beside the database."""
    common = {
        "name": "impactreview",
        "results": False,
        "serializer": SignedSerializer(secret=config["SECRET_KEY"], salt="impactreview.queue"),
    }
    if config["QUEUE"]:
        return RedisHuey(url=config["QUEUE"], **common)
    address = make_url(config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() == "sqlite":
        # No WAL: the interpreter's own SQLite may have the bug that kernel/engine.py tells of.
        file = str(Path(config["DATA"]) / "queue.db")
        return SqliteHuey(filename=file, fsync=False, journal_mode="truncate", **common)
    return PostgresHuey(
        connection=_connecting(str(config["SQLALCHEMY_DATABASE_URI"])),
        create_tables=False,
        **common,
    )


def _connecting(address: str) -> Callable[[], Any]:
    driver = _driver(address)
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return lambda: driver.connect(plain, autocommit=True, options=f"-c search_path={SCHEMA}")


def _driver(address: str) -> Any:
    """The driver of PostgreSQL, which is not loaded where nobody asks for it."""
    return make_url(address).get_dialect().import_dbapi()


def lay_queue(config: Mapping[str, Any]) -> None:
    """Make the queue's tables on PostgreSQL, through the owner's address; elsewhere nothing."""
    running = make_url(config["SQLALCHEMY_DATABASE_URI"])
    if config["QUEUE"] or running.get_backend_name() == "sqlite":
        return
    owner = str(config["DATABASE_OWNER_URI"] or config["SQLALCHEMY_DATABASE_URI"])
    with _connecting(owner)() as connection:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        PostgresHuey(name="impactreview", connection=_connecting(owner), create_tables=True)
        if running.username and running.username != make_url(owner).username:
            sql = _driver(owner).sql
            role = sql.Identifier(running.username)
            for grant in (
                "GRANT USAGE ON SCHEMA queue TO {}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA queue TO {}",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA queue TO {}",
            ):
                connection.execute(sql.SQL(grant).format(role))


class Bell:
    """What a web process wakes the worker with. One ring waits at most.

    A bell that can not be rung does no harm: the worker looks for itself each minute.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config

    @cached_property
    def _task(self) -> TaskWrapper:
        return queue_of(self._config).task(name="drain")(_in_the_worker)

    def __call__(self) -> None:
        try:
            if not self._task.huey.pending_count():
                self._task()
        except Exception as error:
            _journal.warning("the worker was not woken: %s", type(error).__name__)


def _in_the_worker() -> None:
    """The name alone travels; what it does stands in `hire`."""


# --- the work


def hire(queue: Huey, app: Flask) -> tuple[Callable[[], object], Callable[[], object]]:
    """Let `queue` know the two things a worker does: drain when woken, tick each minute."""

    def drain() -> None:
        with app.app_context():
            if follow_clock(app):
                tick(app)
            delivery.drain(deliverer(app.config), clock.now())

    def each_minute() -> None:
        tick(app)

    return queue.task(name="drain")(drain), queue.periodic_task(crontab(), name="tick")(each_minute)


def tick(app: Flask) -> None:
    """Run each job that is due and that no other worker has; a failing one stops no other."""
    for job in JOBS:
        with app.app_context():
            follow_clock(app)
            at = clock.now()
            try:
                if leases.taken(job.name, at, job.every - SLACK):
                    job.run(app, at)
            except Exception:
                _journal.exception("job %s", job.name)


def follow_clock(app: Flask) -> bool:
    """In a demo, and there alone, take the clock from where its pages have moved it.

    Gives whether they have since the last time: what came due by it waits for no next minute.
    """
    ahead = moved(app.config) if app.config["CLOCK_MAY_MOVE"] else clock.ahead()
    before = clock.ahead()
    clock.move(ahead)
    return ahead != before


def moved(config: Mapping[str, Any]) -> timedelta:
    """How far a demo has moved the clock of this installation; its file stands in DATA."""
    file = Path(config["DATA"]) / "clock"
    return timedelta(seconds=int(file.read_text() or "0")) if file.exists() else timedelta()


def work(app: Flask, *, with_parent: bool) -> None:
    """Do the work until told to end; `with_parent`, also when the parent process is gone."""
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    queue = queue_of(app.config)
    drain, _ = hire(queue, app)
    if not app.config["SMTP_URL"]:
        _journal.info(
            "no mail server is set: letters are laid into %s/outgoing", app.config["DATA"]
        )
    drain()
    settle_memory()
    queue.create_consumer(workers=2, max_delay=1, shutdown_timeout=END_WITHIN).run()


def _end_with_parent() -> None:
    """The parent holds the other end of our standard input, even when it is killed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(END_WITHIN + 0.5)
    os._exit(1)  # a delivery hangs; its lease runs out and another worker takes it


def settle_memory() -> None:
    """Take what was loaded out of the garbage collector's rounds, and make these rarer.

    Not rarer than this: what dies in a ring between two rounds was 11 MB of a server at work.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
