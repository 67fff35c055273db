"""The same races between real processes: each with an app of its own over one database."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from config import Config
from impactreview.app import create_app
from impactreview.ballots import jobs
from impactreview.ballots.models import Decision, Vote
from impactreview.ballots.queries import ballots as queries
from impactreview.kernel.refusals import Stale, TryAgain
from tests.ballots.house import House
from tests.ballots.test_races import cast, found
from tests.conftest import NOON, NewApp, close
from tests.given import Given
from tests.reading import number_of

pytestmark = [pytest.mark.database_near, pytest.mark.timeout(300)]
PROCESSES, VOTES = 3, 10
Work = Callable[..., object]
AtOnce = Callable[[], list[int]]


def _vote(ballot: UUID, voter: UUID) -> int:
    cast_by_us = 0
    while cast_by_us < VOTES:
        try:
            cast(ballot, voter)
            cast_by_us += 1
        except (TryAgain, Stale):
            continue
    return cast_by_us


def _close(ballot: UUID, _: UUID) -> int:
    return jobs.close_due(found(ballot).closes_at)


def _child(config: Config, works: list[Work], words: list[UUID], start: Any, done: Any) -> None:
    app = create_app(config)
    with app.app_context():
        for work in works:
            start.wait(60)
            done.put(work(*words))
    close(app)


@contextmanager
def _processes(
    config: Config, *works: Work, words: list[UUID]
) -> Iterator[Callable[[], list[int]]]:
    """Several processes that begin each work at the same moment, when it is called for."""
    spawn = multiprocessing.get_context("spawn")
    start, done = spawn.Barrier(PROCESSES + 1), spawn.Queue()
    children = [
        spawn.Process(target=_child, args=(config, list(works), words, start, done), daemon=True)
        for _ in range(PROCESSES)
    ]
    for child in children:
        child.start()

    def at_once() -> list[int]:
        start.wait(60)
        return [done.get(timeout=120) for _ in children]

    yield at_once
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * PROCESSES


def test_votes_and_the_close_from_many_processes(new_app: NewApp) -> None:
    app = new_app()
    config = Config(**{name: app.config[name] for name in Config.__dataclass_fields__})
    with app.app_context():
        house = House(Given(at=NOON))
        ballot, voter = house.ballot().id, house.co_1.id
        everybody = {elector.person_id for elector in queries.electors(found(ballot))}
        for person_id in everybody - {voter}:
            cast(ballot, person_id)
    with _processes(config, _vote, _close, words=[ballot, voter]) as at_once:
        assert at_once() == [VOTES] * PROCESSES
        with app.app_context():
            assert number_of(Vote) == len(everybody) - 1 + PROCESSES * VOTES
            assert len(queries.last_votes(found(ballot))) == len(everybody)
        assert sorted(at_once()) == [0] * (PROCESSES - 1) + [1]
    with app.app_context():
        assert number_of(Decision) == 1
        tally = found(ballot).tally
        assert tally is not None
        assert tally["company"]["yes"] + tally["customer"]["yes"] == len(everybody)
