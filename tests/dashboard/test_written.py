"""What somebody wrote when they stopped a case stands on its page: who, when and why."""

import re
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit import triggers
from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Payload
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review
from impactreview.reviews.queries.asked import changes_asked
from impactreview.reviews.terms import Event
from tests.ballots.house import House
from tests.dashboard.test_queries import CASE, counted
from tests.given import Given
from tests.proposals.drafting import opened
from tests.reviews.firm import drawn

WHY = "Say what it costs <each> of them.\nAnd ask them."
WITHDRAWN = "Why the proposal was withdrawn"
SAID = "Say what it costs <each> of them. And ask them."


@pytest.fixture
def house(given: Given) -> House:
    return House(given)


def sees(house: House, client: FlaskClient, person: Person, path: str) -> str:
    """What this person reads there, within the budget of a case."""
    house.given.signed_in(client, person)
    client.get(path)
    with counted() as said:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(said) <= CASE
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.mark.parametrize("name", ["owner", "author", "it_reader", "stranger"])
@pytest.mark.parametrize("tab", ["", "/review"])
def test_whoever_sees_the_case_reads_what_has_to_change(
    house: House, client: FlaskClient, name: str, tab: str
) -> None:
    review = house.hand_in()
    house.ask_for_changes(review, house.reader, WHY)
    page = sees(house, client, house.people[name], f"/proposals/{review.proposal.code}{tab}")
    assert SAID in page
    assert "Reader, on version 1, 3 Mar 2026, 13:00" in page
    assert (f"Changes are asked for {SAID}" in page) is (tab == "")


def test_a_case_page_tells_the_last_reason_alone_and_only_while_it_waits(
    house: House, client: FlaskClient
) -> None:
    review = house.hand_in()
    case = f"/proposals/{review.proposal.code}"
    assert "Changes that were asked for" not in sees(house, client, house.owner, f"{case}/review")
    house.ask_for_changes(review, house.reader, "The first.")
    house.change(review.proposal, "Who pays late pays four euros.")
    house.hand_in(review.proposal, drawn())
    assert "The first." not in sees(house, client, house.owner, case)
    house.ask_for_changes(review, house.it_reader, "The second.")
    page = sees(house, client, house.owner, case)
    assert "The second." in page
    assert "It_Reader, on version 2" in page
    assert "The first." not in page
    page = sees(house, client, house.owner, f"{case}/review")
    assert 0 < page.index("The second.") < page.index("The first.")


def test_of_a_restricted_case_nobody_else_reads_it(house: House, client: FlaskClient) -> None:
    until = house.given.at.date()
    review = house.hand_in(restricted=True, embargo_until=until)
    house.ask_for_changes(review, house.reader, WHY)
    opened(review.proposal, house.clerk)
    for tab in ("", "/review"):
        path = f"/proposals/{review.proposal.code}{tab}"
        for person in (house.owner, house.clerk):
            assert SAID in sees(house, client, person, path)
        house.given.signed_in(client, house.stranger)
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["owner", "reader", "stranger"])
def test_whoever_sees_a_withdrawn_case_reads_who_withdrew_it_when_and_why(
    house: House, client: FlaskClient, name: str
) -> None:
    review = house.hand_in()
    case = f"/proposals/{review.proposal.code}"
    assert WITHDRAWN not in sees(house, client, house.people[name], case)
    house.ask_for_changes(review, house.reader)
    with acting(by=house.owner, at=house.given.at) as act:
        reviews.withdraw_case(act, review.proposal, by=house.owner, why=WHY)
    for tab in ("", "/review"):
        page = sees(house, client, house.people[name], f"{case}{tab}")
        assert f"{WITHDRAWN} {SAID} Owner, 3 Mar 2026, 13:00" in page
        assert "Changes are asked for" not in page
        assert "What it still needs" not in page


def test_a_withdrawn_draft_says_why_to_those_who_could_read_it(
    house: House, client: FlaskClient
) -> None:
    proposal = house.draft()
    case = f"/proposals/{proposal.code}"
    with acting(by=house.owner, at=house.given.at) as act:
        proposals.withdraw(act, proposal, by=house.owner, why=WHY)
    for person in (house.owner, house.author, house.sponsor):
        assert f"{WITHDRAWN} {SAID} Owner, 3 Mar" in sees(house, client, person, case)
    house.given.signed_in(client, house.stranger)
    assert client.get(case).status_code == 404


def test_a_draft_that_has_lapsed_was_not_withdrawn(house: House, client: FlaskClient) -> None:
    proposal = house.draft()
    with acting(by=System(), at=house.given.at) as act:
        proposals.lapse(act, proposal)
    assert WITHDRAWN not in sees(house, client, house.owner, f"/proposals/{proposal.code}")


def test_many_reasons_are_asked_for_as_one_is(house: House) -> None:
    review = house.hand_in()
    review_id, figures = review.id, []
    for why in ("One.", "Two.", "Three."):
        house.ask_for_changes(review, house.reader, why)
        with counted() as said:
            assert changes_asked(review_id)[0].reason == why
        figures.append(len(said))
        house.change(review.proposal, f"Who pays late pays: {why}")
        house.hand_in(review.proposal, drawn())
    assert figures == [1, 1, 1]
    assert [each.number for each in changes_asked(review.id)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (("reason",), ("Reader, on version 1, 3 Mar 2026, 13:00", "What was written here was")),
        (("seat",), ("on version 1, 3 Mar 2026, 13:00", SAID)),
        (("reason", "seat"), ("on version 1, 3 Mar 2026, 13:00", "What was written here was")),
    ],
)
def test_what_was_erased_from_the_log_is_said_to_be(
    house: House, client: FlaskClient, gone: tuple[str, ...], said: tuple[str, str]
) -> None:
    """Version and moment stand in the leaf, which nobody erases."""
    review = house.hand_in()
    house.ask_for_changes(review, house.reader, WHY)
    for field in gone:
        _erase(review, field)
    case = f"/proposals/{review.proposal.code}"
    for tab in ("", "/review"):
        page = sees(house, client, house.stranger, f"{case}{tab}")
        assert all(words in page for words in said)
        assert ("Reader, on version 1" in page) is ("seat" not in gone)
        assert (SAID in page) is ("reason" not in gone)


def _erase(review: Review, field: str) -> None:
    """Take a value out of the log by hand: the engines refuse it to everybody else."""
    asked = sa.select(Entry.id).where(
        Entry.stream == review.id, Entry.kind == Event.CHANGES_REQUESTED.value
    )
    connection = session.connection()
    triggers.drop(connection)
    gone = sa.delete(Payload.__table__).where(  # type: ignore[arg-type]
        Payload.event_id.in_(asked), Payload.field == field
    )
    assert connection.execute(gone).rowcount == 1
    triggers.renew(connection)
    session.commit()


def test_reasons_of_other_cases_are_not_told(house: House) -> None:
    review, other = house.hand_in(), house.hand_in()
    house.ask_for_changes(other, house.reader)
    assert changes_asked(review.id) == []
