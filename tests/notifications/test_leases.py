"""A job is taken by one worker at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from impactreview.audit.acts import tending
from impactreview.kernel.db import session
from impactreview.notifications.jobs.leases import taken
from impactreview.notifications.models import JobLease
from tests.conftest import NOON, NewApp

pytestmark = pytest.mark.database_near

LENGTH = timedelta(seconds=50)


@pytest.mark.usefixtures("world")
def test_a_job_is_free_again_when_its_lease_ends() -> None:
    assert taken("sweep", NOON, LENGTH)
    assert not taken("sweep", NOON, LENGTH)
    assert not taken("sweep", NOON + LENGTH - timedelta(seconds=1), LENGTH)
    assert taken("other", NOON, LENGTH)
    assert taken("sweep", NOON + LENGTH, LENGTH)
    assert not taken("sweep", NOON + LENGTH, LENGTH)


@pytest.mark.usefixtures("world")
def test_a_clock_that_was_ahead_holds_nobody_up() -> None:
    with tending() as hands:
        hands.add(JobLease(name="sweep", leased_until=NOON + timedelta(days=3)))
    assert taken("sweep", NOON, LENGTH)
    assert session.get_one(JobLease, "sweep").leased_until == NOON + LENGTH


@pytest.mark.usefixtures("world")
def test_who_asks_a_moment_later_and_is_served_first_is_not_overtaken() -> None:
    assert taken("sweep", NOON + timedelta(milliseconds=5), LENGTH)
    assert not taken("sweep", NOON, LENGTH)


@pytest.mark.parametrize("first", [True, False])
def test_of_many_at_once_one_takes_it(new_app: NewApp, first: bool) -> None:
    app, barrier = new_app(), Barrier(8)
    if not first:
        with app.app_context():
            assert taken("sweep", NOON - LENGTH, LENGTH)

    def take(_: int) -> bool:
        with app.app_context():
            barrier.wait()
            return taken("sweep", NOON, LENGTH)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [False] * 7 + [True]
