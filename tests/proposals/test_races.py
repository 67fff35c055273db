"""Many at once, with real threads: codes, submits, changes and seats on the list stay single."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal, TryAgain
from impactreview.people.models import Person, Unit
from impactreview.proposals import operations
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.operations import writing
from impactreview.proposals.rules.details import Details
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.proposals.drafting import draft, frozen

pytestmark = pytest.mark.database_near


def _together(app: Flask, turn: Callable[[int], Any], times: int) -> list[Any]:
    """What `times` threads answer that begin at one moment; None for one that was refused."""
    barrier = Barrier(times)

    def run(number: int) -> Any:
        with app.app_context():
            barrier.wait()
            try:
                return turn(number)
            except (Refusal, TryAgain):
                return None
            finally:
                session.remove()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_twenty_who_begin_at_once_get_twenty_codes(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        owners, unit_id = [given.person().id for _ in range(20)], given.unit().id

    def turn(number: int) -> str:
        owner, unit = session.get_one(Person, owners[number]), session.get_one(Unit, unit_id)
        with acting(by=owner, at=NOON) as act:
            made = operations.draft(
                act, owner=owner, unit=unit, title=f"{number}", door=Door.TWO_WAY, text=""
            )
        return made.code

    codes = _together(app, turn, 20)
    assert sorted(codes) == [f"D-2026-{number:03d}" for number in range(1, 21)]


def _drafted(app: Flask) -> Any:
    with app.app_context():
        return draft(Given(at=NOON)).id


def test_a_proposal_that_many_submit_at_once_is_frozen_once(new_app: NewApp) -> None:
    app = new_app()
    proposal_id = _drafted(app)

    def turn(_: int) -> bool:
        proposal = session.get_one(Proposal, proposal_id)
        owner = proposal.owner
        with acting(by=owner, at=NOON) as act:
            operations.submit(act, proposal, by=owner, version=frozen(proposal))
        return True

    assert _together(app, turn, 8).count(True) == 1
    with app.app_context():
        assert session.scalars(sa.select(Version.number)).all() == [1]


def test_of_many_who_change_the_same_version_one_is_taken(new_app: NewApp) -> None:
    app = new_app()
    proposal_id = _drafted(app)

    def turn(number: int) -> bool:
        proposal = session.get_one(Proposal, proposal_id)
        owner, unit = proposal.owner, proposal.unit
        with acting(by=owner, at=NOON) as act:
            said = Details(title=f"Title {number}", unit=unit, door=Door.ONE_WAY, text="")
            writing.change(act, proposal, by=owner, said=said, seen=1)
        return True

    assert _together(app, turn, 8).count(True) == 1
    with app.app_context():
        assert session.get_one(Proposal, proposal_id).version == 2


def test_one_person_is_not_put_on_the_list_twice(new_app: NewApp) -> None:
    app = new_app()
    proposal_id = _drafted(app)
    with app.app_context():
        other_id = Given(at=NOON).person(email="other@example.org").id

    def turn(number: int) -> bool:
        proposal = session.get_one(Proposal, proposal_id)
        owner, other = proposal.owner, session.get_one(Person, other_id)
        part = [Involvement.CO_AUTHOR, Involvement.COMMENTER][number % 2]
        with acting(by=owner, at=NOON) as act:
            operations.involve(act, proposal, by=owner, person=other, involvement=part)
        return True

    assert _together(app, turn, 8).count(True) == 1
    with app.app_context():
        assert len(session.scalars(sa.select(Involved)).all()) == 1
