"""Closing, deferring, determining, conditions and enactment: who may, when, and what is left."""

from datetime import timedelta
from typing import Any

import pytest

from impactreview.audit.acts import System, acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import to_enact, waiting_conditions, waiting_votes
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import ElectorNow, tally
from impactreview.ballots.terms import (
    Choice,
    ConditionState,
    DecisionState,
    Event,
    Outcome,
    State,
)
from impactreview.governance.terms import Chamber
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished, Unusable
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.policies.operations import withdraw
from impactreview.policies.queries import book
from impactreview.policies.terms import Origin
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import State as ReviewState
from tests.ballots.house import ABSTAIN, NO, YES, House, facts_of, must_refuse
from tests.reading import kinds, number_of, subjects
from tests.reviews.firm import BERLIN

pytestmark = pytest.mark.database_near


def closing(ballot: Any, by: Person | None) -> Any:
    return lambda act: operations.close_ballot(act, ballot, by=by)


# --- closing


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


def test_nobody_closes_it_before_its_time_while_the_result_is_open(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, chair=YES, vice=YES, advocate=YES, cu_1=YES)
    must_refuse(house, house.co_1, NotYours, closing(ballot, house.co_1))
    must_refuse(house, house.chair, NotYours, closing(ballot, house.owner))
    with pytest.raises(NotNow), acting(by=System(), at=house.given.at) as act:
        operations.close_ballot(act, ballot)
    assert house.close(ballot, by=house.clerk) is Outcome.APPROVED  # 4 of 6 can not be outvoted


def test_three_yes_of_six_can_still_be_outvoted(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, chair=YES, advocate=YES, cu_1=YES)
    must_refuse(house, house.chair, NotNow, closing(ballot, house.chair))


def test_abuse_39_no_early_close_while_a_customer_has_not_voted(house: House) -> None:
    ballot = house.ballot()
    house.vote(ballot, chair=YES, vice=YES, co_1=YES, co_2=YES, advocate=YES)
    refused = must_refuse(house, house.chair, NotNow, closing(ballot, house.chair))
    assert refused.message == "Not everybody of the customer chamber has voted yet."


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
    assert house.open(review).state is State.OPEN  # it stays, and does not die


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


# --- without a ballot


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


# --- reasons


@pytest.mark.parametrize("name", ["owner", "author", "co_1", "advocate", "stranger"])
def test_only_chair_and_clerk_write_the_reasons(house: House, name: str) -> None:
    decision, by = house.decided(), house.people[name]
    must_refuse(
        house, by, NotYours, lambda act: operations.give_reasons(act, decision, by=by, reasons="x")
    )


def test_reasons_are_texts_and_stand_once_it_is_in_force(house: House) -> None:
    decision = house.decided()

    def giving(reasons: str, minority: str = "") -> Any:
        return lambda act: operations.give_reasons(
            act, decision, by=house.chair, reasons=reasons, minority=minority
        )

    must_refuse(house, house.chair, Unusable, giving(""))
    must_refuse(house, house.chair, Unusable, giving("x" * 10_001))
    must_refuse(house, house.chair, Unusable, giving("x", "x" * 10_001))
    house.reason(decision)
    house.enact(decision)
    must_refuse(house, house.chair, NotNow, giving("Other reasons"))


# --- conditions


def test_a_condition_is_claimed_refused_claimed_again_and_verified(house: House) -> None:
    decision = house.decided()
    condition = house.condition(decision, house.stranger)
    assert subjects(house.stranger) == ["You have a condition to meet for %(code)s"]
    assert waiting_conditions(house.stranger) == [condition]
    claim(house, condition, house.stranger)
    with acting(by=house.clerk, at=house.given.at) as act:
        operations.refuse(act, condition, by=house.clerk, reason="I see no letter.")
    assert (condition.state, condition.refusal) == (ConditionState.OPEN, "I see no letter.")
    house.meet(condition, verified_by=house.advocate)
    assert condition.state is ConditionState.VERIFIED
    assert condition.verified_by == house.advocate
    assert waiting_conditions(house.stranger) == []
    assert kinds(decision)[1:] == [
        Event.CONDITION_SET,
        Event.CONDITION_CLAIMED,
        Event.CONDITION_REFUSED,
        Event.CONDITION_CLAIMED,
        Event.CONDITION_VERIFIED,
    ]


