"""A letter is part of its act, once for each key, and can be stopped or brought back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, acting, tending
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.notifications import operations, queries
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import Person, Unit
from impactreview.people.roles import Role
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.notifications.writing import written
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def _count() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Letter)) or 0


def test_a_letter_waits_with_all_it_must_carry(given: Given) -> None:
    person = given.person(language="de")
    letter = written(
        given,
        to=person,
        subject="Case %(code)s",
        path="/proposals/D-7",
        code="D-7",
        role=Role.ADVOCATE,
    )
    assert (letter.person_id, letter.address, letter.language) == (person.id, person.email, "de")
    assert letter.params == {"code": "D-7", "role": {"term": "people.Role.ADVOCATE"}}
    assert (letter.state, letter.attempts, letter.path) == (
        LetterState.WAITING,
        0,
        "/proposals/D-7",
    )
    assert letter.written_at == letter.available_at == NOON


def test_a_refused_act_leaves_no_letter(given: Given) -> None:
    person, unit = given.person(), given.unit()
    with pytest.raises(NotNow), acting(by=person, at=NOON) as act:
        act.record(GivenEvent.GIVEN, unit)
        operations.write(act, to=person, subject="Hello", body="There is news.")
        operations.write(act, to=person, subject="Hello", body="Twice.", dedupe_key="k")
        act.settle()
        raise NotNow("no")
    assert _count() == 0


def test_the_same_key_writes_one_letter_for_ever(given: Given) -> None:
    person, unit = given.person(), given.unit()
    first = written(given, to=person, dedupe_key="reminder:1")
    with tending():
        first.state = LetterState.SENT
    with acting(by=System(), at=NOON) as act:
        act.record(GivenEvent.GIVEN, unit)
        for key in ("reminder:1", "reminder:2", "reminder:2"):
            operations.write(act, to=person, subject="Hello", body="Again.", dedupe_key=key)
    kept = session.execute(sa.select(Letter.dedupe_key, Letter.body).order_by(Letter.dedupe_key))
    assert kept.all() == [("reminder:1", "There is news."), ("reminder:2", "Again.")]


def test_a_key_is_race_safe_and_no_act_is_lost(new_app: NewApp) -> None:
    app, barrier = new_app(), Barrier(8)
    with app.app_context():
        person_id = Given(at=NOON).person().id

    def remind(number: int) -> None:
        with app.app_context():
            person = session.get_one(Person, person_id)
            barrier.wait()
            with acting(by=System(), at=NOON) as act:
                unit = act.add(Unit(code=f"R{number}", name="Reminded"))
                act.record(GivenEvent.GIVEN, unit)
                operations.write(act, to=person, subject="Hello", body="Once.", dedupe_key="same")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(remind, range(8)))
    with app.app_context():
        assert _count() == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 8


@pytest.mark.parametrize(
    ("fault", "letter"),
    [
        (KeyError, {"body": "Case %(code)s"}),
        (KeyError, {"subject": "%(code)s", "other": "x"}),
        (TypeError, {"body": "%(count)s", "count": 3}),
        (TypeError, {"body": "%(since)s", "since": NOON}),
        (ValueError, {"path": "https://elsewhere.example"}),
        (ValueError, {"path": "//elsewhere.example"}),
    ],
)
def test_a_letter_that_could_not_be_said_is_not_written(
    given: Given, fault: type[Exception], letter: dict[str, Any]
) -> None:
    with pytest.raises(fault):
        written(given, **letter)
    assert _count() == 0


def test_stopping_reaches_one_persons_waiting_letters_alone(given: Given) -> None:
    left, stays = given.person(), given.person()
    sent, waiting, other = (written(given, to=person) for person in (left, left, stays))
    with tending():
        sent.state = LetterState.SENT
    with acting(by=stays, at=NOON) as act:
        act.record(GivenEvent.GIVEN, left)
        operations.cancel(act, left.id)
    assert [letter.state for letter in (sent, waiting, other)] == [
        LetterState.SENT,
        LetterState.STOPPED,
        LetterState.WAITING,
    ]


def test_only_what_was_given_up_comes_back(given: Given) -> None:
    dead, sent = written(given), written(given)
    with tending():
        dead.state, dead.attempts, dead.last_error = LetterState.DEAD, 8, "SMTPDataError 554"
        sent.state = LetterState.SENT
    with tending() as hands:
        operations.revive(hands, dead)
        operations.revive(hands, sent)
    assert (dead.state, dead.attempts, dead.last_error) == (LetterState.WAITING, 0, "")
    assert sent.state is LetterState.SENT
    assert [letter.id for letter in queries.due(NOON, 10)] == [dead.id]


def test_a_session_tells_once_that_it_wrote(given: Given) -> None:
    queries.were_written()
    given.person()
    assert not queries.were_written()
    written(given)
    assert [queries.were_written(), queries.were_written()] == [True, False]
    written(given, dedupe_key="k")
    assert queries.were_written()


def test_days_are_kept_as_days(given: Given) -> None:
    letter = written(given, body="Until %(until)s", until=date(2026, 3, 9))
    assert letter.params == {"until": {"day": "2026-03-09"}}
    assert not isinstance(letter.params["until"], datetime)
