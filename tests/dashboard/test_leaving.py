"""What somebody leaves behind is told before they are deactivated, and no more than may be told."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.terms import State
from impactreview.proposals.operations import withdraw
from impactreview.reviews.terms import SeatKind
from tests.ballots.house import House
from tests.dashboard.test_queries import counted
from tests.escalations.scene import scene
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

NOTHING = "Nothing that somebody else would have to take over."
KEPT: dict[str, Any] = {"restricted": True, "embargo_until": date(2099, 1, 1)}


@pytest.fixture
def house(given: Given, client: FlaskClient) -> House:
    made = House(given)
    given.signed_in(client, made.hire("administrator", Role.ADMINISTRATOR))
    return made


def page(client: FlaskClient, person: Person) -> str:
    answer = client.get(f"/people/{person.id}/deactivate")
    assert answer.status_code == 200
    return answer.text


def group(shown: str, what: str) -> tuple[int, str]:
    """How many there are of this kind, and what the page says of them."""
    found = re.search(rf"<dt>{what} \((\d+)\)</dt>\s*<dd>(.*?)</dd>", shown, re.DOTALL)
    return (int(found[1]), found[2]) if found else (0, "")


def test_who_has_nothing_leaves_nothing_behind(house: House, client: FlaskClient) -> None:
    assert NOTHING in page(client, house.stranger)


def test_what_is_owned_is_told_with_the_way_there(house: House, client: FlaskClient) -> None:
    running, draft = house.hand_in().proposal, house.draft(title="A secret draft")
    policy = house.given.policy(owner=house.owner)
    house.given.policy(owner=house.owner, state=State.WITHDRAWN)
    over = house.draft(title="Taken back")
    with acting(by=house.owner, at=house.given.at) as act:
        withdraw(act, over, by=house.owner, why="Nobody needs it.")
    shown = page(client, house.owner)
    number, told = group(shown, "Proposals they own")
    assert number == 2
    assert f'<a href="/proposals/{running.code}">{running.title}</a>' in told
    assert draft.code in told
    assert "A secret draft" not in shown
    assert f"/proposals/{draft.code}" not in shown
    assert over.code not in shown
    number, told = group(shown, "Policies they own")
    assert number == 1
    assert f"/policies/{policy.code}" in told
    assert group(shown, "People they lead")[0] == 1
    assert "Trainee" in shown


def test_what_is_decided_and_waits_for_its_start_is_told(house: House, client: FlaskClient) -> None:
    decision = house.decided()
    assert decision.proposal.code in group(page(client, house.owner), "Proposals they own")[1]
    house.reason(decision)
    house.enact(decision)
    shown = page(client, house.owner)
    assert group(shown, "Proposals they own")[0] == 0
    assert group(shown, "Policies they own")[0] == 1


def test_what_is_voted_on_keeps_its_owner_and_is_told_apart(
    house: House, client: FlaskClient
) -> None:
    voted, other = house.ready(), house.hand_in(title="Another fee")
    house.open(voted)
    shown = page(client, house.owner)
    number, told = group(shown, "Proposals they own that are voted on")
    assert number == 1
    assert voted.proposal.code in told
    assert "While the ballot is open the owner stays." in told
    number, told = group(shown, "Proposals they own")
    assert number == 1
    assert other.proposal.code in told


def test_seats_are_told_and_those_in_restricted_cases_only_counted(
    house: House, client: FlaskClient
) -> None:
    open_one, kept = house.hand_in(), house.hand_in(**KEPT)
    reader = house.holder(open_one, SeatKind.DOMAIN)
    assert house.holder(kept, SeatKind.DOMAIN) == reader
    shown = page(client, reader)
    number, told = group(shown, "Reviews they sit in")
    assert number == 2
    assert f"/proposals/{open_one.proposal.code}/review" in told
    assert kept.proposal.code not in shown


def test_boards_are_told(house: House, client: FlaskClient) -> None:
    assert group(page(client, house.chair), "Boards they run")[0] == 2
    number, told = group(page(client, house.co_1), "Boards they sit on")
    assert number == 2
    assert f"/boards/{house.boards['unit'].slug}" in told


def test_a_place_that_is_over_is_not_left_behind(house: House, client: FlaskClient) -> None:
    place = house.given.member(house.boards["unit"], house.stranger)
    assert NOTHING not in page(client, house.stranger)
    with acting(by=System(), at=house.given.at) as act:
        place.term_until = house.given.at.date() - timedelta(days=1)
        act.record(GivenEvent.GIVEN, place)
    assert NOTHING in page(client, house.stranger)


def test_conditions_are_told_until_they_are_verified(house: House, client: FlaskClient) -> None:
    decision = house.decided()
    condition = house.condition(decision, house.stranger)
    number, told = group(page(client, house.stranger), "Conditions they have to meet")
    assert number == 1
    assert f"/proposals/{decision.proposal.code}/decision" in told
    house.meet(condition)
    assert NOTHING in page(client, house.stranger)


def test_of_escalations_nothing_is_told(given: Given, client: FlaskClient) -> None:
    told = scene(given)
    given.signed_in(client, told.administrator)
    before = {person.id: _plain(page(client, person)) for person in told.handlers}
    told.submitted()
    for person in told.handlers:
        assert _plain(page(client, person)) == before[person.id]


def _plain(shown: str) -> str:
    return re.sub(r'name="(key|csrf_token)"[^>]*', "", re.sub(r'value="[^"]*"', "", shown))


def test_many_things_are_counted_and_asked_for_at_once(house: House, client: FlaskClient) -> None:
    for _ in range(3):
        house.given.policy(owner=house.owner)
    with counted() as few:
        page(client, house.owner)
    for _ in range(30):
        house.given.policy(owner=house.owner)
    with counted() as many:
        shown = page(client, house.owner)
    assert len(many) <= len(few) <= 6
    assert group(shown, "Policies they own")[0] == 33
    assert "and 13 more" in shown


def test_the_list_stands_beside_a_refused_form_too(house: House, client: FlaskClient) -> None:
    with acting(by=System(), at=house.given.at) as act:
        house.stranger.manager = house.co_1
        act.record(GivenEvent.GIVEN, house.stranger)
    answer = client.post(f"/people/{house.co_1.id}/deactivate", data={"reason": ""})
    assert answer.status_code == 422
    assert "Stranger" in answer.text
    assert house.co_1.deactivated_at is None
