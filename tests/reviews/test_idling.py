"""Idle drafts: told two weeks before, then lapsed; whoever goes on in time keeps them."""

from datetime import timedelta

import pytest

from impactreview.audit.acts import System, acting
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.proposals.terms import Event, State
from impactreview.reviews import jobs
from impactreview.reviews.operations.idling import announce_lapse, lapse_idle
from impactreview.reviews.terms import SeatKind
from impactreview.reviews.terms import State as ReviewState
from tests.reading import kinds, subjects
from tests.reviews.firm import Firm

pytestmark = pytest.mark.database_near
WILL = "The draft %(code)s lapses unless you go on with it"
HAS = "The draft %(code)s has lapsed"


def ran(firm: Firm, *days: int) -> list[int]:
    """On which of the days after now the job did something."""
    begun = firm.given.at
    return [day for day in days if jobs.lapse_drafts(begun + timedelta(days=day))]


def test_a_draft_is_announced_after_76_days_and_lapses_after_90(firm: Firm) -> None:
    proposal = firm.draft()
    assert ran(firm, 75, 76, 76, 77, 89, 90, 91) == [76, 90]
    session.refresh(proposal)
    assert proposal.state is State.LAPSED
    assert kinds(proposal)[-2:] == [Event.LAPSE_ANNOUNCED, Event.LAPSED]
    for person in (firm.owner, firm.author):
        assert {WILL, HAS} <= set(subjects(person))
    assert WILL not in subjects(firm.sponsor)


def test_a_change_begins_the_time_anew(firm: Firm) -> None:
    proposal = firm.draft()
    begun = firm.given.at
    assert jobs.lapse_drafts(begun + timedelta(days=80)) == 1
    firm.given.at = begun + timedelta(days=85)
    firm.change(proposal, "Who pays late pays four euros.")
    firm.given.at = begun
    assert ran(firm, 94, 160, 161, 174, 175) == [161, 175]


def test_a_worker_that_slept_announces_first_and_waits_two_weeks(firm: Firm) -> None:
    proposal = firm.draft()
    assert ran(firm, 200, 213, 214) == [200, 214]
    session.refresh(proposal)
    assert proposal.state is State.LAPSED


def test_a_case_that_was_sent_back_lapses_with_its_review(firm: Firm) -> None:
    review = firm.hand_in()
    firm.ask_for_changes(review, firm.holder(review, SeatKind.DOMAIN))
    assert ran(firm, 76, 90) == [76, 90]
    session.refresh(review)
    assert review.state is ReviewState.CLOSED
    assert review.proposal.state is State.LAPSED


def test_what_is_being_read_does_not_lapse(firm: Firm) -> None:
    firm.hand_in()
    assert ran(firm, 76, 90, 300) == []


def test_what_is_not_due_writes_nothing(firm: Firm) -> None:
    proposal = firm.draft()
    before = kinds(proposal)
    for verb in (announce_lapse, lapse_idle):
        with pytest.raises(NotNow), acting(by=System(), at=firm.given.at) as act:
            verb(act, proposal)
    assert kinds(proposal) == before
