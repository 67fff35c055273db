"""What time alone does to reviews."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.models import Event as LogEvent
from impactreview.kernel.db import session
from impactreview.reviews.jobs import settle_silence
from impactreview.reviews.models import Review
from impactreview.reviews.terms import Event, SeatKind, Stand
from tests.reviews.firm import HARM, Firm, drawn

pytestmark = pytest.mark.database_near


def readies(review: Review) -> int:
    asked = sa.select(sa.func.count()).select_from(LogEvent)
    return (
        session.scalar(asked.where(LogEvent.stream == review.id, LogEvent.kind == Event.READY)) or 0
    )


@pytest.fixture
def told(firm: Firm) -> Review:
    """A case of level I: the reviewer approved, the advocate was told and said nothing."""
    review = firm.hand_in(analysis=drawn(1))
    firm.say(review, firm.reader, Stand.APPROVE)
    return review


def test_silence_is_consent_only_when_its_time_is_over(firm: Firm, told: Review) -> None:
    due = firm.seat(told, SeatKind.ADVOCATE).due_at
    assert due is not None
    assert settle_silence(due) == 0
    assert settle_silence(due + timedelta(seconds=1)) == 1
    assert readies(told) == 1


def test_abuse_48_a_worker_that_slept_catches_up_once(firm: Firm, told: Review) -> None:
    late = firm.later(days=30)
    assert [settle_silence(late), settle_silence(late)] == [1, 0]
    assert readies(told) == 1


def test_the_clock_of_the_data_decides_not_the_order_of_runs(firm: Firm, told: Review) -> None:
    assert settle_silence(firm.given.at - timedelta(days=3)) == 0


def test_silence_does_not_outweigh_a_concern(firm: Firm, told: Review) -> None:
    firm.say(told, firm.reader, Stand.OBJECT, concern=HARM)
    assert settle_silence(firm.later(days=30)) == 0


def test_one_case_that_is_blocked_does_not_keep_others(firm: Firm, told: Review) -> None:
    blocked = firm.hand_in(analysis=drawn(1))
    assert settle_silence(firm.later(days=30)) == 1
    assert (readies(told), readies(blocked)) == (1, 0)


def test_from_level_ii_on_silence_is_no_consent(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.say(review, firm.it_reader, Stand.APPROVE)
    assert settle_silence(firm.later(days=300)) == 0
