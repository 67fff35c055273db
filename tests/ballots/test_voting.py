"""Voting: who may, when, and which vote counts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from impactreview.audit.acts import System, acting
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot, Vote
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Choice, Event, State
from impactreview.governance.models import Membership
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Repeated, Unusable
from impactreview.people.models import Person
from impactreview.people.terms import State as GrantState
from impactreview.proposals.models import Involved
from impactreview.proposals.terms import Involvement
from tests.ballots.house import ABSTAIN, NO, YES, House, must_refuse
from tests.reading import kinds, number_of
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def casting(ballot: Ballot, by: Person, choice: Choice = YES, reason: str = "") -> Any:
    return lambda act: operations.cast(act, ballot, by=by, choice=choice, reason=reason)


def ended(house: House, person: Person) -> None:
    (place,) = session.query(Membership).filter_by(
        person_id=person.id, board_id=house.boards["unit"].id
    )
    with acting(by=System(), at=house.given.at) as act:
        place.state, place.ended_at = GrantState.ENDED, act.at
        act.record(GivenEvent.GIVEN, place)


def gone(house: House, person: Person) -> None:
    with acting(by=System(), at=house.given.at) as act:
        person.deactivated_at = act.at
        act.record(GivenEvent.GIVEN, person)


def test_a_vote_counts_once_and_the_last_one(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, co_1=YES)
    house.cast(ballot, house.co_1, NO)
    assert number_of(Vote) == 2
    (vote,) = queries.last_votes(ballot).values()
    assert (vote.serial, vote.choice) == (2, NO)
    assert kinds(ballot) == [Event.OPENED, Event.VOTED, Event.VOTED]


@pytest.mark.parametrize(
    "name", ["owner", "author", "sponsor", "clerk", "stranger", "co_alt", "executive", "reader"]
)
def test_abuse_1_2_9_12_only_electors_vote(house: House, name: str) -> None:
    ballot = house.ballot()
    must_refuse(house, house.people[name], NotYours, casting(ballot, house.people[name]))
    assert number_of(Vote) == 0


@pytest.mark.parametrize("choice", [NO, ABSTAIN])
def test_a_no_and_an_abstention_say_why(house: House, choice: Choice) -> None:
    ballot = house.ballot()
    must_refuse(house, house.co_1, Unusable, casting(ballot, house.co_1, choice))
    must_refuse(house, house.co_1, Unusable, casting(ballot, house.co_1, choice, "x" * 10_001))


def test_abuse_10_who_lost_the_place_can_not_vote(house: House) -> None:
    ballot = house.ballot()
    ended(house, house.co_1)
    must_refuse(house, house.co_1, NotYours, casting(ballot, house.co_1))


def test_abuse_11_41_who_has_left_can_not_vote_and_still_counts_for_the_quorum(
    house: House,
) -> None:
    ballot = house.ballot()
    house.vote(ballot, co_2=YES, cu_1=YES)
    for person in (house.co_1, house.co_2):
        gone(house, person)
    must_refuse(house, house.co_1, NotYours, casting(ballot, house.co_1))
    house.close(ballot)
    assert ballot.tally is not None
    assert ballot.tally["company"]["eligible"] == 4  # nobody shrinks it by deactivating
    assert ballot.tally["company"]["yes"] == 1  # nor takes a vote away
    assert ballot.state is State.DEFERRED


def test_abuse_2_who_becomes_an_author_later_is_stopped_at_the_act(house: House) -> None:
    ballot = house.ballot()
    proposal = ballot.proposal
    with acting(by=System(), at=house.given.at) as act:
        act.add(
            Involved(
                proposal=proposal,
                person=house.co_1,
                person_id=house.co_1.id,
                involvement=Involvement.CO_AUTHOR,
                since=act.at,
                agreed_at=act.at,
                until=None,
            )
        )
        act.record(GivenEvent.GIVEN, proposal)
    must_refuse(house, house.co_1, NotYours, casting(ballot, house.co_1))


@pytest.mark.parametrize(("seconds", "counts"), [(-1, True), (0, False), (1, False)])
def test_abuse_38_a_vote_at_the_close_give_or_take_a_second(
    house: House, seconds: int, counts: bool
) -> None:
    ballot = house.ballot()
    house.given.at = ballot.closes_at + timedelta(seconds=seconds)
    if counts:
        house.cast(ballot, house.co_1, YES)
    else:
        must_refuse(house, house.co_1, NotNow, casting(ballot, house.co_1))
    assert number_of(Vote) == counts


def test_abuse_33_a_second_click_is_the_same_vote(house: House) -> None:
    ballot = house.ballot()
    with acting(by=house.co_1, at=house.given.at, key="k") as act:
        operations.cast(act, ballot, by=house.co_1, choice=YES)
        act.leads_to("/there")
    with pytest.raises((Repeated, IntegrityError)):  # noqa: SIM117 - the act is what is refused
        with acting(by=house.co_1, at=house.given.at, key="k") as act:
            operations.cast(act, ballot, by=house.co_1, choice=NO, reason="Why not")
    assert [vote.choice for vote in queries.last_votes(ballot).values()] == [YES]


def test_a_ballot_that_is_over_takes_no_vote(house: House) -> None:
    ballot = house.ballot()
    house.everybody(ballot)
    house.close(ballot, by=house.chair)
    must_refuse(house, house.co_1, NotNow, casting(ballot, house.co_1))
