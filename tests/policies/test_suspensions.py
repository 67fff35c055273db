"""A suspension is open from its first to its last moment, and its owner confirms it once."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from impactreview.policies.operations import (
    confirm_suspension,
    extend_suspension,
    resume,
    suspend,
    withdraw,
)
from impactreview.policies.queries import open_suspension
from tests.conftest import NOON
from tests.given import Given
from tests.home import at_home
from tests.reading import kinds, subjects

pytestmark = pytest.mark.database_near
UNTIL = NOON.date() + timedelta(30)


def _suspended(given: Given, owner: Person | None = None) -> Policy:
    policy, by = given.policy(owner), given.person(Role.DUTY_EXECUTIVE)
    with acting(by=by, at=NOON) as act:
        suspend(act, policy, until=UNTIL)
    return policy


def _confirm(policy: Policy, by: Person) -> None:
    with acting(by=by, at=NOON) as act:
        confirm_suspension(act, policy, by=by, what_stopped="Fees.", who_was_told="Branches.")


def test_the_owner_is_asked_to_confirm(given: Given) -> None:
    policy = _suspended(given)
    suspension = open_suspension(policy)
    assert suspension is not None
    assert (suspension.since, suspension.until, suspension.confirmed_at) == (NOON, UNTIL, None)
    assert at_home(policy.owner, "policies.suspension", NOON) == [policy.code]
    assert subjects(policy.owner) == ["A policy of yours is suspended pending review"]


def test_an_owner_who_left_is_written_no_letter(given: Given) -> None:
    policy = _suspended(given, given.person(deactivated_at=NOON))
    assert not subjects(policy.owner)


def test_the_owner_confirms_once(given: Given) -> None:
    policy = _suspended(given)
    _confirm(policy, policy.owner)
    suspension = open_suspension(policy)
    assert suspension is not None
    assert (suspension.what_stopped, suspension.who_was_told) == ("Fees.", "Branches.")
    assert suspension.confirmed_by == policy.owner
    assert not at_home(policy.owner, "policies.suspension", NOON)
    assert kinds(policy)[-1] == "policy.suspension_confirmed"
    with pytest.raises(NotNow):
        _confirm(policy, policy.owner)


def test_nobody_but_the_owner_confirms(given: Given) -> None:
    policy = _suspended(given)
    before = kinds(policy)
    for person in (given.person(), given.person(Role.ADMINISTRATOR), given.person(Role.TOP)):
        with pytest.raises(NotYours):
            _confirm(policy, person)
    assert kinds(policy) == before


def test_what_is_not_suspended_is_neither_confirmed_nor_extended(given: Given) -> None:
    policy = given.policy()
    with pytest.raises(NotNow):
        _confirm(policy, policy.owner)
    with pytest.raises(NotNow), acting(by=policy.owner, at=NOON) as act:
        extend_suspension(act, policy, until=UNTIL)


def test_a_suspension_may_take_longer(given: Given) -> None:
    policy = _suspended(given)
    with acting(by=given.person(), at=NOON) as act:
        extend_suspension(act, policy, until=UNTIL + timedelta(5))
    suspension = open_suspension(policy)
    assert suspension is not None
    assert suspension.until == UNTIL + timedelta(5)


@pytest.mark.parametrize("ends", ["resumed", "withdrawn"])
def test_a_suspension_ends_with_what_ends_it(given: Given, ends: str) -> None:
    policy = _suspended(given)
    with acting(by=policy.owner, at=NOON) as act:
        if ends == "resumed":
            resume(act, policy)
        else:
            withdraw(act, policy, by=policy.owner, reason="It harms.", on=NOON.date())
    assert open_suspension(policy) is None
    assert not at_home(policy.owner, "policies.suspension", NOON)


def test_a_policy_may_be_suspended_a_second_time(given: Given) -> None:
    policy = _suspended(given)
    _confirm(policy, policy.owner)
    with acting(by=given.person(), at=NOON) as act:
        resume(act, policy)
    with acting(by=given.person(), at=NOON) as act:
        suspend(act, policy, until=UNTIL)
    assert at_home(policy.owner, "policies.suspension", NOON) == [policy.code]


def test_the_page_of_a_suspension(given: Given, client: FlaskClient) -> None:
    policy = _suspended(given)
    path = f"/policies/{policy.code}/suspension"
    stranger = given.signed_in(client, given.person())
    assert stranger.get(path).status_code == 200
    assert "<textarea" not in stranger.get(path).text
    said = {"what_stopped": "Fees.", "who_was_told": "Branches."}
    assert stranger.post(path, data=said).status_code == 403
    owner = given.signed_in(client, policy.owner)
    assert "<textarea" in owner.get(path).text
    assert owner.post(path, data={**said, "who_was_told": ""}).status_code == 422
    assert owner.post(path, data={**said, "what_stopped": "x" * 5_001}).status_code == 422
    assert owner.post(path, data=said).status_code == 302
    assert "Fees." in owner.get(path).text


def test_there_is_no_such_page_for_a_policy_in_force(given: Given, client: FlaskClient) -> None:
    policy = given.policy()
    owner = given.signed_in(client, policy.owner)
    assert owner.get(f"/policies/{policy.code}/suspension").status_code == 404