def claim(house: House, condition: Condition, by: Person) -> None:
    with acting(by=by, at=house.given.at) as act:
        operations.claim(act, condition, by=by, proof="See the letter.")


@pytest.mark.parametrize("name", ["clerk", "advocate", "chair"])
def test_abuse_62_nobody_verifies_their_own_condition(house: House, name: str) -> None:
    condition, by = house.condition(house.decided(), house.people[name]), house.people[name]
    claim(house, condition, by)
    for verb in (
        lambda act: operations.verify(act, condition, by=by),
        lambda act: operations.refuse(act, condition, by=by, reason="No"),
    ):
        must_refuse(house, by, NotYours, verb)


@pytest.mark.parametrize("name", ["owner", "author", "sponsor", "co_1", "reader", "executive"])
def test_only_chair_clerk_and_advocate_verify_never_an_author(house: House, name: str) -> None:
    condition, by = house.condition(house.decided(), house.stranger), house.people[name]
    claim(house, condition, house.stranger)
    must_refuse(house, by, NotYours, lambda act: operations.verify(act, condition, by=by))


def test_what_is_not_claimed_is_not_verified_and_only_its_owner_claims(house: House) -> None:
    condition = house.condition(house.decided(), house.stranger)
    must_refuse(
        house, house.chair, NotNow, lambda act: operations.verify(act, condition, by=house.chair)
    )
    must_refuse(
        house,
        house.chair,
        NotYours,
        lambda act: operations.claim(act, condition, by=house.chair, proof="x"),
    )
    must_refuse(
        house,
        house.stranger,
        Unusable,
        lambda act: operations.claim(act, condition, by=house.stranger, proof=""),
    )


def test_a_condition_of_somebody_who_left_is_handed_over(house: House) -> None:
    condition = house.condition(house.decided(), house.stranger)

    def handing(by: Person) -> Any:
        return lambda act: operations.hand_over(act, condition, by=by, to=house.executive)

    must_refuse(house, house.stranger, NotYours, handing(house.stranger))
    with acting(by=house.chair, at=house.given.at) as act:
        handing(house.chair)(act)
    assert condition.owner == house.executive
    claim(house, condition, house.executive)
    must_refuse(house, house.chair, NotNow, handing(house.chair))


@pytest.mark.parametrize("name", ["owner", "author", "advocate", "co_1", "stranger"])
def test_only_chair_and_clerk_set_conditions(house: House, name: str) -> None:
    decision, by = house.decided(), house.people[name]
    must_refuse(house, by, NotYours, setting(house, decision, by=by))


def setting(house: House, decision: Decision, **values: Any) -> Any:
    made = {
        "by": house.chair,
        "text": "Write to all.",
        "owner": house.stranger,
        "due_on": house.today,
        "before_start": True,
        "on": house.today,
    }
    return lambda act: operations.set_condition(act, decision, **{**made, **values})


def test_a_condition_needs_a_text_and_a_day_to_come(house: House) -> None:
    decision = house.decided()
    must_refuse(house, house.chair, Unusable, setting(house, decision, text=""))
    past = house.today - timedelta(days=1)
    must_refuse(house, house.chair, Unusable, setting(house, decision, due_on=past))
    house.reason(decision)
    house.enact(decision)
    must_refuse(house, house.chair, NotNow, setting(house, decision))


def test_at_level_IV_a_named_executive_has_to_accept_what_remains(house: House) -> None:  # noqa: N802 - a level is written so
    decision = house.decided(4)
    (condition,) = queries.conditions(decision)
    assert (condition.owner, condition.before_start) == (house.executive, True)
    house.reason(decision)
    house.at_end_of(decision.enactable_from)
    refused = must_refuse(
        house,
        house.owner,
        Unfinished,
        lambda act: operations.enact(act, decision, by=house.owner, on=house.today),
    )
    assert isinstance(refused, Unfinished)
    assert [each.message % each.params for each in refused.missing] == [
        "Condition 1 is not verified."
    ]
    assert house.decided(3).level == 3
    assert number_of(Condition) == 1


