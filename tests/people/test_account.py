"""One's own account: what it shows, the language, and a change of password."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.operations.links import make_link
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import OTHER, PASSWORD, enabled, is_signed_in, sign_in

pytestmark = pytest.mark.database_near


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def change(client: FlaskClient, **fields: str) -> TestResponse:
    sent = {"password": PASSWORD, "new_password": OTHER, "again": OTHER, **fields}
    return client.post("/account", data=sent)


def kinds(person: Person) -> list[str]:
    return list(
        session.scalars(
            sa.select(Event.kind).where(Event.stream == person.id).order_by(Event.version)
        )
    )


def test_it_shows_what_is_known(given: Given, client: FlaskClient) -> None:
    boss = given.person(name="Grace Hopper")
    person = enabled(given, name="Ada Lovelace", manager=boss, unit=given.unit(name="Sales"))
    given.role(person, Role.AUDITOR)
    sign_in(client, person.email)
    page = client.get("/account").text
    for said in ("Ada Lovelace", person.email, "Sales", "Grace Hopper", "since 3 March 2026"):
        assert said in page


def test_a_new_password_serves_at_once_and_ends_every_other_device(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    person, other = enabled(given), app.test_client()
    sign_in(other, person.email)
    sign_in(client, person.email)
    answer = change(client)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(other, person.email).status_code == 422
    assert sign_in(other, person.email, OTHER).status_code == 303
    assert kinds(person) == ["test.given", "people.password_set", "people.password_set"]


def test_the_current_password_is_needed(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    sign_in(client, person.email)
    answer = change(client, password=OTHER)
    assert answer.status_code == 422
    assert "This is not your current password." in answer.text
    assert kinds(person) == ["test.given", "people.password_set"]


def test_guessing_the_current_password_waits_too(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    sign_in(client, person.email)
    assert [change(client, password="x").status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"new_password": "short", "again": "short"}, "at least 15 characters"),
        ({"new_password": "ä" * 14, "again": "ä" * 14}, "at least 15 characters"),
        ({"new_password": "ab c" * 33, "again": "ab c" * 33}, "at most 128 characters"),
        ({"again": "nine loud tractors idled"}, "not the same"),
        ({"new_password": "", "again": ""}, "This is needed."),
        ({"password": ""}, "This is needed."),
        ({"new_password": "Lovelace is great 1", "again": "Lovelace is great 1"}, "your name"),
        ({"new_password": "ada@example.org!!", "again": "ada@example.org!!"}, "your name"),
        ({"new_password": "passwordpassword", "again": "passwordpassword"}, "first that would"),
    ],
)
def test_a_password_that_does_not_do_is_refused(
    given: Given, client: FlaskClient, fields: dict[str, str], said: str
) -> None:
    person = enabled(given, name="Ada Lovelace", email="ada@example.org")
    sign_in(client, person.email)
    answer = change(client, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert PASSWORD not in answer.text
    assert kinds(person) == ["test.given", "people.password_set"]


def test_a_second_click_leads_to_the_same_place(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    sign_in(client, person.email)
    assert [change(client, key="once").status_code for _ in range(2)] == [303, 303]
    assert kinds(person).count("people.password_set") == 2


# --- language


def test_a_stranger_chooses_a_language(given: Given, client: FlaskClient) -> None:
    given.person()
    answer = client.post("/language", data={"language": "de", "next": "/forgot"})
    assert (answer.status_code, answer.location) == (303, "/forgot")
    assert '<html lang="de">' in client.get("/forgot").text


def test_a_person_s_language_is_kept_in_an_act(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    sign_in(client, person.email)
    for _ in range(2):  # the second time nothing changes
        client.post("/language", data={"language": "de"})
    assert '<html lang="de">' in client.get("/account").text
    assert session.get_one(Person, person.id).language == "de"
    assert kinds(person).count("people.person_changed") == 1


@pytest.mark.parametrize("language", ["", "fr", "DE", "../de"])
def test_a_language_that_is_not_spoken_is_refused(
    given: Given, client: FlaskClient, language: str
) -> None:
    given.person()
    assert client.post("/language", data={"language": language}).status_code == 400


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil", ""])
def test_the_language_leads_nobody_elsewhere(given: Given, client: FlaskClient, path: str) -> None:
    given.person()
    answer = client.post("/language", data={"language": "de", "next": path})
    assert answer.location == "/"


# --- the address


def move(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post("/account/address", data={"password": PASSWORD, **fields})


def test_a_new_address_is_signed_in_with_and_the_old_one_gets_a_last_letter(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    person, other = enabled(given, email="old@example.org"), app.test_client()
    sign_in(client, "old@example.org")
    assert "old@example.org" in client.get("/account/address").text
    answer = move(client, email=" New@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert sign_in(other, "old@example.org").status_code == 422
    assert sign_in(other, "new@example.org").status_code == 303
    assert list(session.scalars(sa.select(Letter.address))) == ["old@example.org"]
    assert kinds(person)[-1] == "people.person_changed"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "new@example.org", "password": "wrong" * 4}, "not your current password"),
        ({"email": "taken@example.org"}, "has this address already"),
        ({"email": "old@example.org"}, "You have changed nothing."),
        ({"email": "no address"}, "no e-mail address"),
        ({"email": ""}, "error-summary"),
        ({"email": "new@example.org", "password": ""}, "error-summary"),
    ],
)
def test_an_address_stays_where_it_can_not_be_moved(
    given: Given, client: FlaskClient, fields: dict[str, str], said: str
) -> None:
    person = enabled(given, email="old@example.org")
    given.person(email="taken@example.org")
    sign_in(client, "old@example.org")
    before = kinds(person)
    answer = move(client, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert person.email == "old@example.org"
    assert kinds(person) == before


def test_a_link_to_the_old_address_ends_with_it(given: Given, client: FlaskClient) -> None:
    person = enabled(given, email="old@example.org")
    with acting(by=System(), at=NOON) as act:
        token = make_link(act, person)
    sign_in(client, "old@example.org")
    move(client, email="new@example.org")
    assert client.get(f"/link/{token}").status_code == 404
