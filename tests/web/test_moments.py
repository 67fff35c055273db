"""Moments: told in the organisation's zone, which each page names once, at its foot."""

from datetime import UTC, datetime

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from impactreview.web.languages import moment, zoned
from tests.given import Given
from tests.reviews.firm import Firm

MIDNIGHT = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 Apr 2026, 00:30"), ("de", "1. Apr. 2026, 00:30")],
)
def test_a_moment_is_told_in_the_zone_of_the_house(app: Flask, language: str, said: str) -> None:
    with app.test_request_context():
        g.language = language
        assert moment(MIDNIGHT) == said
        assert zoned(MIDNIGHT) == f"{said} (Europe/Berlin)"
        assert moment(None) == zoned(None) == ""


def test_a_page_of_many_moments_names_the_zone_once(given: Given, client: FlaskClient) -> None:
    firm = Firm(given)
    review = firm.hand_in()
    browser = given.signed_in(client, firm.owner)
    for page in ("", "/review", "/history"):
        text = browser.get(f"/proposals/{review.proposal.code}{page}").text
        assert text.count("Europe/Berlin") == 1
        assert "Times are those of Europe/Berlin." in text


def test_a_deadline_that_stands_alone_names_it(given: Given, client: FlaskClient) -> None:
    firm = Firm(given)
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    page = given.signed_in(client, firm.reader).get(f"/proposals/{review.proposal.code}/position")
    assert "(Europe/Berlin)" in page.text


def test_who_is_not_signed_in_is_told_no_zone(client: FlaskClient) -> None:
    assert "Europe/Berlin" not in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("moment_in_utc", "said"),
    [
        (datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC), "31 March 2026"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), "1 April 2026"),
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), "31 December 2026"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "1 January 2027"),
    ],
)
def test_the_day_of_a_moment_is_that_of_the_house(
    given: Given, client: FlaskClient, moment_in_utc: datetime, said: str
) -> None:
    """Berlin is two hours ahead in summer and one in winter."""
    firm = Firm(given)
    given.at = moment_in_utc
    firm.hand_in(title="Around midnight")
    page = given.signed_in(client, firm.reader).get("/register").text
    assert f'<span class="one-line">{said}</span>' in page
