"""Policies from a table: checked first, then all of it or nothing; no code is ever overwritten."""

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy, PolicyImport
from impactreview.policies.queries import by_code, newest_version
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds, number_of

pytestmark = pytest.mark.database_near

HEAD = "title,owner_email,text,in_force_since,code,unit,review_by,version_note"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(given: Given, client: FlaskClient) -> Person:
    admin = given.person(Role.ADMINISTRATOR, email="admin@example.org")
    given.signed_in(client, admin)
    return admin


def check(client: FlaskClient, table: str | bytes) -> TestResponse:
    content = table.encode() if isinstance(table, str) else table
    sent = {"file": (BytesIO(content), "policies.csv")}
    return client.post("/policies/import", data=sent, content_type="multipart/form-data")


def hidden(page: str) -> dict[str, str]:
    """The fields that a page carries to the next step."""
    found = re.findall(r'<input[^>]*name="(text|content_hash|key)"[^>]*value="([^"]*)"', page, re.S)
    return {name: unescape(value) for name, value in found}


def take_in(client: FlaskClient, page: str) -> TestResponse:
    return client.post("/policies/import/confirm", data=hidden(page))


def signed(table: str) -> dict[str, str]:
    return {"text": table, "content_hash": sha256(table.encode()).hexdigest()}


def test_checking_writes_nothing_and_taking_in_writes_all(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    given.unit(code="SALES")
    table = "\n".join(
        [
            HEAD,
            'Late fee,ADMIN@example.org,"# Fee\n\nFive, ""only"" five euros.",31.01.2024,'
            "terms-4,SALES,2027-01-31,As printed",
            "Cancel by post,admin@example.org,Write a letter.,2020-05-01,,,,",
        ]
    )
    page = check(client, table)
    assert page.status_code == 200
    assert "2 rows can be taken in" in page.text
    assert not number_of(Policy)
    assert not number_of(PolicyImport)
    assert take_in(client, page.text).location == "/policies"
    late, cancel = by_code("TERMS-4"), by_code("P-1")
    assert late is not None
    assert cancel is not None
    assert late.unit is not None
    assert newest_version(late).text == '# Fee\n\nFive, "only" five euros.'
    assert newest_version(late).note == "As printed"
    assert str(late.in_force_since) == "2024-01-31"
    assert str(cancel.review_by) == "2028-03-03"
    assert kinds(late) == kinds(cancel) == ["policy.registered"]
    (made,) = session.scalars(sa.select(PolicyImport))
    assert (made.rows, made.imported_by_id) == (2, admin.id)
    assert kinds(made) == ["policy.imported"]
    assert take_in(client, page.text).status_code == 303
    assert number_of(Policy) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",admin@example.org,T,2024-01-01,,,,", "needs a title"),
        (f"{'x' * 201},admin@example.org,T,2024-01-01,,,,", "needs a title"),
        ("A,nobody@example.org,T,2024-01-01,,,,", "Nobody has the address"),
        ("A,gone@example.org,T,2024-01-01,,,,", "has left"),
        ("A,admin@example.org,,2024-01-01,,,,", "needs a text"),
        (f"A,admin@example.org,{'x' * 50_001},2024-01-01,,,,", "longer than"),
        ("A,admin@example.org,T,,,,,", "The day is missing"),
        ("A,admin@example.org,T,soon,,,,", "no day such as"),
        ("A,admin@example.org,T,2026-03-04,,,,", "in force already"),
        ("A,admin@example.org,T,2024-01-01,OLD,,,", "There is a policy OLD already"),
        ("A,admin@example.org,T,2024-01-01,old,,,", "There is a policy OLD already"),
        ("A,admin@example.org,T,2024-01-01,P-7,,,", "are given here"),
        ("OLD FEE,admin@example.org,T,2024-01-01,,,,", "policy OLD has this title already"),
        ("A,admin@example.org,T,2024-01-01,A B,,,", "capital letters"),
        ("A,admin@example.org,T,2024-01-01,,NONE,,", "no unit NONE"),
        ("A,admin@example.org,T,2024-01-01,,,2020-01-01,", "after today"),
        ("A,admin@example.org,T,2024-01-01,,,x,", "no day such as"),
        (f"A,admin@example.org,T,2024-01-01,,,,{'x' * 501}", "500 characters"),
    ],
)
def test_every_wrong_row_is_told_and_nothing_is_taken_in(
    given: Given, client: FlaskClient, admin: Person, row: str, said: str
) -> None:
    given.policy(code="OLD", title="Old fee")
    given.person(email="gone@example.org", deactivated_at=NOON)
    table = f"{HEAD}\n{row}\nFine,admin@example.org,T,2024-01-01,,,,"
    page = check(client, table)
    assert page.status_code == 422
    assert said in unescape(page.text)
    forced = client.post("/policies/import/confirm", data=signed(table))
    assert forced.status_code == 422
    assert number_of(Policy) == 1
    assert not number_of(PolicyImport)


