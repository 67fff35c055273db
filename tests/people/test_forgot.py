"""The page that asks for a one-time link: the same answer for everybody, a letter for some."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Throttle
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import OTHER, enabled, sign_in

pytestmark = pytest.mark.database_near


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def with_mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost:1")


def ask(client: FlaskClient, email: str) -> TestResponse:
    return client.post("/forgot", data={"email": email})


def letters() -> list[Letter]:
    return list(session.scalars(sa.select(Letter)))


def test_a_letter_goes_to_somebody_who_is_here(
    given: Given, client: FlaskClient, with_mail: None
) -> None:
    person = given.person(email="ada@example.org")
    answer = ask(client, "Ada@Example.org")
    assert (answer.status_code, answer.location) == (303, "/forgot/sent")
    (letter,) = letters()
    assert (letter.person_id, letter.address) == (person.id, person.email)
    assert letter.path.startswith("/link/")
    assert client.post(letter.path, data={"new_password": OTHER, "again": OTHER}).status_code == 303


def test_the_answer_is_the_same_for_everybody(
    given: Given, client: FlaskClient, with_mail: None
) -> None:
    left = given.person(email="gone@example.org", deactivated_at=NOON)
    given.person(email="ada@example.org")
    answers = {
        (answer.status_code, answer.location, answer.text)
        for answer in (ask(client, email) for email in (left.email, "ada@example.org", "no@x.org"))
    }
    assert len(answers) == 1
    assert len(letters()) == 1


def test_one_letter_in_five_minutes(
    given: Given, client: FlaskClient, with_mail: None, clock: time_machine.Traveller
) -> None:
    person, other = given.person(), given.person()
    for _ in range(3):
        ask(client, person.email)
    assert len(letters()) == 1
    ask(client, other.email)
    assert len(letters()) == 2
    clock.shift(timedelta(minutes=5))
    ask(client, person.email)
    assert len(letters()) == 3


def test_asking_for_letters_keeps_nobody_from_signing_in(
    given: Given, client: FlaskClient, with_mail: None
) -> None:
    person = enabled(given)
    for _ in range(9):
        ask(client, person.email)
    assert sign_in(client, person.email).status_code == 303


def test_without_mail_the_page_says_whom_to_ask(given: Given, client: FlaskClient) -> None:
    person = given.person()
    assert "No mail is sent from here." in client.get("/forgot").text
    assert "No mail is sent from here." in ask(client, person.email).text
    assert letters() == []
    assert session.scalars(sa.select(Throttle)).all() == []


def test_an_empty_address_is_said(given: Given, client: FlaskClient, with_mail: None) -> None:
    given.person()
    assert ask(client, " ").status_code == 422
    assert client.get("/forgot/sent").status_code == 200
