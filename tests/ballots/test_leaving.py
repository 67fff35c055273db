"""Leaving a ballot and calling it off: who may, when, and what becomes of the votes."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from impactreview.audit.acts import System, acting
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries.view import ballot_view
from impactreview.ballots.terms import Choice, Outcome, State
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.reviews import operations as reviews
from impactreview.reviews.queries import concerns
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import Stand
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.house import NO, YES, House, facts_of, must_refuse
from tests.reading import subjects
from tests.reviews.firm import HARM, drawn

pytestmark = pytest.mark.database_near


def casting(ballot: Ballot, by: Person, choice: Choice = YES, reason: str = "") -> Any:
    return lambda act: operations.cast(act, ballot, by=by, choice=choice, reason=reason)


# --- leaving


def test_abuse_13_14_who_leaves_after_voting_takes_the_vote_along(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, co_1=YES, cu_1=YES)
    house.recuse(ballot, house.cu_1)
    electors, votes = queries.cast_so_far(ballot)
    assert sum(each.recused for each in electors) == 1
    assert len(votes) == 2
    house.close(ballot)
    assert ballot.tally is not None
    assert ballot.tally["customer"] == {
        "eligible": 2,
        "recused": 1,
        "yes": 0,
        "no": 0,
        "abstain": 0,
    }
    assert ballot.state is State.DEFERRED


def test_who_left_can_not_vote_nor_leave_again(house: House) -> None:
    ballot = house.ballot()
    house.recuse(ballot, house.co_1)
    must_refuse(house, house.co_1, NotNow, casting(ballot, house.co_1))
    must_refuse(
        house,
        house.co_1,
        NotNow,
        lambda act: operations.recuse_elector(act, ballot, by=house.co_1, reason="Again"),
    )


def test_an_alternate_of_the_same_chamber_steps_in(house: House) -> None:
    ballot = house.ballot()
    house.recuse(ballot, house.advocate)
    house.cast(ballot, house.cu_alt, YES)
    (_, facts) = facts_of(ballot)[1]
    assert facts["follows"] == house.cu_alt.handle
    assert facts["elector"] == house.advocate.handle
    assert subjects(house.cu_alt) == ["Please vote on the proposal %(code)s"]
    assert "Somebody left the ballot about the proposal %(code)s" in subjects(house.chair)


def test_leaving_needs_a_reason_a_vote_and_an_open_ballot(house: House) -> None:
    ballot = house.ballot()

    def leaving(by: Person, reason: str = "Kin") -> Any:
        return lambda act: operations.recuse_elector(act, ballot, by=by, reason=reason)

    must_refuse(house, house.co_1, Unusable, leaving(house.co_1, ""))
    must_refuse(house, house.stranger, NotYours, leaving(house.stranger))
    house.given.at = ballot.closes_at
    must_refuse(house, house.co_1, NotNow, leaving(house.co_1))


def test_abuse_15_16_20_everybody_leaves_and_the_board_above_decides(house: House) -> None:
    ballot = house.ballot()
    while free := [e for e in queries.electors(ballot) if e.recused_at is None]:
        house.recuse(ballot, free[0].person)
    assert house.close(ballot) is Outcome.NO_QUORUM
    after = house.newest(ballot.proposal)
    assert (after.board.name, after.round, after.state) == ("top", 2, State.OPEN)
    assert queries.decision_of(ballot.proposal) is None


# --- calling off


def test_chair_or_clerk_call_it_off_in_its_first_half(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, co_1=YES)
    house.given.at = ballot.opens_at + (ballot.closes_at - ballot.opens_at) / 2
    with acting(by=house.clerk, at=house.given.at) as act:
        operations.void(act, ballot, by=house.clerk, reason="The pack was wrong.")
    assert (ballot.state, ballot.end_reason) == (State.VOID, "The pack was wrong.")
    review = review_of(ballot.proposal)
    assert review is not None
    assert (review.state, review.held_at) == (ReviewState.READY, None)
    again = house.open(review)
    assert queries.last_votes(again) == {}  # no vote comes along


def test_a_case_is_called_off_once_and_its_rounds_count_on(house: House) -> None:
    """Else a chair could have a vote taken again until the result suits them."""
    first = house.ballot()
    house.vote(first, co_1=NO)
    _call_off(house, first, house.clerk)
    review = review_of(first.proposal)
    assert review is not None
    second = house.open(review)
    assert (second.board.name, second.round) == (first.board.name, 2)
    for name in ("chair", "clerk", "vice"):
        by = house.people[name]
        refused = must_refuse(house, by, NotNow, _off(second, by))
        assert refused.message.startswith("A ballot about this case was called off before.")
        shown = ballot_view(first.proposal, by, house.given.at, on=house.today).current
        assert shown is not None
        assert shown.presides
        assert not shown.may_void
    house.close(second)  # nobody voted: it is deferred, once, to the same board
    third = house.newest(first.proposal)
    assert (third.board.name, third.round, third.state) == (first.board.name, 3, State.OPEN)
    house.close(third)
    assert house.newest(first.proposal).board is not third.board


def test_a_new_version_gives_no_second_calling_off(house: House) -> None:
    first = house.ballot()
    _call_off(house, first, house.chair)
    review = review_of(first.proposal)
    assert review is not None
    house.say(review, house.advocate, Stand.OBJECT, concern=HARM)
    house.revise(review, house.advocate, drawn())
    (concern,) = concerns(review)
    with acting(by=house.advocate, at=house.given.at) as act:
        reviews.withdraw_concern(act, concern, by=house.advocate)
    house.later(days=14)
    house.everybody_approves(review)
    second = house.open(review)
    assert (second.number, second.round) == (2, 2)
    must_refuse(house, house.chair, NotNow, _off(second, house.chair))


def _off(ballot: Ballot, by: Person) -> Any:
    return lambda act: operations.void(act, ballot, by=by, reason="The pack was wrong.")


def _call_off(house: House, ballot: Ballot, by: Person) -> None:
    with acting(by=by, at=house.given.at) as act:
        operations.void(act, ballot, by=by, reason="The pack was wrong.")


def test_nobody_else_calls_it_off_nor_without_a_reason_nor_late(house: House) -> None:
    ballot = house.ballot()

    def voiding(by: Person, reason: str = "So") -> Any:
        return lambda act: operations.void(act, ballot, by=by, reason=reason)

    for name in ("owner", "co_1", "advocate", "stranger"):
        must_refuse(house, house.people[name], NotYours, voiding(house.people[name]))
    must_refuse(house, house.chair, Unusable, voiding(house.chair, ""))
    house.given.at = ballot.opens_at + (ballot.closes_at - ballot.opens_at) * 0.6
    must_refuse(house, house.chair, NotNow, voiding(house.chair))


def test_abuse_22_while_a_ballot_is_open_nothing_else_moves(house: House) -> None:
    ballot = house.ballot()
    review = review_of(ballot.proposal)
    assert review is not None
    must_refuse(
        house,
        house.reader,
        NotNow,
        lambda act: reviews.give_position(
            act, review, by=house.reader, number=1, stand=Stand.APPROVE
        ),
    )
    must_refuse(
        house,
        house.reader,
        NotNow,
        lambda act: reviews.request_changes(act, review, by=house.reader, reason="More"),
    )


def test_abuse_21_22_a_ballot_about_what_has_gone_is_void(house: House) -> None:
    ballot = house.ballot()
    house.everybody(ballot)
    owner = ballot.proposal.owner
    with acting(by=owner, at=house.given.at) as act:
        proposals.withdraw(act, ballot.proposal, by=owner, why="Enough")
    must_refuse(house, house.co_1, NotNow, casting(ballot, house.co_1))
    must_refuse(
        house, house.chair, NotNow, lambda act: operations.close_ballot(act, ballot, by=house.chair)
    )
    with acting(by=System(), at=house.given.at) as act:
        operations.close_by_clock(act, ballot)
    assert ballot.state is State.VOID
    assert queries.decision_of(ballot.proposal) is None


def test_abuse_8_nobody_sits_in_both_chambers(house: House) -> None:
    with pytest.raises(IntegrityError):
        house.given.member(
            house.boards["unit"], house.co_1, chamber=Chamber.CUSTOMER, office=Office.MEMBER
        )