def test_a_code_stands_once_in_a_table(given: Given, client: FlaskClient, admin: Person) -> None:
    row = "A,admin@example.org,T,2024-01-01,SAME,,,"
    page = check(client, f"{HEAD}\n{row}\n{row}")
    assert page.status_code == 422
    assert "A row above has the code SAME too." in page.text
    assert "A row above has this title too." in page.text


def test_a_code_that_was_given_meanwhile_is_found_in_the_act(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    page = check(client, f"{HEAD}\nA,admin@example.org,T,2024-01-01,SAME,,,").text
    given.policy(code="SAME", title="Older")
    answer = take_in(client, page)
    assert answer.status_code == 422
    assert "There is a policy SAME already." in answer.text
    older = by_code("SAME")
    assert older is not None
    assert (older.title, number_of(PolicyImport)) == ("Older", 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"title,owner_email,text\nA,b,c", "missing: in_force_since"),
        (b"title,owner_email,text,in_force_since,colour\nA,b,c,d,e", "colour"),
        (b"title,owner_email,text,in_force_since,title\nA,b,c,d,e", "title"),
        (b"title,owner_email,text,in_force_since\n", "between 1 and"),
        (b"\xff\xfe\x00\x00", "missing"),
    ],
)
def test_what_is_no_table_is_told(
    given: Given, client: FlaskClient, admin: Person, content: bytes, said: str
) -> None:
    page = check(client, content)
    assert page.status_code == 422
    assert said in unescape(page.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_usual_tables_are_read(
    given: Given, client: FlaskClient, admin: Person, encoding: str, delimiter: str
) -> None:
    head = delimiter.join(["Title", "OWNER_EMAIL", "text", "in_force_since"])
    row = delimiter.join(["Gebühr für Größe", "admin@example.org", "Fünf €.", "1.2.2024"])
    page = check(client, f"{head}\r\n{row}\r\n".encode(encoding))
    assert take_in(client, page.text).status_code == 302
    policy = by_code("P-1")
    assert policy is not None
    assert (policy.title, newest_version(policy).text) == ("Gebühr für Größe", "Fünf €.")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE policy;--",
        "a\u202eb",
        "&lt;b&gt; &amp;amp;",
        'ends with a quote "',
        "\u2028line\u2028",
    ],
)
def test_a_hostile_cell_comes_through_as_it_is(
    given: Given, client: FlaskClient, admin: Person, text: str
) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    page = check(
        client,
        f"title,owner_email,text,in_force_since\n{quoted},admin@example.org,{quoted},2024-01-01",
    )
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert take_in(client, page.text).status_code == 302
    policy = by_code("P-1")
    assert policy is not None
    assert newest_version(policy).text == text.strip().replace("\u202e", "")  # turns what follows


def test_a_text_that_was_changed_on_the_way_is_not_taken_in(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    page = check(client, f"{HEAD}\nA,admin@example.org,T,2024-01-01,,,,").text
    sent = hidden(page)
    assert client.post("/policies/import/confirm", data={**sent, "text": "x"}).status_code == 422
    sent["content_hash"] = "0" * 64
    assert client.post("/policies/import/confirm", data=sent).status_code == 409
    assert not number_of(Policy)
