"""Reasons and conditions of a determination: who may, when, and who verifies."""

from datetime import timedelta
from typing import Any

import pytest

from impactreview.audit.acts import acting
from impactreview.ballots import operations
from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.terms import (
    ConditionState,
    Event,
)
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished, Unusable
from impactreview.people.models import Person
from tests.ballots.house import House, must_refuse
from tests.home import at_home
from tests.reading import kinds, number_of, subjects

pytestmark = pytest.mark.database_near


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
    assert at_home(house.stranger, "ballots.decision", house.given.at) == [decision.proposal.code]
    claim(house, condition, house.stranger)
    with acting(by=house.clerk, at=house.given.at) as act:
        operations.refuse(act, condition, by=house.clerk, reason="I see no letter.")
    assert (condition.state, condition.refusal) == (ConditionState.OPEN, "I see no letter.")
    house.meet(condition, verified_by=house.advocate)
    assert condition.state is ConditionState.VERIFIED
    assert condition.verified_by == house.advocate
    assert at_home(house.stranger, "ballots.decision", house.given.at) == []
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
