"""A form whose session had ended is kept through signing in; a forged one carries nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.kernel.db import session
from impactreview.people.models import Unit
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given
from tests.people.entering import OTHER, PASSWORD, enabled

pytestmark = pytest.mark.database_near

OURS = {"Sec-Fetch-Site": "same-origin"}
FORGED: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:81"},
    {"Referer": "http://localhost/people/units/new"},
]
NAME = 'Sales & <b>"more"</b>'
PATH = "/people/units/new"
Fields = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every form needs its token, as on a server."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def administrator(given: Given, client: FlaskClient) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    ada = enabled(given, name="Ada Lovelace", email="ada@example.org")
    given.role(ada, Role.ADMINISTRATOR)
    assert send(client, "/sign-in", hidden_in(client.get("/sign-in")), **WHO).status_code == 303
    return client


WHO = {"email": "ada@example.org", "password": PASSWORD}


def hidden_in(page: TestResponse) -> Fields:
    """The hidden fields of the page's own form."""
    form = page.text[page.text.index("<main") :]
    found = []
    for each in re.findall(r'<input[^>]*type="hidden"[^>]*>', form):
        name, value = re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)
        assert name is not None
        found.append((unescape(name[1]), unescape(value[1]) if value else ""))
    return found


def send(client: FlaskClient, path: str, hidden: Fields, **typed: str) -> TestResponse:
    """Send a form as a browser does: what is hidden, and what was typed."""
    fields: dict[str, list[str]] = {}
    for name, value in [*hidden, *typed.items()]:
        fields.setdefault(name, []).append(value)
    return client.post(path, data=fields, headers=OURS)


def unit_names() -> list[str]:
    return list(session.scalars(sa.select(Unit.name)))


def action_of(page: TestResponse) -> str:
    form = page.text[page.text.index("<main") :]
    found = re.search(r'<form[^>]*action="([^"]*)"', form)
    assert found is not None
    return unescape(found[1])


def test_what_was_written_is_sent_after_signing_in_again(
    administrator: FlaskClient, clock: time_machine.Traveller
) -> None:
    hidden = hidden_in(administrator.get(PATH))
    clock.shift(timedelta(minutes=31))
    asked = send(administrator, PATH, hidden, code="SALES", name=NAME, parent="")
    assert asked.status_code == 401
    assert "Nothing is lost" in asked.text
    assert unit_names() == []

    wrong = send(administrator, "/sign-in", hidden_in(asked), **{**WHO, "password": OTHER})
    assert wrong.status_code == 422
    again = send(administrator, "/sign-in", hidden_in(wrong), **WHO)
    assert again.status_code == 200
    assert "Sales &amp; &lt;b&gt;" in again.text
    assert "It will be sent as Ada Lovelace." in again.text
    assert unit_names() == []

    assert action_of(again) == PATH
    sent = send(administrator, action_of(again), hidden_in(again))
    assert sent.status_code == 302
    assert unit_names() == [NAME]


def test_it_is_kept_where_the_cookie_itself_has_ended(
    administrator: FlaskClient, clock: time_machine.Traveller
) -> None:
    hidden = hidden_in(administrator.get(PATH))
    clock.shift(timedelta(hours=13))
    asked = send(administrator, PATH, hidden, code="SALES", name=NAME, parent="")
    assert asked.status_code == 401
    again = send(administrator, "/sign-in", hidden_in(asked), **WHO)
    send(administrator, action_of(again), hidden_in(again))
    assert unit_names() == [NAME]


def test_a_page_older_than_the_session_loses_nothing(administrator: FlaskClient) -> None:
    hidden = hidden_in(administrator.get(PATH))
    elsewhere = hidden_in(administrator.get("/account"))
    send(administrator, "/sign-out", elsewhere)
    send(administrator, "/sign-in", hidden_in(administrator.get("/sign-in")), **WHO)
    asked = send(administrator, PATH, hidden, code="SALES", name=NAME, parent="")
    assert asked.status_code == 400
    assert unit_names() == []
    send(administrator, action_of(asked), hidden_in(asked))
    assert unit_names() == [NAME]


