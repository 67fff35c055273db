"""Which letters are due, which are late."""

from datetime import timedelta

import pytest

from impactreview.audit.acts import tending
from impactreview.notifications import queries
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from tests.conftest import NOON
from tests.given import Given
from tests.notifications.writing import written

pytestmark = pytest.mark.database_near

MINUTE = timedelta(minutes=1)


def _ids(letters: object) -> list[object]:
    return [letter.id for letter in letters]  # type: ignore[attr-defined]


def test_due_is_what_waits_is_time_and_nobody_holds(given: Given) -> None:
    old, new, later, held, lapsed, sent = (written(given) for _ in range(6))
    with tending():
        old.available_at = NOON - MINUTE
        later.available_at = NOON + MINUTE
        held.leased_until = NOON + MINUTE
        lapsed.leased_until = lapsed.available_at = NOON - 2 * MINUTE
        sent.state = LetterState.SENT
    assert _ids(queries.due(NOON, 10)) == [lapsed.id, old.id, new.id]
    assert _ids(queries.due(NOON, 2)) == [lapsed.id, old.id]


def test_undelivered_is_what_was_given_up_or_waits_too_long(given: Given) -> None:
    dead, late, fresh, sent = (written(given) for _ in range(4))
    with tending():
        dead.state = LetterState.DEAD
        late.written_at = NOON - timedelta(minutes=61)
        fresh.written_at = NOON - timedelta(minutes=59)
        sent.state, sent.written_at = LetterState.SENT, NOON - timedelta(days=1)
    assert _ids(queries.undelivered(NOON)) == [late.id, dead.id]
    assert _ids(queries.undelivered(NOON, 1)) == [late.id]
    assert queries.waiting_since() == NOON - timedelta(minutes=61)


def test_nothing_waits_when_nothing_was_written(given: Given) -> None:
    assert queries.waiting_since() is None
    letter = written(given)
    assert isinstance(queries.by_id(letter.id), Letter)
