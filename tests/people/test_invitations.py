"""Inviting everybody who can not come in yet: by letter, or with links that are handed over."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import OneTimeLink, Person
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given
from tests.house.sheets import sheets_of
from tests.people.entering import OTHER, enabled, sign_in

pytestmark = pytest.mark.database_near

PATH = "/people/invitations"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def others(given: Given) -> tuple[Person, Person]:
    """Two who are new and have no password."""
    return given.person(name="Nora Neu"), given.person(name="Olaf Ohne", language="de")


@pytest.fixture
def administrator(given: Given, client: FlaskClient, others: tuple[Person, Person]) -> FlaskClient:
    """A browser in which an administrator is signed in; another one has a password as well."""
    ada, bo = (
        enabled(given, name="Ada", email="ada@example.org"),
        enabled(given, name="Bo", email="bo@example.org"),
    )
    for person in (ada, bo):
        given.role(person, Role.ADMINISTRATOR)
    assert sign_in(client, "ada@example.org").status_code == 303
    return client


@pytest.fixture
def mail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost:1")


def links_on(page: str) -> list[str]:
    return [urlsplit(unescape(link)).path for link in re.findall(r"<code>(.*?)</code>", page)]


def letters() -> list[tuple[str, str, str]]:
    """Of each letter whose address it goes to, what about, and where it leads."""
    query = sa.select(Letter.address, Letter.subject, Letter.path)
    return sorted(
        (address, str(subject), path) for address, subject, path in session.execute(query)
    )


def test_without_mail_each_has_a_link_that_is_handed_over(
    administrator: FlaskClient, others: tuple[Person, Person]
) -> None:
    page = administrator.get(PATH).text
    assert all(person.name in page for person in others)
    assert "2 people can not come in yet" in page
    shown = administrator.post(PATH, data={"key": "k"}).text
    assert [name in shown for name in ("Nora Neu", "Olaf Ohne", "Bo<")] == [True, True, False]
    first, second = links_on(shown)
    assert first != second
    for person, link in zip(others, (first, second), strict=True):
        sent = administrator.post(link, data={"new_password": OTHER, "again": OTHER})
        assert sent.status_code == 303
        assert sign_in(administrator, person.email, OTHER).status_code == 303


def test_the_other_administrators_learn_how_many_links_were_made(
    administrator: FlaskClient,
) -> None:
    administrator.post(PATH, data={"key": "k"})
    about = "One-time links were made for new accounts"
    assert letters() == [("bo@example.org", about, "/people")]


def test_with_mail_nobody_but_its_person_has_a_link(
    administrator: FlaskClient, others: tuple[Person, Person], mail: None
) -> None:
    answer = administrator.post(PATH, data={"key": "k"})
    assert (answer.status_code, answer.location) == (303, PATH)
    page = administrator.get(PATH).text
    assert "2 people are invited by letter." in page
    assert "2 people are invited and have set no password yet." in page
    assert links_on(page) == []
    written = letters()
    assert [address for address, _, _ in written] == sorted(each.email for each in others)
    for _, _, path in written:
        assert administrator.get(path).status_code == 200
        assert path not in page


def test_who_is_invited_is_not_invited_again_before_the_link_has_ended(
    administrator: FlaskClient, others: tuple[Person, Person], clock: time_machine.Traveller
) -> None:
    administrator.post(PATH, data={"key": "k"})
    refused = administrator.post(PATH, data={"key": "l"})
    assert refused.status_code == 409
    assert "Everybody here has a password, or an invitation that still works." in refused.text
    assert "Everybody here has a password" in administrator.get(PATH).text
    clock.shift(timedelta(days=7, seconds=1))
    sign_in(administrator, "ada@example.org")
    assert len(links_on(administrator.post(PATH, data={"key": "m"}).text)) == 2


def test_a_second_click_makes_no_second_links(administrator: FlaskClient) -> None:
    administrator.post(PATH, data={"key": "k"})
    made = set(session.scalars(sa.select(OneTimeLink.token_hash)))
    assert administrator.post(PATH, data={"key": "k"}).location == PATH
    assert set(session.scalars(sa.select(OneTimeLink.token_hash))) == made


def test_each_link_is_an_entry_of_its_person(
    administrator: FlaskClient, others: tuple[Person, Person]
) -> None:
    administrator.post(PATH, data={"key": "k"})
    made = session.scalars(sa.select(Event.stream).where(Event.kind == "people.link_made"))
    assert set(made) == {person.id for person in others}


def test_whoever_has_left_is_not_invited(
    administrator: FlaskClient, others: tuple[Person, Person]
) -> None:
    administrator.post(f"/people/{others[0].id}/deactivate", data={"reason": "Left", "key": "d"})
    administrator.get("/people")  # says that it is done
    page = administrator.get(PATH).text
    assert "Nora Neu" not in page
    assert "1 person can not come in yet" in page


def test_an_import_of_new_people_leads_to_their_invitations(
    given: Given, others: tuple[Person, Person], administrator: FlaskClient
) -> None:
    """Where everybody else has come already."""
    for person in others:
        given.comes_in(person)
    table = "name,email\nPia Neu,pia@example.org\n"
    checked = administrator.post("/people/import", data={"pasted": table}).text
    (sheet,) = (each for each in sheets_of(checked, PATH) if each.action.endswith("take-in"))
    taken = administrator.post(sheet.action, data=sheet.values)
    assert (taken.status_code, taken.location) == (302, PATH)
    assert "Pia Neu" in administrator.get(PATH).text
