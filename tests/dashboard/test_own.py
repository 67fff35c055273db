"""One's own proposals stand with the same words as in the register."""

import re

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.proposals.models import Proposal
from tests.ballots.house import NO, House
from tests.dashboard.test_queries import counted
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


@pytest.fixture
def house(given: Given) -> House:
    return House(given)


def words(client: FlaskClient, path: str) -> dict[str, str]:
    """The state of each case that a list shows, by its code."""
    rows = re.findall(r"<tr>.*?</tr>", client.get(path).text, re.DOTALL)
    found = {}
    for row in rows:
        code = re.search(r"/proposals/([A-Z]+-[0-9-]+)", row)
        state = re.search(r'class="(state state-[a-z]+)".*?<span>([^<]*)</span></span>', row, re.S)
        if code and state:
            found[code[1]] = f"{state[1]} {state[2]}"
    return found


def decided(house: House, choice: Choice, state: DecisionState) -> Proposal:
    """A case that was voted on, and what has become of its determination since."""
    ballot = house.ballot()
    house.everybody(ballot, choice)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    with acting(by=System(), at=house.given.at) as act:
        decision.state = state
        act.record(GivenEvent.GIVEN, decision)
    return ballot.proposal


def test_a_case_is_called_the_same_in_both_lists(house: House, client: FlaskClient) -> None:
    house.ready()
    house.ballot()
    house.hand_in()
    decided(house, NO, DecisionState.REJECTED)
    for state in (DecisionState.ENACTED, DecisionState.LAPSED, DecisionState.APPROVED):
        decided(house, Choice.YES, state)
    house.given.signed_in(client, house.owner)
    mine, register = words(client, "/proposals"), words(client, "/register")
    assert mine == register
    assert len(set(mine.values())) == 7
    assert {"state state-stopped Rejected", "state state-stopped Lapsed"} <= set(mine.values())


def test_a_draft_is_called_one(house: House, client: FlaskClient) -> None:
    proposal = house.draft()
    house.given.signed_in(client, house.owner)
    assert words(client, "/proposals") == {proposal.code: "state state-neutral Draft"}


def test_the_list_asks_as_much_for_many_cases_as_for_few(house: House, client: FlaskClient) -> None:
    def asked() -> int:
        with counted() as said:
            assert client.get("/proposals").status_code == 200
        return len(said)

    house.hand_in()
    house.given.signed_in(client, house.owner)
    asked()
    few = asked()
    for _ in range(3):
        house.hand_in()
    house.given.signed_in(client, house.owner)
    asked()
    assert asked() == few