def test_an_old_sign_in_page_keeps_what_it_carries(
    administrator: FlaskClient, clock: time_machine.Traveller
) -> None:
    hidden = hidden_in(administrator.get(PATH))
    clock.shift(timedelta(minutes=31))
    asked = send(administrator, PATH, hidden, code="SALES", name=NAME, parent="")
    clock.shift(timedelta(hours=13))
    old = send(administrator, "/sign-in", hidden_in(asked), **WHO)
    assert old.status_code == 400
    again = send(administrator, "/sign-in", hidden_in(old), **WHO)
    assert ("name", NAME) in hidden_in(again)


def test_the_page_that_sends_it_can_be_reloaded(
    administrator: FlaskClient, clock: time_machine.Traveller
) -> None:
    hidden = hidden_in(administrator.get(PATH))
    clock.shift(timedelta(minutes=31))
    asked = send(administrator, PATH, hidden, code="SALES", name=NAME, parent="")
    send(administrator, "/sign-in", hidden_in(asked), **WHO)
    reloaded = send(administrator, "/sign-in", hidden_in(asked), **WHO)
    send(administrator, action_of(reloaded), hidden_in(reloaded))
    assert unit_names() == [NAME]


def test_an_old_sign_in_page_leads_on_whoever_is_signed_in(administrator: FlaskClient) -> None:
    answer = send(administrator, "/sign-in", [("next", "/people")], **WHO)
    assert (answer.status_code, answer.location) == (303, "/people")


def test_every_value_of_a_name_is_kept_and_the_token_is_not(administrator: FlaskClient) -> None:
    administrator.delete_cookie("impactreview")
    fields: Fields = [("tag", "one"), ("tag", "two"), ("a-csrf_token", "x"), ("csrf_token", "x")]
    asked = send(administrator, f"{PATH}?a=b%26c&d=", fields, text="line\nline")
    carried = dict(hidden_in(asked))
    kept = [(name, value) for name, value in hidden_in(asked) if name.startswith("kept:")]
    assert kept == [("kept:tag", "one"), ("kept:tag", "two"), ("kept:text", "line\nline")]
    assert carried["kept-path"] == f"{PATH}?a=b%26c&d="


def test_files_are_not_carried_and_that_is_said(administrator: FlaskClient) -> None:
    administrator.delete_cookie("impactreview")
    fields = {"note": "see there", "file": (BytesIO(b"secret bytes"), "table.csv")}
    asked = administrator.post("/people/import", data=fields, headers=OURS)
    assert asked.status_code == 401
    assert "Only the files have to be chosen again." in asked.text
    again = send(administrator, "/sign-in", hidden_in(asked), **WHO)
    assert "The files could not be kept." in again.text
    assert "secret bytes" not in asked.text + again.text


def test_a_password_is_never_carried(administrator: FlaskClient) -> None:
    administrator.delete_cookie("impactreview")
    typed = {"password": PASSWORD, "new_password": OTHER, "again": OTHER}
    asked = send(administrator, "/account", [], **typed)
    assert asked.status_code == 401
    assert PASSWORD not in asked.text
    assert OTHER not in asked.text
    assert ("next", "/account") in hidden_in(asked)
    assert "kept-path" not in dict(hidden_in(asked))


@pytest.mark.parametrize("headers", FORGED)
def test_a_forged_form_carries_nothing(
    administrator: FlaskClient, headers: dict[str, str], clock: time_machine.Traveller
) -> None:
    hidden = hidden_in(administrator.get(PATH))
    fields = {**dict(hidden), "code": "EVIL", "name": "Evil unit", "parent": ""}
    without_token = {"code": "EVIL", "name": "Evil unit", "parent": ""}
    signed_in = administrator.post(PATH, data=without_token, headers=headers)
    clock.shift(timedelta(minutes=31))
    ended = administrator.post(PATH, data=fields, headers=headers)
    administrator.delete_cookie("impactreview")
    gone = administrator.post(PATH, data=fields, headers=headers)
    assert [signed_in.status_code, ended.status_code, gone.status_code] == [400, 401, 400]
    for page in (signed_in, ended, gone):
        assert "Evil unit" not in page.text
        assert "kept" not in page.text
    assert unit_names() == []


@pytest.mark.parametrize("headers", [OURS, {"Origin": "http://localhost"}])
def test_our_own_pages_are_known_by_either_header(
    administrator: FlaskClient, headers: dict[str, str]
) -> None:
    administrator.delete_cookie("impactreview")
    asked = administrator.post(PATH, data={"name": "Kept"}, headers=headers)
    assert ("kept:name", "Kept") in hidden_in(asked)


