"""The first run: two administrators, once, by whoever knows the set-up code."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.people.entering import OTHER, PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.database_near

CODE = "0123456789abcdef0123456789abcdef"
ANSWERS = {
    "code": CODE,
    "name": "Ada Lovelace",
    "email": "Ada@Example.org",
    "language": "en",
    "new_password": PASSWORD,
    "again": PASSWORD,
    "second_name": "Grace Hopper",
    "second_email": "grace@example.org",
    "second_language": "de",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def code(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SETUP_CODE", CODE)


def begin(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post("/first-run", data={**ANSWERS, **fields})


def people() -> dict[str, Person]:
    return {person.email: person for person in session.scalars(sa.select(Person))}


@pytest.mark.parametrize("path", ["/", "/people", "/sign-in", "/forgot", "/link/x", "/no-such"])
def test_every_page_leads_to_it_while_nobody_is_here(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, "/first-run")


def test_what_the_page_is_made_of_does_not(client: FlaskClient) -> None:
    page = client.get("/first-run")
    assert page.status_code == 200
    for path in set(re.findall(r'(?:href|src)="([^"]*static[^"]*)"', page.text)):
        with client.get(path) as file:
            assert file.status_code == 200
    assert client.post("/language", data={"language": "de", "next": "/first-run"}).location == (
        "/first-run"
    )
    assert '<html lang="de">' in client.get("/first-run").text


def test_two_administrators_are_there_and_the_first_is_signed_in(client: FlaskClient) -> None:
    done = begin(client)
    assert done.status_code == 200
    assert is_signed_in(client)
    found = people()
    assert {email: person.language for email, person in found.items()} == {
        "ada@example.org": "en",
        "grace@example.org": "de",
    }
    grants = session.scalars(sa.select(RoleGrant)).all()
    assert [(grant.role, grant.state, grant.since) for grant in grants] == [
        (Role.ADMINISTRATOR, State.HELD, NOON)
    ] * 2
    assert {grant.person_id for grant in grants} == {person.id for person in found.values()}


def test_the_second_sets_a_password_with_the_link_shown(client: FlaskClient, app: Flask) -> None:
    page = begin(client).text
    (address,) = set(re.findall(r"http://127.0.0.1:8000(/link/[\w-]+)", page))
    assert address not in client.get("/account").text
    other = app.test_client()
    assert other.post(address, data={"new_password": OTHER, "again": OTHER}).status_code == 303
    assert sign_in(other, "grace@example.org", OTHER).status_code == 303
    assert is_signed_in(other)


def test_the_log_says_what_the_system_did(client: FlaskClient) -> None:
    begin(client)
    kinds = session.scalars(sa.select(Event.kind).order_by(Event.kind)).all()
    assert kinds == [
        "people.link_made",
        "people.password_set",
        "people.person_added",
        "people.person_added",
        "people.role_given",
        "people.role_given",
    ]
    actors = set(session.scalars(sa.select(Payload.value).where(Payload.field == "actor")))
    assert actors == {'"system"'}
    said = " ".join(session.scalars(sa.select(Payload.value)))
    assert "administrator" in said
    for secret in ("Ada", "example.org", PASSWORD, CODE):
        assert secret not in said


def test_a_letter_goes_out_where_mail_is_set(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost:1")
    begin(client)
    (letter,) = session.scalars(sa.select(Letter))
    assert (letter.address, letter.language) == ("grace@example.org", "de")
    assert client.get(letter.path).status_code == 200


def test_no_letter_waits_where_mail_is_not_set(client: FlaskClient) -> None:
    begin(client)
    assert session.scalars(sa.select(Letter)).all() == []


def test_afterwards_there_is_no_such_page(given: Given, client: FlaskClient) -> None:
    begin(client)
    assert client.get("/first-run").status_code == 404
    assert begin(client, email="eve@example.org").status_code == 404
    client.post("/sign-out")
    assert client.get("/first-run").status_code == 404
    assert client.get("/").location == "/sign-in"
    assert len(people()) == 2


def test_it_is_no_page_where_somebody_is_here_or_was(given: Given, client: FlaskClient) -> None:
    given.person(deactivated_at=NOON)
    assert client.get("/first-run").status_code == 404
    assert begin(client).status_code == 404
    assert len(people()) == 1


@pytest.mark.parametrize("wrong", ["", "x", CODE[:-1], CODE[:-1] + "0", CODE.upper(), "ä" * 32])
def test_without_the_code_nothing_begins(client: FlaskClient, wrong: str) -> None:
    answer = begin(client, code=wrong)
    assert answer.status_code == 422
    assert CODE not in answer.text
    assert people() == {}


@pytest.mark.parametrize("unset", ["", None])
def test_a_server_without_a_code_refuses(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, unset: str | None
) -> None:
    monkeypatch.setitem(app.config, "SETUP_CODE", unset)
    for code in ("", CODE, "None"):
        assert begin(client, code=code).status_code == 403
    assert "impactreview serve" in client.get("/first-run").text
    assert people() == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"email": "no address"},
        {"email": ""},
        {"email": f"{'x' * 250}@example.org"},
        {"language": "fr"},
        {"new_password": "short", "again": "short"},
        {"new_password": "lovelace 2026 rain", "again": "lovelace 2026 rain"},
        {"again": OTHER},
        {"second_name": ""},
        {"second_email": ""},
        {"second_email": "nobody"},
        {"second_email": "ADA@example.ORG"},
        {"second_language": ""},
    ],
)
def test_what_does_not_do_is_refused(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = begin(client, **fields)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert PASSWORD not in answer.text
    assert people() == {}


def test_of_two_first_runs_at_once_one_happens(new_app: NewApp) -> None:
    app = new_app(SETUP_CODE=CODE)
    together = Barrier(4)

    def turn(number: int) -> tuple[int, bool]:
        with app.app_context():
            client = app.test_client()
            client.get("/first-run")
            together.wait()
            answer = begin(
                client,
                email=f"first-{number}@example.org",
                second_email=f"second-{number}@example.org",
            )
            return answer.status_code, is_signed_in(client)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(turn, range(4)))
    assert outcomes.count((200, True)) == 1
    assert all(status in {303, 404} for status, inside in outcomes if not inside)
    with app.app_context():
        assert len(people()) == 2
        assert len(session.scalars(sa.select(RoleGrant)).all()) == 2
