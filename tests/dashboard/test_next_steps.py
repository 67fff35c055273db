"""The case page and home name what comes next, and lead whoever may do it there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.ballots import operations
from impactreview.ballots.terms import Choice
from impactreview.proposals.models import Proposal
from tests.ballots.house import House
from tests.dashboard.test_queries import CASE, HOME, counted
from tests.given import Given
from tests.reviews.firm import BERLIN

pytestmark = pytest.mark.database_near

REASONS = "Write the reasons"
ALL = ("owner", "clerk", "chair", "vice", "co_1", "advocate", "stranger")


@pytest.fixture
def house(given: Given, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house, with the clock of the pages standing where its own stands."""
    house = House(given)

    def day() -> date:
        return house.given.at.astimezone(ZoneInfo(BERLIN)).date()

    def moment() -> datetime:
        return house.given.at

    for module in ("case", "next_steps"):
        monkeypatch.setattr(f"impactreview.dashboard.views.{module}.today", day)
    for module in ("case", "home"):
        monkeypatch.setattr(f"impactreview.dashboard.views.{module}.now", moment)
    return house


def page(house: House, client: FlaskClient, name: str, path: str, most: int) -> str:
    house.given.signed_in(client, house.people[name])
    client.get(path)
    with counted() as said:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(said) <= most
    return answer.text


def led(house: House, client: FlaskClient, proposal: Proposal, where: str) -> set[str]:
    """Whom the case page leads to this page of the case by what it says is needed."""
    found = set()
    for name in ALL:
        text = page(house, client, name, f"/proposals/{proposal.code}", CASE)
        (_, _, rest) = text.partition('id="needs"')
        if f"/proposals/{proposal.code}/{where}" in rest.partition("</section>")[0]:
            found.add(name)
    return found


def test_a_finished_review_leads_chair_and_clerk_to_a_ballot(
    house: House, client: FlaskClient
) -> None:
    proposal = house.ready(2).proposal
    assert led(house, client, proposal, "ballot/open") == {"clerk", "chair", "vice"}
    seen = page(house, client, "stranger", f"/proposals/{proposal.code}", CASE)
    assert "the review is finished" in seen
    assert "Nothing is missing" not in seen


def test_an_open_ballot_is_named_on_the_case_page(house: House, client: FlaskClient) -> None:
    ballot = house.ballot()
    assert led(house, client, ballot.proposal, "ballot") == set(ALL)


def test_who_wrote_or_backs_it_is_not_led_to_open_its_ballot(
    house: House, client: FlaskClient
) -> None:
    proposal = house.ready(2, sponsor=house.chair).proposal
    assert led(house, client, proposal, "ballot/open") == {"clerk", "vice"}


def test_a_confirmed_claim_leads_its_owner_on(house: House, client: FlaskClient) -> None:
    review = house.ready(0)
    proposal = review.proposal
    assert led(house, client, proposal, "ballot") >= {"owner", "chair", "clerk"}
    with acting(by=house.owner, at=house.given.at) as act:
        operations.decide_without_ballot(act, review, by=house.owner, zone=BERLIN)
    assert led(house, client, proposal, "decision/enact") == {"owner"}


@pytest.mark.parametrize("choice", list(Choice)[:2])
def test_reasons_that_are_owed_wait_for_who_runs_the_board(
    house: House, client: FlaskClient, choice: Choice
) -> None:
    ballot = house.ballot()
    house.everybody(ballot, choice)
    house.close(ballot)
    waits = {name for name in ALL if REASONS in page(house, client, name, "/", HOME)}
    assert waits == {"clerk", "chair", "vice"}
    assert led(house, client, ballot.proposal, "decision/reasons") == waits
    seen = page(house, client, "stranger", f"/proposals/{ballot.proposal.code}", CASE)
    assert "The board has not written its reasons yet." in seen
    house.reason(house.decision(ballot.proposal))
    assert not [name for name in ALL if REASONS in page(house, client, name, "/", HOME)]
    assert led(house, client, ballot.proposal, "decision/reasons") == set()


def test_reasons_do_not_wait_for_who_backs_the_proposal(house: House, client: FlaskClient) -> None:
    ballot = house.ballot(sponsor=house.chair)
    house.everybody(ballot)
    house.close(ballot)
    assert REASONS not in page(house, client, "chair", "/", HOME)
    assert REASONS in page(house, client, "clerk", "/", HOME)
    assert led(house, client, ballot.proposal, "decision/reasons") == {"clerk", "vice"}


def test_nothing_is_put_into_force_before_the_reasons_are_written(
    house: House, client: FlaskClient
) -> None:
    ballot = house.ballot()
    house.everybody(ballot)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    house.later(days=30)
    assert "Put into force" not in page(house, client, "owner", "/", HOME)
    assert led(house, client, ballot.proposal, "decision/enact") == set()
    house.reason(decision)
    assert "Put into force" in page(house, client, "owner", "/", HOME)
    assert led(house, client, ballot.proposal, "decision/enact") == {"owner"}


def test_while_changes_are_made_the_owner_is_led_to_hand_it_in_again(
    house: House, client: FlaskClient
) -> None:
    review = house.hand_in()
    house.ask_for_changes(review, house.reader)
    proposal = review.proposal
    assert led(house, client, proposal, "submit") == {"owner"}
    for name in (*ALL, "author", "reader", "it_reader"):
        seen = page(house, client, name, f"/proposals/{proposal.code}", CASE)
        assert "its authors have to revise it, and its owner hands it in again" in seen
        assert "has to take a position" not in seen
    house.hand_in(proposal)
    assert led(house, client, proposal, "submit") == set()