def test_a_public_page_without_its_token_is_refused(client: FlaskClient, given: Given) -> None:
    given.person()
    for path in ("/language", "/forgot", "/sign-out"):
        assert client.post(path, data={"language": "de"}, headers=OURS).status_code == 400


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_what_is_carried_goes_to_a_page_of_ours_alone(
    administrator: FlaskClient, clock: time_machine.Traveller, path: str
) -> None:
    clock.shift(timedelta(minutes=31))
    hidden = [*hidden_in(administrator.get("/sign-in")), ("kept-path", path), ("kept:a", "b")]
    answer = send(administrator, "/sign-in", hidden, **WHO)
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_page_speaks_the_language_of_whoever_signs_in(
    given: Given, client: FlaskClient
) -> None:
    enabled(given, email="berta@example.org", language="de")
    asked = client.post(PATH, data={"name": "Kept"}, headers=OURS)
    again = send(client, "/sign-in", hidden_in(asked), email="berta@example.org", password=PASSWORD)
    assert '<html lang="de">' in again.text


BERTA = {"email": "berta@example.org", "password": PASSWORD}
WRITTEN = {"title": "Neue Gebühr", "unit": "SALES", "door": "two_way", "extra": ""}


@pytest.fixture
def berta(given: Given, client: FlaskClient) -> FlaskClient:
    """A browser in which somebody who reads German is signed in."""
    enabled(given, email="berta@example.org", language="de")
    send(client, "/sign-in", hidden_in(client.get("/sign-in")), **BERTA)
    return client


def shown_in(page: TestResponse) -> list[tuple[str, str]]:
    """What the page says was written: each label with its text."""
    found = re.findall(r"<dt([^>]*)>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.text, re.DOTALL)
    return [("" if "visually-hidden" in hidden else name, text) for hidden, name, text in found]


def test_what_was_written_stands_under_the_labels_of_the_page(berta: FlaskClient) -> None:
    asked = berta.post("/proposals/new", data={**WRITTEN, "version": "7"}, headers=OURS)
    assert asked.status_code == 400
    assert shown_in(asked) == [("", "Neue Gebühr"), ("", "SALES"), ("", "two_way")]
    written = {name: text for name, text in WRITTEN.items() if name != "extra"}
    labelled = shown_in(berta.post("/proposals/new", data=written, headers=OURS))
    assert [name for name, _ in labelled] == ["Titel", "Einheit", "Lässt es sich zurücknehmen?"]
    assert [text for _, text in labelled][:2] == ["Neue Gebühr", "SALES"]
    assert "two_way" not in str(labelled)


@pytest.mark.parametrize(
    ("path", "written", "shown"),
    [
        ("/proposals/D-2026-001/ballot", {"choice": "no", "reason": "So"}, ["Nein", "So"]),
        ("/proposals/D-2026-001/submit", {"declared": "y"}, ["Ja"]),
    ],
)
def test_a_choice_stands_in_the_words_of_the_page(
    berta: FlaskClient, path: str, written: dict[str, str], shown: list[str]
) -> None:
    labelled = shown_in(berta.post(path, data=written, headers=OURS))
    assert [text for _, text in labelled] == shown
    assert all(name for name, _ in labelled)


def test_nobody_is_told_to_be_signed_in_again_who_was_so_all_the_time(berta: FlaskClient) -> None:
    asked = berta.post("/proposals/new", data={"title": "X"}, headers=OURS)
    assert "Sie sind wieder angemeldet" not in asked.text
    assert "Diese Seite war zu alt" in asked.text
    berta.delete_cookie("impactreview")
    gone = berta.post("/proposals/new", data={"title": "X"}, headers={**OURS, **GERMAN})
    assert "Sie sind wieder angemeldet" in send(berta, "/sign-in", hidden_in(gone), **BERTA).text


@pytest.mark.parametrize("path", ["/sign-in-no", "/proposals/CIR-1/nothing", "/register"])
def test_a_page_that_takes_no_form_names_no_field(berta: FlaskClient, path: str) -> None:
    berta.delete_cookie("impactreview")
    kept = {"kept-path": path, "kept:title": "A text"}
    answer = send(berta, "/sign-in", hidden_in(berta.get("/sign-in")), **BERTA, **kept)
    assert shown_in(answer) == [("", "A text")]


GERMAN = {"Accept-Language": "de"}
