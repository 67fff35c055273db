"""Each letter arrives, once where it can be known, with the same Message-ID where it can not."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Lock
from uuid import UUID

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, acting, tending
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.notifications import operations, queries, rules
from impactreview.notifications.jobs import delivery
from impactreview.notifications.jobs.delivery import Deliver, claim, drain, forget
from impactreview.notifications.jobs.mail import Claim
from impactreview.notifications.jobs.transports import Unreachable, transport
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import Unit
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.notifications.sinks import moody_sink
from tests.notifications.test_mail import HEAD
from tests.notifications.writing import written
from tests.servers import free_port
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

MINUTE = timedelta(minutes=1)


def by_smtp(url: str) -> Deliver:
    hand_over = transport(url, HEAD.hostname, Path())
    return lambda claimed: hand_over(HEAD.mail(claimed, NOON))


def failing(error: Exception) -> Deliver:
    def deliver(_: Claim) -> None:
        raise error

    return deliver


def state_of(letter: Letter) -> tuple[LetterState, int, str]:
    session.expire_all()
    return letter.state, letter.attempts, letter.last_error


# --- what arrives


def test_a_letter_arrives_once_and_what_it_said_is_forgotten(given: Given) -> None:
    person = given.person(language="de")
    letter = written(given, to=person, body="Link for %(whom)s", path="/links/token", whom="Vera")
    with moody_sink() as sink:
        assert drain(by_smtp(sink.url), NOON) == 1
        assert drain(by_smtp(sink.url), NOON + 10 * MINUTE) == 0
    (mail,) = sink.messages
    assert mail["To"] == person.email
    assert "https://review.firm.example/links/token" in mail.get_content()
    assert state_of(letter) == (LetterState.SENT, 1, "")
    assert (letter.params, letter.path, letter.leased_until) == ({}, "", None)
    assert letter.sent_at is not None


def test_of_an_act_that_was_refused_nothing_arrives(given: Given) -> None:
    person, unit = given.person(), given.unit()
    with pytest.raises(NotNow), acting(by=person, at=NOON) as act:
        act.record(GivenEvent.GIVEN, unit)
        operations.write(act, to=person, subject="Hello", body="There is news.")
        act.settle()
        raise NotNow("no")
    with moody_sink() as sink:
        drain(by_smtp(sink.url), NOON)
    assert not sink.messages


def test_more_than_one_batch_goes_in_one_go(given: Given) -> None:
    person, unit, count = given.person(), given.unit(), delivery.BATCH * 2 + 1
    with acting(by=person, at=NOON) as act:
        act.record(GivenEvent.GIVEN, unit)
        for _ in range(count):
            operations.write(act, to=person, subject="Hello", body="There is news.")
    seen: list[UUID] = []
    assert drain(lambda claimed: seen.append(claimed.id), NOON) == count
    assert len(set(seen)) == len(seen) == count


# --- what does not arrive at first


def test_a_server_that_is_down_holds_up_no_act_and_costs_one_try_a_batch(given: Given) -> None:
    first, second = written(given), written(given)
    calls: list[UUID] = []

    def deliver(claimed: Claim) -> None:
        calls.append(claimed.id)
        by_smtp(f"smtp://127.0.0.1:{free_port()}")(claimed)

    assert drain(deliver, NOON) == 0
    assert len(calls) == 1
    for letter in (first, second):
        assert state_of(letter) == (
            LetterState.WAITING,
            1,
            "unreachable: ConnectionRefusedError",
        )
        assert NOON + MINUTE <= letter.available_at < NOON + MINUTE + timedelta(seconds=30)
    with moody_sink() as sink:
        assert drain(by_smtp(sink.url), NOON + timedelta(seconds=59)) == 0
        assert drain(by_smtp(sink.url), NOON + 2 * MINUTE) == 2


@pytest.mark.parametrize("code", ["451 try later", "554 no vera@firm.example here"])
def test_a_letter_the_server_declines_is_tried_again(given: Given, code: str) -> None:
    letter = written(given)
    with moody_sink() as sink:
        sink.data = code
        assert drain(by_smtp(sink.url), NOON) == 0
        assert state_of(letter) == (LetterState.WAITING, 1, f"SMTPDataError {code[:3]}")
        sink.data = "250 OK"
        assert drain(by_smtp(sink.url), NOON + 2 * MINUTE) == 1
    assert state_of(letter) == (LetterState.SENT, 2, "")


def test_one_bad_address_holds_up_no_other_letter(given: Given) -> None:
    bad, broken, good = written(given), written(given), written(given)
    with tending():
        broken.address = "two@firm.example, three@firm.example"
    with moody_sink() as sink:
        sink.rcpt = {bad.address: "550 no such user"}
        assert drain(by_smtp(sink.url), NOON) == 1
    assert state_of(bad) == (LetterState.WAITING, 1, "SMTPRecipientsRefused 550")
    assert state_of(broken)[2] == "ValueError"
    assert state_of(good)[0] is LetterState.SENT
    assert [mail["To"] for mail in sink.messages] == [good.address]


def test_a_lost_answer_means_the_same_message_id_again(given: Given) -> None:
    letter = written(given)
    with moody_sink() as sink:
        sink.hangs_up = True
        assert drain(by_smtp(sink.url), NOON) == 0
        assert state_of(letter)[2] == "SMTPServerDisconnected"
        sink.hangs_up = False
        assert drain(by_smtp(sink.url), NOON + 2 * MINUTE) == 1
    first, second = sink.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def test_after_eight_attempts_a_letter_is_given_up_and_can_be_revived(given: Given) -> None:
    letter, at = written(given), NOON
    for attempt in range(1, rules.ATTEMPTS + 1):
        assert state_of(letter)[0] is LetterState.WAITING
        drain(failing(OSError("vera@firm.example")), at)
        assert state_of(letter)[1:] == (attempt, "OSError")
        at = letter.available_at + MINUTE
    assert state_of(letter)[0] is LetterState.DEAD
    assert drain(lambda _: None, at + timedelta(days=9)) == 0
    with tending() as hands:
        operations.revive(hands, letter)
    assert drain(lambda _: None, at) == 1


def test_the_journal_knows_no_address(given: Given, caplog: pytest.LogCaptureFixture) -> None:
    letter = written(given, path="/links/token")
    caplog.set_level(logging.DEBUG)
    drain(failing(OSError(letter.address)), NOON)
    drain(lambda _: None, NOON + 2 * MINUTE)
    assert str(letter.id) in caplog.text
    assert letter.address not in caplog.text
    assert "token" not in caplog.text


# --- workers that stop, or stand still


def test_a_worker_that_stops_after_claiming_keeps_letters_for_one_lease(given: Given) -> None:
    letter = written(given)
    assert [held.id for held in claim(NOON)] == [letter.id]
    assert drain(lambda _: None, NOON + rules.LEASE - timedelta(seconds=1)) == 0
    assert drain(lambda _: None, NOON + rules.LEASE) == 1


def test_a_worker_that_stops_after_sending_sends_the_same_again(given: Given) -> None:
    letter = written(given)
    with moody_sink() as sink:
        (held,) = claim(NOON)
        by_smtp(sink.url)(held)
        assert drain(by_smtp(sink.url), NOON + rules.LEASE) == 1
    assert len({mail["Message-ID"] for mail in sink.messages}) == 1
    assert state_of(letter)[0] is LetterState.SENT


def test_a_letter_that_stops_every_worker_is_given_up(given: Given) -> None:
    letter, at = written(given), NOON
    for _ in range(rules.ATTEMPTS):
        assert claim(at)
        at += rules.LEASE
    assert not claim(at)
    assert state_of(letter)[0] is LetterState.DEAD


def _paused_beyond_its_lease(then: Callable[[], object]) -> Deliver:
    """A delivery that stands still while others go on; the letter is sent all the same."""

    def deliver(_: Claim) -> None:
        then()

    return deliver


def test_a_paused_worker_marks_nothing_that_another_holds(given: Given) -> None:
    letter = written(given)
    later = NOON + rules.LEASE + MINUTE
    taken: list[Claim] = []
    sent = drain(_paused_beyond_its_lease(lambda: taken.extend(claim(later))), NOON)
    assert sent == 0
    assert state_of(letter) == (LetterState.WAITING, 2, "")
    assert letter.leased_until == later + rules.LEASE
    assert [held.id for held in taken] == [letter.id]


def test_a_paused_worker_does_not_undo_what_another_has_sent(given: Given) -> None:
    letter = written(given)

    def elsewhere() -> None:
        assert drain(lambda _: None, NOON + rules.LEASE + MINUTE) == 1
        raise OSError("so the paused one believes that it failed")

    assert drain(_paused_beyond_its_lease(elsewhere), NOON) == 0
    assert state_of(letter) == (LetterState.SENT, 2, "")


def test_what_was_stopped_on_its_way_stays_stopped(given: Given) -> None:
    letter, person = written(given), given.person()

    def stop() -> None:
        with acting(by=person, at=NOON) as act:
            act.record(GivenEvent.GIVEN, person)
            operations.cancel(act, letter.person_id)

    drain(_paused_beyond_its_lease(stop), NOON)
    assert state_of(letter)[0] is LetterState.STOPPED


def test_what_can_not_be_sent_within_the_lease_is_given_back(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, clock = [written(given) for _ in range(3)], [0.0]
    monkeypatch.setattr(f"{delivery.__name__}.monotonic", lambda: clock[0])

    def slow(_: Claim) -> None:
        clock[0] += rules.PATIENCE.total_seconds() + 1

    assert drain(slow, NOON) == 3
    assert [state_of(letter) for letter in letters] == [(LetterState.SENT, 1, "")] * 3


def test_an_unreachable_server_is_one_reason_for_the_whole_batch(given: Given) -> None:
    letters = [written(given) for _ in range(3)]
    drain(failing(Unreachable("TimeoutError")), NOON)
    assert {state_of(letter) for letter in letters} == {
        (LetterState.WAITING, 1, "unreachable: TimeoutError")
    }


# --- many at once, each with a connection of its own


def test_many_workers_send_each_letter_once(new_app: NewApp) -> None:
    app, workers, count = new_app(), 4, 60
    with app.app_context():
        person = Given(at=NOON).person()
        with acting(by=System(), at=NOON) as act:
            act.record(GivenEvent.GIVEN, act.add(Unit(code="MANY", name="Many")))
            for _ in range(count):
                operations.write(act, to=person, subject="Hello", body="There is news.")
    barrier, lock, sent = Barrier(workers), Lock(), list[UUID]()

    def deliver(claimed: Claim) -> None:
        with lock:
            sent.append(claimed.id)

    def run(_: int) -> int:
        with app.app_context():
            barrier.wait()
            return drain(deliver, NOON)

    with ThreadPoolExecutor(workers) as pool:
        assert sum(pool.map(run, range(workers))) == count
    assert len(sent) == len(set(sent)) == count
    with app.app_context():
        states = session.execute(sa.select(Letter.state, Letter.attempts).distinct()).all()
        assert [tuple(row) for row in states] == [(LetterState.SENT, 1)]


def test_no_transaction_is_open_while_a_letter_is_sent(given: Given) -> None:
    written(given)
    opened: list[bool] = []
    drain(lambda _: opened.append(session().in_transaction()), NOON)
    assert opened == [False]


def test_letters_are_forgotten_when_they_are_old(given: Given) -> None:
    old_sent, new_sent, old_dead = (written(given) for _ in range(3))
    with tending():
        old_sent.state = new_sent.state = LetterState.SENT
        old_dead.state = LetterState.DEAD
        old_sent.available_at = old_dead.available_at = NOON - delivery.KEPT - MINUTE
    kept = {new_sent.id, old_dead.id}
    forget(NOON)
    session.expire_all()
    assert set(session.scalars(sa.select(Letter.id))) == kept
    assert [letter.id for letter in queries.undelivered(NOON)] == [old_dead.id]
