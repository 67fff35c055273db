"""What time alone does to reviews."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.kernel.db import session
from impactreview.people.roles import Role
from impactreview.reviews.jobs import seek_readers, settle_silence
from impactreview.reviews.models import Review
from impactreview.reviews.operations import recuse, withdraw_case
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.terms import Event, SeatKind, Stand
from tests.reading import subjects
from tests.reviews.firm import BERLIN, HARM, Firm, drawn

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


def test_an_empty_seat_is_taken_once_somebody_holds_its_role(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    for person in (firm.reader, firm.it_reader):
        with acting(by=person, at=firm.given.at) as act:
            recuse(act, review, by=person, reason="My brother.", zone=BERLIN)
    empty = [seat for seat in queries.seats(review) if seat.person_id is None]
    assert empty
    before = review.version
    assert seek_readers(firm.given.at, BERLIN) == 0
    assert review.version == before
    late = firm.hire("late", Role.REVIEWER, unit=firm.sales)
    assert seek_readers(firm.given.at, BERLIN) == 1
    taken = queries.seat_of(review, late.id)
    assert taken is not None
    assert taken.due_at is not None
    assert subjects(late) == ["The proposal %(code)s waits for you"]
    assert seek_readers(firm.given.at, BERLIN) == 0


def test_nobody_is_sought_for_a_review_that_is_over(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    with acting(by=firm.reader, at=firm.given.at) as act:
        recuse(act, review, by=firm.reader, reason="My brother.", zone=BERLIN)
    with acting(by=firm.owner, at=firm.given.at) as act:
        withdraw_case(act, review.proposal, by=firm.owner, why="It is not needed.")
    firm.hire("late", Role.REVIEWER, unit=firm.sales)
    assert seek_readers(firm.given.at, BERLIN) == 0