# --- enactment


@pytest.mark.parametrize("name", ["author", "sponsor", "chair", "advocate", "stranger"])
def test_only_the_owner_puts_it_into_force(house: House, name: str) -> None:
    decision, by = house.decided(), house.people[name]
    house.reason(decision)
    must_refuse(
        house, by, NotYours, lambda act: operations.enact(act, decision, by=by, on=house.today)
    )
    assert number_of(Policy) == 0


def test_not_without_reasons_nor_open_conditions_nor_in_the_window(house: House) -> None:
    decision = house.decided(3)
    condition = house.condition(decision, house.stranger)
    house.condition(decision, house.stranger, before_start=False)

    def enacting(days: int = 0) -> Any:
        day = decision.enactable_from + timedelta(days=days)
        return lambda act: operations.enact(act, decision, by=house.owner, on=day)

    must_refuse(house, house.owner, NotNow, enacting(-1))
    refused = must_refuse(house, house.owner, Unfinished, enacting())
    assert isinstance(refused, Unfinished)
    assert len(refused.missing) == 2
    house.reason(decision)
    assert to_enact(house.owner, house.given.at + timedelta(days=30)) == []
    house.meet(condition)
    assert to_enact(house.owner, house.given.at) == []
    house.at_end_of(decision.enactable_from)
    assert to_enact(house.owner, house.given.at) == [decision]
    house.enact(decision)
    assert to_enact(house.owner, house.given.at) == []
    must_refuse(house, house.owner, NotNow, enacting())


def test_an_amendment_is_the_next_version_of_its_policy(house: House) -> None:
    policy = house.given.policy()
    ballot = house.ballot(amends=policy, text="Who pays late pays nothing.")
    house.everybody(ballot)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    house.reason(decision)
    assert house.enact(decision) == policy
    newest = book.newest_version(policy)
    assert (newest.number, newest.text) == (2, "Who pays late pays nothing.")
    assert (newest.valid_from, newest.note) == (house.today, ballot.proposal.code)
    assert policy.origin is Origin.DECIDED
    assert number_of(Policy) == 1


def test_a_withdrawn_policy_is_not_amended(house: House) -> None:
    policy = house.given.policy()
    ballot = house.ballot(amends=policy)
    house.everybody(ballot)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    house.reason(decision)
    with acting(by=policy.owner, at=house.given.at) as act:
        withdraw(act, policy, by=policy.owner, reason="Gone.", on=house.today)
    must_refuse(
        house,
        house.owner,
        NotNow,
        lambda act: operations.enact(act, decision, by=house.owner, on=house.today),
    )


def test_abuse_61_what_is_not_put_into_force_lapses(house: House) -> None:
    decision = house.decided()
    house.reason(decision)
    assert jobs.lapse_due(house.given.at + timedelta(days=180)) == 0
    late = house.given.at + timedelta(days=181)
    assert jobs.lapse_due(late) == 1
    assert jobs.lapse_due(late) == 0
    assert decision.state is DecisionState.LAPSED
    assert "The decision about %(code)s has lapsed" in subjects(house.owner)
    must_refuse(
        house,
        house.owner,
        NotNow,
        lambda act: operations.enact(act, decision, by=house.owner, on=late.date()),
    )


def test_even_before_the_clock_ran_a_lapsed_decision_is_not_enacted(house: House) -> None:
    decision = house.decided()
    house.reason(decision)
    day = decision.lapses_on + timedelta(days=1)
    must_refuse(
        house,
        house.owner,
        NotNow,
        lambda act: operations.enact(act, decision, by=house.owner, on=day),
    )


def test_home_shows_the_votes_that_wait(house: House) -> None:
    ballot = house.ballot()
    at = house.given.at
    assert waiting_votes(house.co_1, at) == [ballot]
    assert waiting_votes(house.stranger, at) == []
    house.cast(ballot, house.co_1, YES)
    assert waiting_votes(house.co_1, at) == []
    assert waiting_votes(house.co_2, ballot.closes_at) == []
    house.recuse(ballot, house.co_2)
    assert waiting_votes(house.co_2, at) == []
