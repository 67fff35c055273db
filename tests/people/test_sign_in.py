"""Signing in: who gets in, who waits, and that an answer tells nothing about an account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from threading import BoundedSemaphore

import pytest
import sqlalchemy as sa
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.people.models import Credential, Throttle, UserSession
from impactreview.people.rules import passwords
from impactreview.people.rules.passwords import Hashing
from impactreview.people.rules.sign_in import LONGEST_WAIT, account_hash, token_hash
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import PASSWORD, enabled, is_signed_in, sign_in
from tests.people.test_sign_in_rules import NASTY
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _rows(model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


# --- getting in


def test_the_right_password_leads_to_the_first_page(given: Given, client: FlaskClient) -> None:
    person = enabled(given, email="ada@example.org")
    answer = sign_in(client, " ADA@example.ORG ")
    assert (answer.status_code, answer.location) == (303, "/")
    page = client.get("/account")
    assert person.name in page.text


@pytest.mark.parametrize("typed", ["ada@bäder.example", "ADA@BÄDER.example"])
def test_a_domain_in_its_own_letters_is_the_one_that_browsers_send(
    given: Given, client: FlaskClient, typed: str
) -> None:
    enabled(given, email="ada@xn--bder-loa.example")
    assert sign_in(client, typed).status_code == 303


def test_what_is_kept_of_a_session_is_a_hash_and_a_short_label(
    given: Given, client: FlaskClient
) -> None:
    person = enabled(given)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client.post(
        "/sign-in",
        data={"email": person.email, "password": PASSWORD},
        headers={"User-Agent": agent},
    )
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
        assert "_id" not in cookie  # Flask-Login's hash of address and browser
    row = session.scalars(sa.select(UserSession)).one()
    assert (row.token_hash, row.device) == (token_hash(token), "Firefox, Linux")
    assert len(token) == 43  # 256 bits
    assert row.expires_at - row.started_at == timedelta(hours=12)


def test_signing_in_is_no_act(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    before = _rows(Event)
    sign_in(client, person.email)
    assert _rows(Event) == before


def test_every_sign_in_has_a_new_token_and_ends_the_old_one(
    given: Given, client: FlaskClient
) -> None:
    person = enabled(given)
    tokens = []
    for _ in range(2):
        sign_in(client, person.email)
        with client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
    assert tokens[0] != tokens[1]
    first = session.scalars(
        sa.select(UserSession).where(UserSession.token_hash == token_hash(tokens[0]))
    ).one()
    assert first.revoked_at is not None


def test_a_planted_session_is_not_the_one_that_is_signed_in(
    given: Given, client: FlaskClient
) -> None:
    person = enabled(given)
    with client.session_transaction() as cookie:
        cookie.update(_user_id="planted", seen=32503680000, mark="planted", language="de")
    sign_in(client, person.email)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted"
        assert "mark" not in cookie
        assert cookie["language"] == "de"
    assert is_signed_in(client)


def test_whoever_is_signed_in_is_led_on(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    sign_in(client, person.email)
    assert client.get("/sign-in?next=/people").location == "/people"


def test_a_page_is_found_again_after_signing_in(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    asked = client.get("/people?text=a%26b&role=advocate")
    assert asked.status_code == 302
    page = client.get(asked.location)
    wanted = re.search(r'id="next" name="next"[^>]*value="([^"]*)"', page.text)
    assert wanted is not None
    next_path = unescape(wanted[1])
    answer = sign_in(client, person.email, next=next_path)
    assert answer.location == "/people?text=a%26b&role=advocate"


@pytest.mark.parametrize("missing", ["email", "password"])
def test_an_empty_field_is_said(given: Given, client: FlaskClient, missing: str) -> None:
    given.person()
    fields = {"email": "a@example.org", "password": PASSWORD, missing: ""}
    answer = client.post("/sign-in", data=fields)
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert _rows(Throttle) == 0


# --- an answer tells nothing


def test_unknown_wrong_deactivated_and_passwordless_are_answered_alike(
    given: Given, client: FlaskClient
) -> None:
    enabled(given, email="wrong@example.org")
    gone = enabled(given, email="gone@example.org")
    with acting(by=System(), at=NOON) as act:
        gone.deactivated_at = NOON
        act.record(GivenEvent.GIVEN, gone)
    given.person(email="never@example.org")
    pages = set()
    for email, password in (
        ("nobody@example.org", PASSWORD),
        ("wrong@example.org", PASSWORD + "!"),
        ("gone@example.org", PASSWORD),
        ("never@example.org", PASSWORD),
    ):
        answer = sign_in(client, email, password, key="k")
        page = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
        pages.add((answer.status_code, page.replace(email, "EMAIL")))
    assert len(pages) == 1
    assert not is_signed_in(client)


def test_every_account_costs_one_hashing(
    given: Given, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    enabled(given, email="wrong@example.org")
    done: list[str] = []
    real = PasswordHasher.verify

    def counted_verify(hasher: PasswordHasher, kept: str, password: str) -> object:
        done.append(kept)
        return real(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted_verify)
    for email in ("wrong@example.org", "nobody@example.org"):
        sign_in(client, email, "something else entirely")
    assert len(done) == 2
    assert [kept.split("$")[3] for kept in done] == ["m=8,t=1,p=1"] * 2


# --- waiting


def test_only_the_account_that_was_tried_waits(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    tried, other = enabled(given), enabled(given)
    for _ in range(5):
        assert sign_in(client, tried.email, "wrong" * 4).status_code == 422
    waiting = sign_in(client, tried.email)
    assert waiting.status_code == 429
    assert "13:02" in waiting.text  # in Berlin
    assert not is_signed_in(client)
    assert sign_in(client, other.email).status_code == 303


def test_an_unknown_address_waits_alike(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    given.person()
    statuses = [sign_in(client, "Nobody@example.org").status_code for _ in range(3)]
    statuses += [sign_in(client, "nobody@EXAMPLE.org").status_code for _ in range(3)]
    assert statuses == [422] * 5 + [429]


def test_the_wait_doubles_and_ends(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    person = enabled(given)
    for _ in range(5):
        sign_in(client, person.email, "wrong" * 4)
    for minutes in (1, 2, 4, 8, 15, 15):
        clock.shift(timedelta(minutes=minutes, seconds=-1))
        assert sign_in(client, person.email).status_code == 429
        clock.shift(timedelta(seconds=1))
        assert sign_in(client, person.email, "wrong" * 4).status_code == 422
    clock.shift(LONGEST_WAIT)
    assert sign_in(client, person.email).status_code == 303


def test_success_forgets_the_failures(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    for _ in range(4):
        sign_in(client, person.email, "wrong" * 4)
    sign_in(client, person.email)
    assert _rows(Throttle) == 0


def test_failures_of_yesterday_are_forgotten(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    person = enabled(given)
    for _ in range(4):
        sign_in(client, person.email, "wrong" * 4)
    clock.shift(timedelta(days=1, seconds=1))
    sign_in(client, person.email, "wrong" * 4)
    assert session.scalars(sa.select(Throttle.failures)).one() == 1


def test_the_address_tried_is_not_kept(given: Given, client: FlaskClient) -> None:
    given.person()
    sign_in(client, "nobody@example.org")
    assert session.scalars(sa.select(Throttle.account)).one() == account_hash("Nobody@Example.ORG")


def test_a_burst_of_sign_ins_is_told_to_try_again(
    given: Given, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enabled(given)
    monkeypatch.setattr(passwords, "_turns", BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "_PATIENCE", 0.01)
    with passwords.turn():
        answer = sign_in(client, person.email, **{"kept-path": "/people", "kept:name": "Kept"})
        assert answer.status_code == 503
        assert client.get("/forgot").status_code == 200
    assert 'name="kept:name" value="Kept"' in answer.text
    assert _rows(Throttle) == 0
    assert sign_in(client, person.email).status_code == 303


# --- the cost of a hash


def test_a_hash_of_another_cost_is_made_anew_in_an_act(
    given: Given, client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enabled(given)
    dearer = Hashing(memory=16, passes=2)
    monkeypatch.setitem(app.config, "PASSWORD_HASHING", dearer)
    before = session.scalars(sa.select(Credential)).one().password_hash
    assert sign_in(client, person.email).status_code == 303
    after = session.scalars(sa.select(Credential)).one().password_hash
    assert before != after
    assert not dearer.outdated(after)
    kinds = session.scalars(sa.select(Event.kind).where(Event.stream == person.id)).all()
    assert "people.password_rehashed" in kinds
    assert is_signed_in(client)
    assert sign_in(client, person.email).status_code == 303
    assert session.scalars(sa.select(Credential)).one().password_hash == after


@pytest.mark.parametrize("path", [path for path in NASTY if path and "\ud800" not in path])
def test_nobody_is_led_elsewhere(given: Given, client: FlaskClient, path: str) -> None:
    person = enabled(given)
    assert sign_in(client, person.email, next=path).location == "/"
    shown = client.get("/sign-in", query_string={"next": path})
    assert shown.location == (None if "\0" in path else "/")  # no address of ours holds a NUL
