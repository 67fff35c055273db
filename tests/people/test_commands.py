"""The commands that add a person, or help one back in."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.commands import people
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import OTHER, PASSWORD, enabled, sign_in

pytestmark = pytest.mark.database_near


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://review.example.org/")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(people, arguments)


def path_in(result: Result) -> str:
    found = re.fullmatch(r"https://review\.example\.org(/link/[\w-]{43})\n", result.stdout)
    assert found is not None, result.output
    return found[1]


def everybody() -> list[tuple[str, str, str]]:
    rows = session.scalars(sa.select(Person).order_by(Person.email))
    return [(person.name, person.email, person.language) for person in rows]


def test_somebody_is_added_and_gets_in_with_the_link(client: FlaskClient) -> None:
    result = run("add", "  Ada   Lovelace ", "Ada@Example.org", "--language", "de")
    assert result.exit_code == 0
    assert everybody() == [("Ada Lovelace", "ada@example.org", "de")]
    path = path_in(result)
    assert client.post(path, data={"new_password": OTHER, "again": OTHER}).status_code == 303
    assert sign_in(client, "ada@example.org", OTHER).status_code == 303
    kinds = session.scalars(sa.select(Event.kind).order_by(Event.version)).all()
    assert kinds == ["people.person_added", "people.link_made", "people.password_set"]
    actors = session.scalars(sa.select(Payload.value).where(Payload.field == "actor")).all()
    assert actors.count('"system"') == 2


def test_the_language_is_the_house_s_where_none_is_said(world: None) -> None:
    run("add", "Ada", "ada@example.org")
    assert everybody() == [("Ada", "ada@example.org", "en")]


def test_two_administrators_can_be_added_and_no_third(world: None) -> None:
    for name in ("ada", "grace"):
        assert run("add", name, f"{name}@example.org", "--administrator").exit_code == 0
    refused = run("add", "eve", "eve@example.org", "--administrator")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Two administrators hold the role" in refused.stderr
    assert len(everybody()) == 2
    assert run("add", "eve", "eve@example.org").exit_code == 0
    assert len(session.scalars(sa.select(RoleGrant)).all()) == 2


def test_where_one_administrator_is_left_another_can_be_added(given: Given) -> None:
    given.person(Role.ADMINISTRATOR)
    given.person(Role.ADMINISTRATOR, deactivated_at=NOON)
    assert run("add", "eve", "eve@example.org", "--administrator").exit_code == 0


def test_an_address_is_taken_once(given: Given) -> None:
    given.person(email="ada@example.org")
    refused = run("add", "Ada", "ADA@example.org")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "is taken" in refused.stderr
    assert len(everybody()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", " ", "ada@example.org"),
        ("add", "x" * 201, "ada@example.org"),
        ("add", "Ada", "ada"),
        ("add", "Ada", ""),
        ("add", "Ada", f"{'a' * 250}@example.org"),
        ("add", "Ada", "ada@example.org", "--language", "fr"),
        ("add", "Ada"),
        ("link",),
        ("link", "nobody@example.org"),
    ],
)
def test_what_can_not_be_is_refused_with_two(world: None, arguments: tuple[str, ...]) -> None:
    refused = run(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr
    assert everybody() == []


def test_a_link_lets_somebody_back_in(given: Given, client: FlaskClient) -> None:
    person = enabled(given, email="ada@example.org")
    path = path_in(run("link", "ADA@example.org"))
    assert sign_in(client, person.email, PASSWORD).status_code == 303
    assert client.post(path, data={"new_password": OTHER, "again": OTHER}).status_code == 303
    assert sign_in(client, person.email, PASSWORD).status_code == 422
    assert sign_in(client, person.email, OTHER).status_code == 303


def test_there_is_no_link_for_somebody_who_has_left(given: Given) -> None:
    given.person(email="ada@example.org", name="Ada", deactivated_at=NOON)
    refused = run("link", "ada@example.org")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Ada has left." in refused.stderr


def test_somebody_is_moved_to_another_address_and_all_learn_of_it(
    given: Given, client: FlaskClient
) -> None:
    enabled(given, email="old@example.org", name="Ada")
    administrator = given.person(Role.ADMINISTRATOR)
    result = run("address", "Old@example.org", "New@example.org")
    assert (result.exit_code, result.stdout) == (0, "Ada: new@example.org\n")
    assert sign_in(client, "new@example.org", PASSWORD).status_code == 303
    told = set(session.scalars(sa.select(Letter.address)))
    assert told == {"old@example.org", administrator.email}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nobody@example.org", "new@example.org", "There is nobody with the address"),
        ("old@example.org", "taken@example.org", "has this address already"),
        ("old@example.org", "no address", "This is no e-mail address."),
        ("old@example.org", "OLD@example.org", "You have changed nothing."),
    ],
)
def test_nobody_is_moved_to_where_they_can_not_be(
    given: Given, old: str, new: str, said: str
) -> None:
    person = enabled(given, email="old@example.org")
    given.person(email="taken@example.org")
    refused = run("address", old, new)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert person.email == "old@example.org"
