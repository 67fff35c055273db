"""The page on which a policy is withdrawn: by its owner, or the chair of the deciding board."""

import pytest
from flask.testing import FlaskClient

from impactreview.ballots.queries.deciding_body import chairs_for
from impactreview.kernel.db import session
from impactreview.policies.models import Policy
from impactreview.policies.terms import State
from tests.ballots.house import House

pytestmark = pytest.mark.database_near


def in_force(house: House) -> Policy:
    decision = house.decided()
    house.reason(decision)
    return house.enact(decision)


@pytest.mark.parametrize("name", ["owner", "chair", "vice"])
def test_owner_and_chairs_withdraw_it_and_everybody_reads_why(
    house: House, client: FlaskClient, name: str
) -> None:
    policy = in_force(house)
    page = f"/policies/{policy.code}/withdraw"
    house.given.signed_in(client, house.people[name])
    assert page in client.get(f"/policies/{policy.code}").text
    assert client.get(page).status_code == 200
    assert client.post(page, data={"reason": ""}).status_code == 422
    assert client.post(page, data={"reason": "<b>Nobody</b> needs it."}).status_code == 303
    session.refresh(policy)
    assert policy.state is State.WITHDRAWN
    house.given.signed_in(client, house.stranger)
    shown = client.get(f"/policies/{policy.code}").text
    assert "&lt;b&gt;Nobody&lt;/b&gt; needs it." in shown
    house.given.signed_in(client, house.people[name])
    assert client.get(page).status_code == 409


@pytest.mark.parametrize("name", ["clerk", "co_1", "advocate", "author", "stranger"])
def test_nobody_else_withdraws_it(house: House, client: FlaskClient, name: str) -> None:
    policy = in_force(house)
    page = f"/policies/{policy.code}/withdraw"
    house.given.signed_in(client, house.people[name])
    assert page not in client.get(f"/policies/{policy.code}").text
    assert client.get(page).status_code == 403
    assert client.post(page, data={"reason": "So."}).status_code == 403
    session.refresh(policy)
    assert policy.state is State.IN_FORCE


def test_a_policy_that_no_ballot_made_belongs_to_the_board_of_its_unit(house: House) -> None:
    on = house.today
    of_unit = house.given.policy(unit=house.sales)
    assert chairs_for(of_unit, on) == {house.chair.id, house.vice.id}
    assert chairs_for(house.given.policy(), on) == frozenset()
