"""Opening, voting, leaving and calling off: who may, when, and what it is bound to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from impactreview.audit.acts import System, acting
from impactreview.ballots import operations
from impactreview.ballots.models import Ballot, Vote
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import Choice, Event, Outcome, State
from impactreview.governance.models import Membership
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Repeated, Unusable
from impactreview.people.models import Person
from impactreview.people.terms import State as GrantState
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Involved
from impactreview.proposals.terms import Involvement
from impactreview.reviews import operations as reviews
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import Stand
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.house import ABSTAIN, NO, YES, House, facts_of, must_refuse
from tests.reading import kinds, number_of, subjects
from tests.reviews.firm import BERLIN
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def casting(ballot: Ballot, by: Person, choice: Choice = YES, reason: str = "") -> Any:
    return lambda act: operations.cast(act, ballot, by=by, choice=choice, reason=reason)


def opening(house: House, review: Any, by: Person, board: str) -> Any:
    return lambda act: operations.open_ballot(
        act, review, by=by, board=house.boards[board], zone=BERLIN
    )


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


# --- opening


def test_a_ballot_freezes_its_rule_its_electorate_and_its_end(house: House) -> None:
    ballot = house.ballot()
    assert ballot.state is State.OPEN
    assert ballot.closes_at == datetime(2026, 3, 6, 22, 59, 59, tzinfo=UTC)  # Friday in Berlin
    assert ballot.rule["quorum"] == ">1/2"
    names = [(each.person.name, each.chamber.value) for each in queries.electors(ballot)]
    assert names == [
        ("Chair", "company"),
        ("Co_1", "company"),
        ("Co_2", "company"),
        ("Vice", "company"),
        ("Advocate", "customer"),
        ("Cu_1", "customer"),
    ]
    assert kinds(ballot) == [Event.OPENED]
    assert subjects(house.cu_1) == ["Please vote on the proposal %(code)s"]
    assert subjects(house.cu_alt) == []
    review = review_of(ballot.proposal)
    assert review is not None
    assert review.held_at == house.given.at


@pytest.mark.parametrize("name", ["chair", "vice", "clerk"])
def test_chair_deputy_and_clerk_open_it(house: House, name: str) -> None:
    assert house.open(house.ready(), by=house.people[name]).opened_by == house.people[name]


@pytest.mark.parametrize("name", ["owner", "author", "advocate", "co_1", "stranger", "executive"])
def test_abuse_12_nobody_else_opens_it(house: House, name: str) -> None:
    review = house.ready()
    by = house.people[name]
    must_refuse(house, by, NotYours, opening(house, review, by, "unit"))


def test_only_the_deciding_board_votes(house: House) -> None:
    review = house.ready(2)
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "central"))


def test_a_case_that_is_not_ready_is_not_voted_on(house: House) -> None:
    review = house.hand_in()
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))


def test_there_is_one_open_ballot_about_a_case(house: House) -> None:
    ballot = house.ballot()
    review = review_of(ballot.proposal)
    assert review is not None
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))
    values = {column.name: getattr(ballot, column.name) for column in Ballot.__table__.columns}
    for name in ("id", "version", "event_id"):
        del values[name]
    with pytest.raises(IntegrityError), acting(by=System(), at=house.given.at) as act:
        act.record(GivenEvent.GIVEN, act.add(Ballot(**values, proposal=ballot.proposal)))


def test_a_claim_is_not_voted_on(house: House) -> None:
    review = house.ready(0)
    must_refuse(house, house.chair, NotNow, opening(house, review, house.chair, "unit"))


def test_abuse_1_2_3_who_wrote_or_sponsors_it_is_no_elector(house: House) -> None:
    """They sit on the board; an alternate of the same chamber votes for each."""
    for name in ("owner", "author", "sponsor"):
        house.given.member(house.boards["unit"], house.people[name])
    ballot = house.ballot()
    electors = {each.person.name for each in queries.electors(ballot)}
    assert not {"Owner", "Author", "Sponsor"} & electors
    assert "Co_Alt" in electors  # there is one alternate of the company, for three
    for name in ("owner", "author", "sponsor"):
        must_refuse(house, house.people[name], NotYours, casting(ballot, house.people[name]))


def test_a_line_manager_may_vote_but_an_author_may_not_run_the_ballot(house: House) -> None:
    house.given.member(house.boards["unit"], house.head)
    review = house.ready(co_authors=[house.chair])
    must_refuse(house, house.chair, NotYours, opening(house, review, house.chair, "unit"))
    ballot = house.open(review, by=house.vice)
    names = {each.person.name for each in queries.electors(ballot)}
    assert "Head" in names
    assert "Chair" not in names


def test_the_head_decides_alone_else_the_deputy_else_the_board_above(house: House) -> None:
    assert [e.person.name for e in queries.electors(house.ballot(1))] == ["Chair"]
    ballot = house.open(house.ready(1, co_authors=[house.chair]), by=house.clerk)
    assert [e.person.name for e in queries.electors(ballot)] == ["Vice"]


def test_where_both_heads_wrote_it_the_board_above_decides(house: House) -> None:
    ballot = house.open(
        house.ready(1, co_authors=[house.chair, house.vice]), by=house.executive, board="top"
    )
    assert [e.person.name for e in queries.electors(ballot)] == ["Executive"]


def test_where_nobody_is_free_the_ballot_can_not_open(house: House) -> None:
    review = house.ready(1, co_authors=[house.chair, house.vice, house.executive])
    refused = must_refuse(house, house.clerk, NotNow, opening(house, review, house.clerk, "unit"))
    assert "No board" in refused.message


# --- voting


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
