"""One's devices: how long a session lasts, and how it is ended at once."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from impactreview.kernel.db import session
from impactreview.people.models import UserSession
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import enabled, is_signed_in, sign_in

pytestmark = pytest.mark.database_near


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def other(app: Flask, world: None) -> FlaskClient:
    """A second browser."""
    return app.test_client()


def test_half_an_hour_without_a_click_ends_it(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client, enabled(given).email)
    for _ in range(3):
        clock.shift(timedelta(minutes=30))
        assert is_signed_in(client)
    clock.shift(timedelta(minutes=30, seconds=1))
    assert client.get("/account").location == "/sign-in?next=/account"


def test_twelve_hours_end_it_in_any_case(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    sign_in(client, enabled(given).email)
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert is_signed_in(client)
    clock.shift(timedelta(minutes=20))
    assert not is_signed_in(client)


def test_signing_out_ends_it_even_for_a_copy_of_the_cookie(
    given: Given, client: FlaskClient, other: FlaskClient
) -> None:
    sign_in(client, enabled(given).email)
    with client.session_transaction() as cookie, other.session_transaction() as copy:
        copy.update(cookie)
        cookie["language"] = "de"
    assert is_signed_in(other)
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/signed-out")
    assert not is_signed_in(client)
    assert not is_signed_in(other)
    with client.session_transaction() as cookie:
        assert cookie["language"] == "de"
        assert "_user_id" not in cookie
    assert client.get("/signed-out").status_code == 200


def test_signing_out_twice_is_no_fault(given: Given, client: FlaskClient) -> None:
    given.person()
    assert client.post("/sign-out").location == "/signed-out"


def test_signing_out_is_no_link(given: Given, client: FlaskClient) -> None:
    sign_in(client, enabled(given).email)
    assert client.get("/sign-out").status_code == 405
    assert is_signed_in(client)


def test_the_page_marks_this_device_and_shows_no_other_person_s(
    given: Given, client: FlaskClient, other: FlaskClient
) -> None:
    person, stranger = enabled(given), enabled(given)
    client.post(
        "/sign-in",
        data={"email": stranger.email, "password": "wrong"},
        headers={"User-Agent": "Firefox Windows"},
    )
    other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT) Firefox/140"
    sign_in(other, stranger.email)
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux) Firefox/140"
    sign_in(client, person.email)
    page = client.get("/account/sessions").text
    assert "Firefox, Linux" in page
    assert "Windows" not in page
    assert page.count("this device") == 1
    assert "Sign all others out" not in page


def test_one_device_is_ended_at_once(given: Given, client: FlaskClient, other: FlaskClient) -> None:
    person = enabled(given)
    sign_in(other, person.email)
    (device,) = session.scalars(sa.select(UserSession.id))
    sign_in(client, person.email)
    answer = client.post(f"/account/sessions/{device}/end")
    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert not is_signed_in(other)
    assert is_signed_in(client)
    assert client.post(f"/account/sessions/{device}/end").status_code == 404


def test_nobody_ends_another_person_s_device(
    given: Given, client: FlaskClient, other: FlaskClient
) -> None:
    sign_in(other, enabled(given).email)
    (device,) = session.scalars(sa.select(UserSession.id))
    sign_in(client, enabled(given).email)
    assert client.post(f"/account/sessions/{device}/end").status_code == 404
    assert client.post(f"/account/sessions/{uuid4()}/end").status_code == 404
    assert client.post("/account/sessions/none/end").status_code == 404
    client.post("/account/sessions/end-others")
    assert is_signed_in(other)


def test_all_others_are_ended_and_this_one_stays(
    given: Given, client: FlaskClient, other: FlaskClient
) -> None:
    person = enabled(given)
    sign_in(other, person.email)
    sign_in(client, person.email)
    assert "Sign all others out" in client.get("/account/sessions").text
    client.post("/account/sessions/end-others")
    assert not is_signed_in(other)
    assert is_signed_in(client)


def test_the_oldest_of_too_many_devices_gives_way(
    given: Given, app: Flask, clock: time_machine.Traveller
) -> None:
    person = enabled(given)
    browsers = [app.test_client() for _ in range(21)]
    for browser in browsers:
        clock.shift(timedelta(seconds=1))
        sign_in(browser, person.email)
    assert [is_signed_in(browser) for browser in browsers] == [False] + [True] * 20


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/account"),
        ("POST", "/account"),
        ("GET", "/account/sessions"),
        ("POST", "/account/sessions/5b2c7f0e-0000-4000-8000-000000000000/end"),
        ("POST", "/account/sessions/end-others"),
    ],
)
def test_nothing_of_it_without_a_session(
    given: Given, client: FlaskClient, method: str, path: str
) -> None:
    given.person()
    assert client.open(path, method=method).status_code == {"GET": 302, "POST": 401}[method]
