"""The book of policies: who writes into it, what stands in it, how it is read and corrected."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy, PolicyCode, PolicyVersion
from impactreview.policies.operations import register as operations
from impactreview.policies.operations import withdraw
from impactreview.policies.queries import by_code, newest_version
from impactreview.policies.rules.register import Registration
from impactreview.policies.terms import Origin, State
from tests.conftest import NOON
from tests.given import Given
from tests.reading import counted, kinds, number_of

pytestmark = pytest.mark.database_near
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR)


def registered(by: Person, **values: Any) -> Policy:
    given = {
        "title": "Late fee",
        "owner": by,
        "text": "Five euros.",
        "in_force_since": TODAY,
        "review_by": TODAY + timedelta(700),
    }
    with acting(by=by, at=NOON) as act:
        return operations.register(act, Registration(**{**given, **values}), by=by, on=TODAY)


def send(client: FlaskClient, owned_by: Person, **fields: str) -> TestResponse:
    sent = {
        "title": "Late fee",
        "owner": owned_by.email,
        "unit": "",
        "text": "Who pays *late* pays five euros.",
        "in_force_since": "2024-01-31",
        "review_by": "2027-01-31",
        **fields,
    }
    return client.post("/policies/register", data=sent)


def test_a_policy_is_registered_and_shown(given: Given, client: FlaskClient, admin: Person) -> None:
    owner, unit = given.person(name="Olga Owner"), given.unit(code="SALES", name="Sales")
    given.signed_in(client, admin)
    assert 'value="2028-03-03"' in client.get("/policies/register").text
    answer = send(client, owner, unit="SALES", key="k")
    assert (answer.status_code, answer.location) == (302, "/policies/P-1")
    assert send(client, owner, unit="SALES", key="k").status_code == 303
    policy = by_code("P-1")
    assert policy is not None
    assert (policy.owner_id, policy.unit_id) == (owner.id, unit.id)
    assert (policy.state, policy.origin) == (State.IN_FORCE, Origin.REGISTERED)
    assert kinds(policy) == ["policy.registered"]
    version = newest_version(policy)
    assert (version.number, version.written_by_id) == (1, admin.id)
    assert version.html == "<p>Who pays <em>late</em> pays five euros.</p>"
    page = client.get("/policies/P-1").text
    for said in ("Late fee", "<em>late</em>", "Olga Owner", "Sales", "31 January 2024"):
        assert said in page
    assert number_of(Policy) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"owner": ""},
        {"owner": "nobody@example.org"},
        {"unit": "NONE"},
        {"text": ""},
        {"text": "x" * 50_001},
        {"in_force_since": ""},
        {"in_force_since": "2026-03-04"},
        {"in_force_since": "yesterday"},
        {"review_by": ""},
        {"review_by": "2026-03-03"},
        {"review_by": "99999-01-01"},
    ],
)
def test_what_can_not_stand_in_the_book_is_refused(
    given: Given, client: FlaskClient, admin: Person, wrong: dict[str, str]
) -> None:
    given.signed_in(client, admin)
    answer = send(client, given.person(), **wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not number_of(Policy)
    assert not number_of(PolicyCode)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_registers(
    given: Given, client: FlaskClient, role: Role
) -> None:
    person = given.person(role)
    given.signed_in(client, person)
    for path in ("/policies/register", "/policies/import"):
        assert client.get(path).status_code == 403
        assert path not in client.get("/policies").text
    assert send(client, person).status_code == 403
    assert client.post("/policies/import/confirm").status_code == 403
    assert not number_of(Policy)


def test_codes_follow_each_other_and_a_failed_act_gives_its_number_back(
    given: Given, admin: Person
) -> None:
    gone = given.person(deactivated_at=NOON)
    assert registered(admin).code == "P-1"
    with pytest.raises(NotNow):
        registered(admin, title="Not there", owner=gone)
    with pytest.raises(ZeroDivisionError), acting(by=admin, at=NOON) as act:
        act.next_number(PolicyCode, "P")
        raise ZeroDivisionError
    assert registered(admin, title="Second").code == "P-2"
    assert registered(admin, title="Brought", code="TERMS-4").code == "TERMS-4"
    assert registered(admin, title="Third").code == "P-3"


@pytest.mark.parametrize("title", ["Late fee", "LATE FEE ", "late  fee"])
def test_a_title_that_stands_already_is_refused_at_its_field(
    client: FlaskClient, given: Given, admin: Person, title: str
) -> None:
    policy = registered(admin)
    given.signed_in(client, admin)
    answer = send(client, admin, title=title)
    assert answer.status_code == 422
    assert f"The policy {policy.code} has this title already." in answer.text
    assert number_of(Policy) == 1
    with acting(by=admin, at=NOON) as act:
        withdraw(act, policy, by=admin, reason="Gone.", on=TODAY)
    assert send(client, admin, title=title).status_code == 302


def test_a_code_that_stands_already_is_passed_over_and_never_overwritten(
    given: Given, admin: Person
) -> None:
    given.policy(code="P-1", title="Older")
    assert registered(admin).code == "P-2"
    registered(admin, title="Terms", code="TERMS")
    with pytest.raises(NotNow):
        registered(admin, title="Other terms", code="TERMS")
    older = by_code("P-1")
    assert older is not None
    assert older.title == "Older"


def correct(client: FlaskClient, code: str, **fields: str) -> TestResponse:
    sent = {
        "text": "Six euros.",
        "valid_from": "2026-03-03",
        "reason": "A typing error.",
        "seen": "1",
        **fields,
    }
    return client.post(f"/policies/{code}/correct", data=sent)


@pytest.mark.parametrize("who", ["owner", "administrator"])
def test_a_record_is_corrected_and_what_was_stays(
    given: Given, client: FlaskClient, admin: Person, who: str
) -> None:
    owner = given.person()
    policy = registered(admin, owner=owner)
    given.signed_in(client, owner if who == "owner" else admin)
    assert "/policies/P-1/correct" in client.get("/policies/P-1").text
    assert "Five euros." in client.get("/policies/P-1/correct").text
    assert correct(client, "P-1", key="k").location == "/policies/P-1"
    assert correct(client, "P-1", key="k").status_code == 303
    assert kinds(policy) == ["policy.registered", "policy.corrected"]
    assert newest_version(policy).text == "Six euros."
    page = client.get("/policies/P-1").text
    assert "A typing error." in page
    assert "Six euros." in page
    compared = unescape(client.get("/policies/P-1/changes?before=1&after=2").text)
    assert re.search(r"<del>.*Five.*</del>", compared)
    assert re.search(r"<ins>.*Six.*</ins>", compared)
    assert number_of(PolicyVersion) == 2


def test_others_do_not_correct(given: Given, client: FlaskClient, admin: Person) -> None:
    policy = registered(admin)
    given.signed_in(client, given.person(Role.AUDITOR))
    assert "/policies/P-1/correct" not in client.get("/policies/P-1").text
    assert client.get("/policies/P-1/correct").status_code == 403
    assert correct(client, "P-1").status_code == 403
    assert kinds(policy) == ["policy.registered"]


def test_what_a_decision_made_only_a_decision_changes(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    given.policy(code="P-9", origin=Origin.DECIDED, owner=admin)
    given.signed_in(client, admin)
    assert correct(client, "P-9").status_code == 409
    assert number_of(PolicyVersion) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "Five euros."},
        {"reason": ""},
        {"reason": "x" * 501},
        {"valid_from": ""},
        {"valid_from": "2026-03-04"},
        {"valid_from": "2026-03-02"},
        {"seen": "0"},
        {"seen": "7"},
        {"seen": "x"},
    ],
)
def test_a_wrong_correction_writes_nothing(
    given: Given, client: FlaskClient, admin: Person, wrong: dict[str, str]
) -> None:
    policy = registered(admin)
    given.signed_in(client, admin)
    assert correct(client, "P-1", **wrong).status_code == 422
    assert kinds(policy) == ["policy.registered"]
    assert number_of(PolicyVersion) == 1


def test_two_corrections_of_the_same_words_do_not_overwrite_each_other(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    registered(admin)
    given.signed_in(client, admin)
    assert correct(client, "P-1", text="Theirs.").status_code == 302
    answer = correct(client, "P-1", text="Mine.")
    assert answer.status_code == 422
    assert "Mine." in answer.text
    assert number_of(PolicyVersion) == 2


@pytest.mark.parametrize(
    "query", ["", "?before=1", "?before=1&after=9", "?before=x&after=1", "?before=-1&after=1"]
)
def test_versions_that_are_not_there_can_not_be_compared(
    given: Given, client: FlaskClient, admin: Person, query: str
) -> None:
    registered(admin)
    given.signed_in(client, admin)
    assert client.get(f"/policies/P-1/changes{query}").status_code == 404
    big = f"/policies/P-1/changes?before={'9' * 40}&after=1"
    assert client.get(big).status_code == 404


@pytest.mark.parametrize("code", ["P-99", "p-1", "P-1 ", "%00", "🙂", "x" * 3000, "P-1'--"])
def test_a_policy_that_is_not_there_is_no_page(
    given: Given, client: FlaskClient, admin: Person, code: str
) -> None:
    registered(admin)
    given.signed_in(client, admin)
    assert client.get(f"/policies/{code}").status_code == 404


def test_who_is_not_signed_in_sees_no_policy(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    registered(admin, title="Secret fee")
    for path in ("/policies", "/policies/P-1", "/policies/P-1/changes?before=1&after=1"):
        answer = client.get(path)
        assert answer.status_code in {302, 401}
        assert "Secret fee" not in answer.text


def test_a_suspended_policy_says_so_and_says_no_more(given: Given, client: FlaskClient) -> None:
    given.policy(code="P-5", state=State.SUSPENDED)
    given.signed_in(client, given.person())
    assert "Suspended pending review" in client.get("/policies/P-5").text
    assert "Suspended" in client.get("/policies").text


def test_a_withdrawn_policy_leaves_the_book_and_keeps_its_page(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    policy = registered(admin, title="Old fee")
    with acting(by=admin, at=NOON) as act:
        on = NOON.date()
        withdraw(act, policy, by=policy.owner, reason="Nobody needs it.", on=on)
    assert kinds(policy)[-1] == "policy.withdrawn"
    given.signed_in(client, admin)
    assert "Old fee" not in client.get("/policies").text.split("<tbody>")[-1]
    for asked in ("?state=withdrawn", "?state=all"):
        assert "Old fee" in client.get(f"/policies{asked}").text
    assert "Withdrawn" in client.get("/policies/P-1").text
    assert correct(client, "P-1").status_code == 409


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "{{ 191*191 }} {% raw %}",
    "Robert'); DROP TABLE policy;--",
    "a\u202eb\u0000c",
    "%(x)s %s",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_only_text(
    given: Given, client: FlaskClient, admin: Person, text: str
) -> None:
    given.signed_in(client, admin)
    assert send(client, admin, title=text[:60], text=text).status_code == 302
    policy = by_code("P-1")
    assert policy is not None
    assert newest_version(policy).text == text.replace("\u202e", "").replace("\u0000", "")
    for path in ("/policies/P-1", "/policies/P-1/changes?before=1&after=1", "/policies"):
        page = client.get(path)
        assert page.status_code == 200
        assert not re.search(r"<script>alert|<img|href=\"javascript|36481", page.text)


def test_the_preview_is_safe_html(given: Given, client: FlaskClient) -> None:
    assert client.post("/markdown/preview", data={"text": "x"}).status_code in {302, 401}
    given.signed_in(client, given.person())
    answer = client.post("/markdown/preview", data={"text": "**a** <script>b</script>"})
    assert (answer.status_code, answer.text) == (200, "<p><strong>a</strong> </p>")
    assert client.post("/markdown/preview", data={"text": "x" * 50_001}).status_code == 422
    assert client.post("/markdown/preview", data={}).text == ""
    assert client.get("/markdown/preview").status_code == 405


def titles(answer: TestResponse) -> list[str]:
    return re.findall(r"<a href=\"/policies/[A-Z][^\"]*\">([^<]+)</a>", answer.text)


def test_the_book_is_read_page_by_page_in_both_directions(
    given: Given, client: FlaskClient
) -> None:
    owner = given.person()
    for number in range(60):
        since = date(2020, 1, 1) + timedelta(number // 3)
        given.policy(owner, title=f"Policy {number:02}", in_force_since=since)
    given.signed_in(client, owner)
    seen: list[str] = []
    pages: list[list[str]] = []
    link = "/policies"
    while link:
        answer = client.get(link)
        pages.append(titles(answer))
        seen += pages[-1]
        found = re.search(r'rel="next" href="([^"]+)"', answer.text)
        link = unescape(found.group(1)) if found else ""
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len(set(seen)) == 60
    back: list[list[str]] = []
    while not back or link:
        found = re.search(r'rel="prev" href="([^"]+)"', answer.text)
        link = unescape(found.group(1)) if found else ""
        if link:
            answer = client.get(link)
            back.append(titles(answer))
    assert back == [pages[1], pages[0]]


@pytest.mark.parametrize("number", [5, 60])
def test_a_page_of_the_book_asks_at_most_five_questions(
    given: Given, client: FlaskClient, number: int
) -> None:
    for _ in range(number):
        given.policy(given.person(), unit=given.unit())
    given.signed_in(client, given.person())
    with counted() as sent:
        answer = client.get("/policies")
    assert len(titles(answer)) == min(number, 25)
    assert len(sent) <= 5


def test_filters_narrow_the_book(given: Given, client: FlaskClient, admin: Person) -> None:
    sales, owner = given.unit(code="SALES", name="Sales"), given.person(name="Olga Owner")
    registered(admin, title="Preiserhöhung im Winter", unit=sales)
    registered(admin, title="Late fee", owner=owner)
    given.policy(title="Cancel by post", state=State.SUSPENDED)
    given.signed_in(client, admin)

    def found(query: str) -> set[str]:
        return set(titles(client.get(f"/policies?{query}")))

    every = {"Preiserhöhung im Winter", "Late fee", "Cancel by post"}
    assert found("") == found("state=all") == every
    assert found("text=preiserhohung") == found("text=WINT PREIS") == {"Preiserhöhung im Winter"}
    assert found("text=p-2") == {"Late fee"}
    assert found("text=winter+fee") == set()
    assert found("unit=SALES") == {"Preiserhöhung im Winter"}
    assert found(f"owner={owner.id}") == {"Late fee"}
    assert found("state=suspended") == {"Cancel by post"}
    assert found(f"state=in_force&owner={owner.id}&text=late") == {"Late fee"}
    page = client.get("/policies?text=nothing")
    assert "No policy fits these filters." in page.text


@pytest.mark.parametrize(
    "query",
    [
        "text=%00",
        "text=%25%27%22--",
        "text=%FF%FE",
        "text=" + "x" * 3000,
        "text=" + "+".join(["a"] * 500),
        "state=gone",
        "unit=%27",
        "owner=me",
        "older=x",
        "newer=2026-01-01_",
        "older=2026-13-01_" + "0" * 32,
        "older=9999-12-31_" + "f" * 32,
        "newer=0001-01-01_" + "0" * 32,
        "older=2026-01-01_" + "0" * 32 + "&newer=2026-01-01_" + "0" * 32,
    ],
)
def test_a_hostile_address_breaks_nothing(
    given: Given, client: FlaskClient, admin: Person, query: str
) -> None:
    registered(admin)
    given.signed_in(client, admin)
    expected = 404 if "%00" in query else 200  # no address of ours holds a NUL
    assert client.get(f"/policies?{query}").status_code == expected


def test_the_search_and_the_pages_use_indexes(given: Given, admin: Person) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("a small PostgreSQL table is read whole, whatever indexes there are")
    plans = {
        "SELECT policy_id FROM policy_word WHERE word >= x'61' AND word < x'61ff'": "word>",
        "SELECT * FROM policy ORDER BY in_force_since DESC, id DESC LIMIT 26": "in_force_since",
        "SELECT * FROM policy WHERE unit_id = 'x'": "unit_id",
        "SELECT * FROM policy WHERE owner_id = 'x'": "owner_id",
    }
    for statement, index in plans.items():
        rows = session.execute(sa.text(f"EXPLAIN QUERY PLAN {statement}")).all()
        plan = " ".join(str(row[-1]) for row in rows)
        assert "INDEX" in plan or "PRIMARY KEY" in plan, plan
        assert index in plan, plan


def test_the_log_holds_the_hash_of_the_text_and_not_the_text(given: Given, admin: Person) -> None:
    policy = registered(admin, text="Five secret euros.")
    event = session.get_one(Event, policy.event_id)
    assert b"secret" not in event.leaf
    assert b"content_hash" in event.leaf


# --- an owner who has left


WHY = "She has run it for years."


def hands(client: FlaskClient, policy: Policy, address: str, reason: str = WHY) -> TestResponse:
    sent = {"owner": address, "reason": reason, "key": "k"}
    return client.post(f"/policies/{policy.code}/owner", data=sent)


def test_a_policy_of_somebody_who_has_left_gets_another_owner(
    given: Given, client: FlaskClient
) -> None:
    gone, new = given.person(name="Gone", deactivated_at=given.at), given.came(name="Nora")
    policy, administrator = given.policy(owner=gone), given.person(Role.ADMINISTRATOR)
    advocate, deputy = given.person(Role.ADVOCATE), given.person(Role.DEPUTY_ADVOCATE)
    other = given.person(Role.ADMINISTRATOR)
    given.signed_in(client, administrator)
    assert "Name a new owner" in client.get("/").text
    assert "Gone has left" in client.get(f"/policies/{policy.code}").text
    assert hands(client, policy, new.email).location == f"/policies/{policy.code}"
    assert policy.owner == new
    assert "Gone has left" not in client.get(f"/policies/{policy.code}").text
    assert "Name a new owner" not in client.get("/").text
    told = session.scalars(sa.select(Letter)).all()
    assert {each.address for each in told} == {
        each.email for each in (new, advocate, deputy, other)
    }
    assert {each.params["reason"] for each in told} == {WHY}
    facts = session.scalars(sa.select(Payload.value).where(Payload.event_id == policy.event_id))
    assert json.dumps(WHY) in facts.all()


@pytest.mark.parametrize("whose", ["own", "new", "no reason"])
def test_no_administrator_gets_a_policy_alone(
    given: Given, client: FlaskClient, whose: str
) -> None:
    left, by = given.person(deactivated_at=given.at), given.came(Role.ADMINISTRATOR)
    policy = given.policy(owner=left)
    given.signed_in(client, by)
    address = {"own": by.email, "new": given.person().email, "no reason": given.came().email}
    reason = " " if whose == "no reason" else WHY
    answer = hands(client, policy, address[whose], reason)
    assert answer.status_code == 422
    said = {
        "own": "Nobody gives it to themselves",
        "new": "has never signed in",
        "no reason": "Why this person?",
    }
    assert said[whose] in answer.text
    assert policy.owner == left
    assert not session.scalars(sa.select(Letter)).all()


@pytest.mark.parametrize("values", [{}, {"state": State.WITHDRAWN}])
def test_nobody_is_put_in_the_place_of_an_owner_who_is_here(
    given: Given, client: FlaskClient, values: dict[str, Any]
) -> None:
    policy, new = given.policy(**values), given.came()
    owner = policy.owner
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    path = f"/policies/{policy.code}/owner"
    assert client.get(path).status_code == 409
    assert hands(client, policy, new.email).status_code == 409
    assert policy.owner == owner


@pytest.mark.parametrize("who", ["gone", "nobody", ""])
def test_only_somebody_who_is_here_becomes_owner(
    given: Given, client: FlaskClient, who: str
) -> None:
    left = given.person(email="left@example.org", deactivated_at=given.at)
    policy = given.policy(owner=left)
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    address = {"gone": left.email, "nobody": "nobody@example.org", "": ""}[who]
    answer = hands(client, policy, address)
    assert answer.status_code in {409, 422}
    assert policy.owner == left
