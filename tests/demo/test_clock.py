"""The demo's clock goes ahead and signs nobody out; elsewhere there is no such page."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from impactreview.kernel import clock
from impactreview.reviews.terms import SeatKind
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.reviews.firm import Firm


@pytest.fixture
def moving(new_app: NewApp) -> Flask:
    return new_app(CLOCK_MAY_MOVE=True)


def test_an_organisation_in_earnest_has_no_such_page(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    assert client.post("/demo/clock", data={"days": "7"}).status_code == 404


def test_the_clock_goes_ahead_and_nobody_is_signed_out(moving: Flask) -> None:
    with moving.app_context():
        given = Given(at=NOON)
        client = given.signed_in(moving.test_client(), given.person())
        try:
            assert client.post("/demo/clock", data={"days": "7"}).status_code == 302
            assert clock.ahead() == timedelta(days=7)
            assert (Path(moving.config["DATA"]) / "clock").read_text() == str(7 * 86400)
            assert "7 days ahead" in client.get("/").text
        finally:
            clock.move(timedelta())


@pytest.mark.parametrize(
    ("language", "days", "says"),
    [
        ("en", 1, ["It is one day later now.", "The clock of this demo is one day ahead."]),
        ("en", 7, ["It is 7 days later now.", "The clock of this demo is 7 days ahead."]),
        ("de", 1, ["Es ist jetzt einen Tag später.", "Vorführung geht einen Tag vor."]),
        ("de", 7, ["Es ist jetzt 7 Tage später.", "Vorführung geht 7 Tage vor."]),
    ],
)
def test_one_day_and_many_are_told_rightly(
    moving: Flask, language: str, days: int, says: list[str]
) -> None:
    with moving.app_context():
        given = Given(at=NOON)
        client = given.signed_in(moving.test_client(), given.person(language=language))
        try:
            client.post("/demo/clock", data={"days": str(days)})
            page = client.get("/").text
            assert [text for text in says if text not in page] == []
        finally:
            clock.move(timedelta())


@pytest.mark.parametrize("days", ["", "0", "-3", "soon", "99999"])
def test_a_wrong_number_moves_nothing(moving: Flask, days: str) -> None:
    with moving.app_context():
        given = Given(at=NOON)
        client = given.signed_in(moving.test_client(), given.person())
        assert client.post("/demo/clock", data={"days": days}).status_code == 400
        assert clock.ahead() == timedelta()


def test_a_case_leads_to_its_next_date(moving: Flask) -> None:
    """To the end of the time to read, and from there to no other: nobody has voted yet."""
    with moving.app_context():
        firm = Firm(Given(at=clock.now()))
        review = firm.hand_in()
        code, due = review.proposal.code, firm.seat(review, SeatKind.DOMAIN).due_at
        assert due is not None
        client = firm.given.signed_in(moving.test_client(), firm.reader)
        try:
            assert f'name="code" value="{code}"' in client.get(f"/proposals/{code}").text
            client.post("/demo/clock", data={"code": code})
            assert timedelta() < clock.now() - due < timedelta(minutes=2)
            client.post("/demo/clock", data={"code": code})
            assert "This case waits for people alone" in client.get("/").text
        finally:
            clock.move(timedelta())


def test_nobody_is_led_to_a_date_of_what_they_may_not_know(moving: Flask) -> None:
    with moving.app_context():
        given = Given(at=NOON)
        client = given.signed_in(moving.test_client(), given.person())
        code = given.proposal().code
        assert client.post("/demo/clock", data={"code": code}).status_code == 404
        assert clock.ahead() == timedelta()
