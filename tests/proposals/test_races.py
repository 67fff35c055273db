"""Many at once, with real threads: codes, submits, changes and seats on the list stay single."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotYours, Refusal, TryAgain
from impactreview.people.models import Person, Unit
from impactreview.proposals import operations
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.operations import writing
from impactreview.proposals.operations.course import withdraw_draft
from impactreview.proposals.queries import by_code, held
from impactreview.proposals.rules.details import Details
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.proposals.drafting import draft, frozen, involved

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
    """Each moves it to a unit and names a sponsor of their own: what is joined to it moves too."""
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        proposal = draft(given)
        code, owner_id = proposal.code, proposal.owner_id
        units, sponsors = [[make().id for _ in range(8)] for make in (given.unit, given.person)]

    def turn(number: int) -> bool:
        owner = session.get_one(Person, owner_id)
        with acting(by=owner, at=NOON) as act:
            proposal = held(act, code)
            assert proposal is not None
            said = Details(
                title=f"Title {number}",
                unit=session.get_one(Unit, units[number]),
                door=Door.ONE_WAY,
                text="",
                sponsor=session.get_one(Person, sponsors[number]),
            )
            writing.change(act, proposal, by=owner, said=said, seen=1)
        return True

    taken = _together(app, turn, 8)
    assert taken.count(True) == 1
    with app.app_context():
        proposal = session.scalars(sa.select(Proposal)).one()
        assert proposal.version == 2
        assert proposal.unit_id == units[taken.index(True)]
        assert proposal.sponsor_id == sponsors[taken.index(True)]


def test_a_proposal_can_be_withdrawn_while_it_is_moved_to_another_unit(new_app: NewApp) -> None:
    app, is_held = new_app(), Event()
    with app.app_context():
        given = Given(at=NOON)
        code, unit_id = draft(given).code, given.unit().id

    def turn(number: int) -> bool:
        proposal = by_code(code)
        assert proposal is not None
        owner = proposal.owner
        if number:
            is_held.wait()
            with acting(by=owner, at=NOON) as act:
                withdraw_draft(act, proposal, by=owner, why="So.")
            return proposal.unit_id == unit_id
        with acting(by=owner, at=NOON) as act:
            held(act, code)
            is_held.set()
            sleep(0.3)  # the other one waits for the lock meanwhile
            unit = session.get_one(Unit, unit_id)
            said = Details(title="Moved", unit=unit, door=Door.ONE_WAY, text="")
            writing.change(act, proposal, by=owner, said=said, seen=1)
        return True

    assert _together(app, turn, 2) == [True, True]


def test_who_was_taken_off_the_list_meanwhile_changes_nothing(new_app: NewApp) -> None:
    """Whoever waits for the lock reads who may write after it, not before."""
    app, locked = new_app(), Barrier(2)
    with app.app_context():
        given = Given(at=NOON)
        proposal, author = draft(given), given.person()
        code, author_id = proposal.code, author.id
        involved(proposal, author, Involvement.CO_AUTHOR)

    def turn(number: int) -> bool:
        proposal = by_code(code)
        assert proposal is not None
        by = session.get_one(Person, author_id) if number else proposal.owner
        one = proposal.involved[0]
        if number:
            locked.wait()
        with acting(by=by, at=NOON) as act:
            proposal = held(act, code)
            assert proposal is not None
            if not number:
                locked.wait()
                sleep(0.3)  # the other one waits for the lock meanwhile
                operations.release(act, proposal, by=by, involved=one)
                return True
            said = Details(title="Mine", unit=proposal.unit, door=Door.ONE_WAY, text="")
            with pytest.raises(NotYours):
                writing.change(act, proposal, by=by, said=said, seen=proposal.version)
            raise NotYours("no")
        return True

    assert _together(app, turn, 2) == [True, None]


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
