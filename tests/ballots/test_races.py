"""Real threads on both engines: nothing is counted twice, nothing lost, nothing closed twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask

from impactreview.audit.acts import acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Ballot, Decision, Vote
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Outcome, State
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal, TryAgain
from impactreview.people.models import Person
from tests.ballots.house import YES, House
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.reading import number_of

pytestmark = pytest.mark.database_near
TRIES = 50


def at_once(app: Flask, many: int, verb: Callable[[int], object]) -> list[object]:
    """Every thread in a context of its own, all at the same moment; what each came to."""
    start = Barrier(min(many, 16))

    def run(number: int) -> object:
        with app.app_context():
            if number < start.parties:
                start.wait()
            for _ in range(TRIES):
                try:
                    return verb(number)
                except TryAgain:
                    continue
                except Refusal as refusal:
                    return refusal
            raise AssertionError("never got its turn")

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(run, range(many)))


def found(ballot_id: UUID) -> Ballot:
    ballot = queries.by_id(ballot_id)
    assert ballot is not None
    return ballot


def person(person_id: UUID) -> Person:
    by = session.get(Person, person_id)
    assert by is not None
    return by


def cast(ballot_id: UUID, person_id: UUID) -> None:
    by = person(person_id)
    with acting(by=by, at=NOON) as act:
        operations.cast(act, found(ballot_id), by=by, choice=YES)


def test_two_hundred_votes_of_one_member_are_one(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        house = House(Given(at=NOON))
        ballot, voter = house.ballot().id, house.co_1.id
    at_once(app, 200, lambda _: cast(ballot, voter))
    with app.app_context():
        assert number_of(Vote) == 200  # each is kept, the last one counts
        assert len(queries.last_votes(found(ballot))) == 1
        with acting(by=house_clerk(ballot), at=found(ballot).closes_at) as act:
            operations.close_ballot(act, found(ballot))
        tally = found(ballot).tally
        assert tally is not None
        assert (tally["company"]["yes"], tally["customer"]["yes"]) == (1, 0)


def house_clerk(ballot_id: UUID) -> Person:
    opened = found(ballot_id).opened_by
    assert opened is not None
    return opened


def test_abuse_31_the_last_two_votes_and_the_close(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        house = House(Given(at=NOON))
        open_one = house.ballot()
        house.vote(open_one, advocate=YES, cu_1=YES, chair=YES, vice=YES)
        ballot, clerk = open_one.id, house.clerk.id
        voters = [house.co_1.id, house.co_2.id]

    def verb(number: int) -> object:
        if number < 2:
            cast(ballot, voters[number])
            return None
        with acting(by=person(clerk), at=NOON) as act:
            return operations.close_ballot(act, found(ballot), by=person(clerk))

    results = at_once(app, 3, verb)
    assert results[:2] == [None, None]  # neither vote is lost
    with app.app_context():
        if results[2] is not Outcome.APPROVED:
            assert jobs.close_due(found(ballot).closes_at) == 1
        tally = found(ballot).tally
        assert tally is not None
        assert tally["company"]["yes"] + tally["customer"]["yes"] == 6
        assert number_of(Decision) == 1


def test_a_double_close_determines_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        house = House(Given(at=NOON))
        open_one = house.ballot()
        house.everybody(open_one)
        ballot, due = open_one.id, open_one.closes_at
    closed = at_once(app, 8, lambda _: jobs.close_due(due))
    with app.app_context():
        assert closed.count(1) == 1
        assert closed.count(0) == 7
        assert number_of(Decision) == 1
        assert found(ballot).state is State.CLOSED
