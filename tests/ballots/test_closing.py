"""Closing and deferring: when, by whom, counted once; and a claim that nobody votes on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.queries import ballot_view, runs_where_it_stands
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import ElectorNow, tally
from impactreview.ballots.terms import (
    Choice,
    DecisionState,
    Event,
    Outcome,
    State,
)
from impactreview.governance.terms import Chamber
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.reviews.models import Review
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.house import ABSTAIN, NO, YES, House, facts_of, must_refuse
from tests.reading import kinds, subjects
from tests.reviews.firm import BERLIN

pytestmark = pytest.mark.database_near


def closing(ballot: Any, by: Person | None) -> Any:
    return lambda act: operations.close_ballot(act, ballot, by=by)


def test_a_rejection_stays_and_closes_the_case(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, co_1=NO, co_2=NO, chair=NO, advocate=YES)
    assert house.close(ballot) is Outcome.REJECTED
    decision = house.decision(ballot.proposal)
    assert decision.state is DecisionState.REJECTED
    review = review_of(ballot.proposal)
    assert review is not None
    assert review.state is ReviewState.CLOSED
    house.reason(decision, "It is not fair.", "We think it is.")
    assert kinds(decision) == [Event.DETERMINED, Event.REASONED]
    must_refuse(
        house,
        house.owner,
        NotNow,
        lambda act: operations.enact(act, decision, by=house.owner, on=house.today),
    )


def test_abuse_34_35_a_tie_and_abstentions_alone_do_not_pass(house: House) -> None:
    tied = house.ballot()
    house.vote(tied, co_1=YES, co_2=NO, advocate=YES, cu_1=NO)
    assert house.close(tied) is Outcome.REJECTED
    empty = house.ballot()
    house.everybody(empty, ABSTAIN)
    assert house.close(empty) is Outcome.REJECTED


def test_abuse_36_no_yes_in_one_chamber(house: House) -> None:
    ballot = house.ballot(3)
    house.vote(ballot, co_1=YES, co_2=YES, chair=YES, vice=YES, advocate=ABSTAIN, cu_1=ABSTAIN)
    assert house.close(ballot) is Outcome.REJECTED


def test_chair_and_clerk_close_it_before_its_time_once_everybody_has_voted(house: House) -> None:
    ballot = house.ballot()
    house.everybody(ballot)
    must_refuse(house, house.co_1, NotYours, closing(ballot, house.co_1))
    must_refuse(house, house.chair, NotYours, closing(ballot, house.owner))
    with pytest.raises(NotNow), acting(by=System(), at=house.given.at) as act:
        operations.close_ballot(act, ballot)
    assert house.close(ballot, by=house.clerk) is Outcome.APPROVED


@pytest.mark.parametrize(
    "said",
    [
        {"chair": YES, "advocate": YES, "cu_1": YES, "co_2": NO, "vice": NO},
        {"chair": YES, "vice": YES, "advocate": YES, "cu_1": YES, "co_2": YES},
        {"chair": NO, "vice": NO, "advocate": NO, "cu_1": NO, "co_2": NO},
    ],
)
def test_an_early_close_tells_nothing_of_how_it_stands(
    house: House, said: dict[str, Choice]
) -> None:
    """The same people have voted: whether the last of them could turn it must not show."""
    ballot = house.ballot()
    house.vote(ballot, **said)
    refused = must_refuse(house, house.chair, NotNow, closing(ballot, house.chair))
    assert refused.message == "Not everybody who may vote has voted yet."


def test_abuse_39_no_early_close_while_a_customer_has_not_voted(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, chair=YES, vice=YES, co_1=YES, co_2=YES, advocate=YES)
    must_refuse(house, house.chair, NotNow, closing(ballot, house.chair))


def test_no_quorum_is_deferred_once_then_up_then_stays(house: House) -> None:
    house.given.member(house.boards["top"], house.hire("top_2"))
    first = house.ballot()
    house.vote(first, co_1=YES)
    assert house.close(first) is Outcome.NO_QUORUM
    assert first.state is State.DEFERRED
    second = house.newest(first.proposal)
    assert (second.board.name, second.round) == ("unit", 2)
    assert queries.last_votes(second) == {}
    house.close(second)
    third = house.newest(first.proposal)
    assert (third.board.name, third.round) == ("central", 3)
    house.close(third)
    fourth = house.newest(first.proposal)
    assert (fourth.board.name, fourth.round) == ("top", 4)
    house.close(fourth)
    assert fourth.state is State.DEFERRED
    assert queries.open_ballot_of(first.proposal) is None
    review = review_of(first.proposal)
    assert review is not None
    assert (review.state, review.held_at) == (ReviewState.READY, None)
    assert "There was no quorum for the proposal %(code)s" in subjects(house.owner)
    path = f"/proposals/{first.proposal.code}/ballot"
    assert {house.owner.id, house.executive.id} <= recipients(path)
    assert runs_where_it_stands(first.proposal, house.executive.id, house.today)
    for name in ("clerk", "chair", "vice", "owner"):  # of the boards that it has left behind
        by = house.people[name].id
        assert runs_where_it_stands(first.proposal, by, house.today) is False
        view = ballot_view(first.proposal, house.people[name], house.given.at, on=house.today)
        assert (view.stuck, view.may_open) == (True, False)
    must_refuse(house, house.clerk, NotNow, opening(house, review, house.clerk, "unit"))
    fifth = house.open(review, by=house.executive, board="top")  # it stays, and does not die
    assert (fifth.state, fifth.board.name, fifth.round) == (State.OPEN, "top", 5)


def recipients(path: str) -> set[UUID]:
    """Who was written to about what leads there."""
    return set(session.scalars(sa.select(Letter.person_id).where(Letter.path == path)))


def opening(house: House, review: Review, by: Person, board: str) -> Any:
    return lambda act: operations.open_ballot(
        act, review, by=by, board=house.boards[board], zone=BERLIN
    )


def test_a_ballot_called_off_above_is_opened_above_again(house: House) -> None:
    first = house.ballot()
    house.close(first)
    house.close(house.newest(first.proposal))
    third = house.newest(first.proposal)
    assert third.board.name == "central"
    with acting(by=house.clerk, at=house.given.at) as act:
        operations.void(act, third, by=house.clerk, reason="The pack was wrong.")
    review = review_of(first.proposal)
    assert review is not None
    view = ballot_view(first.proposal, house.clerk, house.given.at, on=house.today)
    assert view.opens is house.boards["central"]


def test_a_board_that_is_closed_leaves_the_case_to_the_one_below(house: House) -> None:
    first = house.ballot()
    for _ in range(4):
        house.close(house.newest(first.proposal))
    assert house.newest(first.proposal).board.name == "top"
    house.close_board("top")
    view = ballot_view(first.proposal, house.clerk, house.given.at, on=house.today)
    assert view.opens is house.boards["central"]
    assert runs_where_it_stands(first.proposal, house.clerk.id, house.today)
    fresh = house.ready().proposal
    assert runs_where_it_stands(fresh, house.clerk.id, house.today) is None


def test_deferral_gives_five_working_days_more(house: House) -> None:
    first = house.ballot()
    house.close(first)
    second = house.newest(first.proposal)
    # Friday night in Berlin, and the end of the Friday after
    assert second.closes_at - first.closes_at == timedelta(days=7)


def test_abuse_48_49_the_clock_closes_each_ballot_once(house: House) -> None:
    ballot = house.ballot()
    house.everybody(ballot)
    assert jobs.close_due(ballot.closes_at - timedelta(seconds=1)) == 0
    late = ballot.closes_at + timedelta(days=3)
    assert jobs.close_due(late) == 1
    assert jobs.close_due(late) == 0
    assert house.decision(ballot.proposal).state is DecisionState.APPROVED
    letters = subjects(house.owner)
    assert letters.count("The proposal %(code)s is decided") == 1


def test_abuse_40_the_tally_is_the_replay_of_the_events(house: House) -> None:
    ballot = house.ballot(3)
    house.vote(ballot, co_1=NO, co_2=YES, chair=YES, vice=YES, advocate=YES, cu_1=NO)
    house.cast(ballot, house.co_1, YES)
    house.recuse(ballot, house.cu_1)
    house.cast(ballot, house.cu_alt, YES)
    assert house.close(ballot) is Outcome.APPROVED
    assert replay(facts_of(ballot)) == ballot.tally


def replay(events: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The tally as somebody reckons it who has the log alone."""
    rule: Rule | None = None
    chambers: dict[str, Chamber] = {}
    recused: set[str] = set()
    votes: dict[str, Choice] = {}
    for kind, facts in events:
        if kind == Event.OPENED:
            rule = Rule.from_json(facts["rule"])
            chambers = {who: Chamber(chamber) for who, chamber in facts["electors"]}
        elif kind == Event.VOTED:
            votes[facts["elector"]] = Choice(facts["choice"])
        elif kind == Event.RECUSED:
            recused.add(facts["elector"])
            if facts["follows"]:
                chambers[facts["follows"]] = Chamber(facts["chamber"])
    assert rule is not None
    electors = [
        ElectorNow(who, chamber, recused=who in recused) for who, chamber in chambers.items()
    ]
    return tally(rule, electors, votes).to_json()


@pytest.mark.parametrize("name", ["author", "advocate", "stranger", "executive"])
def test_only_owner_chair_and_clerk_write_a_confirmed_claim_down(house: House, name: str) -> None:
    review, by = house.ready(0), house.people[name]
    must_refuse(
        house,
        by,
        NotYours,
        lambda act: operations.decide_without_ballot(act, review, by=by, zone=BERLIN),
    )


def test_what_somebody_has_to_decide_is_not_waved_through(house: House) -> None:
    by = house.owner
    for review in (house.ready(1), house.hand_in()):
        must_refuse(
            house,
            by,
            NotNow,
            lambda act, review=review: operations.decide_without_ballot(
                act, review, by=by, zone=BERLIN
            ),
        )
