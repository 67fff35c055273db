"""Many writers at once, with real threads: nothing is lost, nothing doubled, nothing half."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event, IdempotencyKey, Used
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Repeated, Stale
from impactreview.people.models import Unit
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

WRITERS = 8


def _count(model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _together(app: Flask, turn: "object", times: int = WRITERS) -> list[object]:
    """Run `turn(n)` in `times` threads that begin at one moment; their answers in order."""
    barrier = Barrier(times)

    def run(number: int) -> object:
        with app.app_context():
            barrier.wait()
            return turn(number)  # type: ignore[operator]

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_locked_acts_on_one_record_follow_each_other(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        unit_id = Given(at=NOON).unit().id

    def turn(number: int) -> None:
        for step in range(10):
            unit = session.get_one(Unit, unit_id)
            with acting(by=System(), at=NOON) as act:
                act.lock(unit)
                unit.name = f"{number}.{step}"
                act.record(GivenEvent.GIVEN, unit)

    _together(app, turn)
    with app.app_context():
        unit = session.get_one(Unit, unit_id)
        versions = session.scalars(
            sa.select(Event.version).where(Event.stream == unit_id).order_by(Event.version)
        ).all()
        assert unit.version == 1 + WRITERS * 10
        assert list(versions) == list(range(1, unit.version + 1))
        assert _count(Used) == _count(Event)


def test_an_unlocked_act_on_a_changed_record_is_stale_not_lost(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        unit_id = Given(at=NOON).unit().id

    def turn(number: int) -> bool:
        try:
            with acting(by=System(), at=NOON) as act:
                unit = session.get_one(Unit, unit_id)
                unit.name = str(number)
                act.record(GivenEvent.GIVEN, unit)
        except Stale:
            return False
        return True

    done = sum(bool(answer) for answer in _together(app, turn))
    with app.app_context():
        assert session.get_one(Unit, unit_id).version == 1 + done
        assert done >= 1


def test_the_same_key_at_the_same_moment_is_one_act(new_app: NewApp) -> None:
    app = new_app()

    def turn(number: int) -> UUID | str:
        try:
            with acting(by=System(), at=NOON, key="the same") as act:
                unit = act.add(Unit(code=f"U{number}", name="once"))
                act.record(GivenEvent.GIVEN, unit)
                act.leads_to(f"/units/{number}")
        except Repeated as repeated:
            return repeated.location
        return unit.id

    answers = _together(app, turn)
    with app.app_context():
        units = session.scalars(sa.select(Unit)).all()
        assert len(units) == 1
        led = [answer for answer in answers if isinstance(answer, str)]
        assert len(led) == WRITERS - 1
        assert set(led) == {f"/units/{units[0].code[1:]}"}
        assert _count(IdempotencyKey) == 1
