"""Into force, or lapsed: who, when, and what has to be there before."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.terms import (
    DecisionState,
)
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished
from impactreview.policies.models import Policy
from impactreview.policies.operations import withdraw
from impactreview.policies.queries import book
from impactreview.policies.terms import Origin
from tests.ballots.house import YES, House, must_refuse
from tests.home import at_home
from tests.reading import number_of, subjects

ENACT, VOTE = "ballots.enact", "ballots.ballot"
pytestmark = pytest.mark.database_near


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
    assert at_home(house.owner, ENACT, house.given.at + timedelta(days=30)) == []
    house.meet(condition)
    assert at_home(house.owner, ENACT, house.given.at) == []
    house.at_end_of(decision.enactable_from)
    assert at_home(house.owner, ENACT, house.given.at) == [decision.proposal.code]
    house.enact(decision)
    assert at_home(house.owner, ENACT, house.given.at) == []
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


def test_an_amended_policy_keeps_its_title_and_shows_that_of_the_decision(
    house: House, client: FlaskClient
) -> None:
    """The title of a proposal says what is to be done; that of a policy says what it is about."""
    policy = house.given.policy(title="Reminder fee")
    ballot = house.ballot(amends=policy, title="Abolish the reminder fee")
    house.everybody(ballot)
    house.close(ballot)
    decision, code = house.decision(ballot.proposal), ballot.proposal.code
    house.reason(decision)
    house.enact(decision)
    assert policy.title == "Reminder fee"
    house.given.signed_in(client, house.stranger)
    page = client.get(f"/policies/{policy.code}").text
    assert "<h1>Reminder fee</h1>" in page
    assert f'<a href="/proposals/{code}">Abolish the reminder fee</a> · {code}' in page


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
    assert at_home(house.co_1, VOTE, at) == [ballot.proposal.code]
    assert at_home(house.stranger, VOTE, at) == []
    house.cast(ballot, house.co_1, YES)
    assert at_home(house.co_1, VOTE, at) == []
    assert at_home(house.co_2, VOTE, ballot.closes_at) == []
    house.recuse(ballot, house.co_2)
    assert at_home(house.co_2, VOTE, at) == []
