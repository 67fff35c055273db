"""Boards and members from a table: checked first, then all of it or nothing."""

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

from impactreview.governance.models import Board, BoardImport, Membership
from impactreview.governance.queries import by_slug, seats
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.people.terms import State
from impactreview.web.tables import MOST_BYTES, MOST_ROWS
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds, number_of, subjects

pytestmark = pytest.mark.database_near

HEAD = "board,board_name,kind,unit,above,email,office,chamber,term_from,term_until"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(given: Given, client: FlaskClient) -> Person:
    admin = given.person(Role.ADMINISTRATOR, name="Admin One")
    given.signed_in(client, admin)
    return admin


def check(client: FlaskClient, table: str | bytes) -> TestResponse:
    content = table.encode() if isinstance(table, str) else table
    sent = {"file": (BytesIO(content), "boards.csv")}
    return client.post("/boards/import", data=sent, content_type="multipart/form-data")


def hidden(page: str) -> dict[str, str]:
    """The fields that a page carries to the next step."""
    found = re.findall(r'<input[^>]*name="(text|content_hash|key)"[^>]*value="([^"]*)"', page, re.S)
    return {name: unescape(value) for name, value in found}


def take_in(client: FlaskClient, page: str) -> TestResponse:
    return client.post("/boards/import/confirm", data=hidden(page))


def nothing_was_written() -> bool:
    return not (number_of(BoardImport) or number_of(Membership) or number_of(Board))


def test_checking_writes_nothing_and_taking_in_writes_all(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    second = given.person(Role.ADMINISTRATOR)
    given.unit(code="SALES")
    chair, clerk = given.person(name="Ada Chair"), given.person()
    table = "\n".join(
        [
            HEAD,
            f"sales,Sales board,unit,SALES,top,{chair.email.upper()},chair,company,2026-04-01,"
            "31.03.2028",
            f"sales,,,,,{clerk.email},Clerk,,,",
            "top,The top,top,,,,,,,",
        ]
    )
    page = check(client, table)
    assert page.status_code == 200
    assert "Makes the board Sales board." in page.text
    assert nothing_was_written()
    answer = take_in(client, page.text)
    assert (answer.status_code, answer.location) == (302, "/boards")
    board = by_slug("sales")
    assert board is not None
    assert board.above is not None
    assert (board.above.slug, board.unit and board.unit.code) == ("top", "SALES")
    assert kinds(board) == ["governance.board_made"]
    places = {place.person_id: place for place in seats.of_board(board)}
    assert places[chair.id].office is Office.CHAIR
    assert places[chair.id].chamber is Chamber.COMPANY
    assert str(places[chair.id].term_until) == "2028-03-31"
    assert str(places[clerk.id].term_from) == "2026-03-03"
    assert {place.state for place in places.values()} == {State.PROPOSED}
    (made,) = session.scalars(sa.select(BoardImport))
    assert (made.rows, made.imported_by_id) == (3, admin.id)
    assert kinds(made) == ["governance.imported"]
    assert subjects(second) == ["Proposed for boards: waiting for a second person"]
    assert take_in(client, page.text).status_code == 303
    assert number_of(BoardImport) == 1


def test_a_table_may_be_pasted_with_semicolons(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    pasted = "board;board_name;kind\r\npricing;Preise;central\r\n"
    page = client.post("/boards/import", data={"pasted": pasted})
    assert page.status_code == 200
    assert take_in(client, page.text).status_code == 302
    assert by_slug("pricing") is not None


def test_what_an_import_proposed_another_confirms(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    board, person = given.board(slug="pricing"), given.person()
    page = check(client, f"board,email,office,chamber\npricing,{person.email},member,customer")
    assert take_in(client, page.text).status_code == 302
    assert "Confirm" not in client.get("/boards/proposals").text.split("<tbody>")[1]
    second = given.person(Role.ADMINISTRATOR)
    given.signed_in(client, second)
    listed = client.get("/boards/proposals").text
    seen = re.findall(r'name="seen"[^>]*value="([^"]*)"', listed)[0]
    assert client.post("/boards/proposals/confirm", data={"seen": seen}).status_code == 302
    assert [place.state for place in seats.of_board(board)] == [State.HELD]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Bad Name,X,unit,,,,,,,", "short name"),
        ("new,X,unit,,,,,,,", "short name"),
        (",X,unit,,,,,,,", "short name"),
        ("a,,unit,,,,,,,", "needs a name"),
        (f"a,{'x' * 201},unit,,,,,,,", "needs a name"),
        ("a,A,,,,,,,,", "needs a kind"),
        ("a,A,council,,,,,,,", "kind is one of"),
        ("a,A,unit,NONE,,,,,,", "no unit NONE"),
        ("a,A,unit,,none,,,,,", "no board none"),
        ("a,A,unit,,a,,,,,", "above itself"),
        ("old,,,,,,,,,", "does nothing"),
        ("old,Other name,,,,,,,,", "An import changes no board"),
        ("old,,top,,,,,,,", "An import changes no board"),
        ("old,,,,,nobody@example.org,member,company,,", "Nobody has the address"),
        ("old,,,,,ADA,,company,,", "needs an office"),
        ("old,,,,,ADA,king,company,,", "office is one of"),
        ("old,,,,,ADA,member,,,", "for which chamber"),
        ("old,,,,,ADA,clerk,company,,", "no vote"),
        ("old,,,,,ADA,member,house,,", "chamber is one of"),
        ("old,,,,,ADA,member,company,soon,", "no day such as"),
        ("old,,,,,ADA,member,company,2026-02-30,", "no day such as"),
        ("old,,,,,ADA,member,company,,2020-01-01", "before the first"),
        ("old,,,,,ADA,member,company,2019-01-01,2020-01-01", "passed already"),
        ("old,,,,,GONE,member,company,,", "has left"),
        ("old,,,,,SEATED,member,customer,,", "has a place on this board already"),
        ("old,,,,,ADA,chair,customer,,", "holds this office"),
        ("old,,,,,ADMIN,member,customer,,", "Nobody proposes themselves"),
    ],
)
def test_every_wrong_row_is_told_and_nothing_is_taken_in(
    given: Given, client: FlaskClient, admin: Person, row: str, said: str
) -> None:
    board = given.board(slug="old", name="Old")
    seated = given.person()
    given.member(board, seated, office=Office.CHAIR)
    people = {
        "ADA": given.person().email,
        "GONE": given.person(deactivated_at=NOON).email,
        "SEATED": seated.email,
        "ADMIN": admin.email,
    }
    for word, email in people.items():
        row = row.replace(word, email)
    before = number_of(Board), number_of(Membership)
    page = check(client, f"{HEAD}\n{row}\nok,Fine,unit,,,,,,,")
    assert page.status_code == 422
    assert said in unescape(page.text)
    table = f"{HEAD}\n{row}\nok,Fine,unit,,,,,,,"
    forced = client.post("/boards/import/confirm", data=_signed(table))
    assert forced.status_code == 422
    assert (number_of(Board), number_of(Membership)) == before
    assert not number_of(BoardImport)


def _signed(table: str) -> dict[str, str]:
    return {"text": table, "content_hash": sha256(table.encode()).hexdigest()}


def test_rows_that_contradict_each_other_are_told(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    one, two = given.person(), given.person()
    rows = [
        "a,A,unit,,b,,,,,",
        "b,B,unit,,a,,,,,",
        "c,C,unit,,,,,,,",
        "c,Other,,,,,,,,",
        f"c,,,,,{one.email},chair,company,,",
        f"c,,,,,{one.email},member,customer,,",
        f"c,,,,,{two.email},chair,company,,",
    ]
    page = unescape(check(client, "\n".join([HEAD, *rows])).text)
    for said in ("5 rows can not", "above itself", "A row above gives", "An import changes no"):
        assert said in page
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"board\n", "between 1 and"),
        (b"name\nx", "missing: board"),
        (b"board,colour\nx,red", "colour"),
        (b"board,board\nx,y", "board"),
        (b"\x00\x01\x02", "empty"),
        (b'board,kind\n"x', "board"),
    ],
)
def test_what_is_no_table_is_told(
    given: Given, client: FlaskClient, admin: Person, content: bytes, said: str
) -> None:
    page = check(client, content)
    assert page.status_code == 422
    assert said in unescape(page.text)
    assert nothing_was_written()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client's file
def test_a_table_that_is_too_long_is_told(given: Given, client: FlaskClient, admin: Person) -> None:
    assert check(client, b"x" * (MOST_BYTES + 1)).status_code == 422
    assert check(client, "board\n" + "a\n" * (MOST_ROWS + 1)).status_code == 422
    assert nothing_was_written()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_umlauts_arrive_in_every_usual_encoding(
    given: Given, client: FlaskClient, admin: Person, encoding: str
) -> None:
    page = check(client, "board;board_name;kind\nx;Größe & Maß;unit".encode(encoding))
    assert take_in(client, page.text).status_code == 302
    board = by_slug("x")
    assert board is not None
    assert board.name == "Größe & Maß"


@pytest.mark.parametrize(
    "name", ["<b>x</b>", "=1+1", '"; DROP TABLE board;--', "a\u202eb", "%(x)s", "&amp; &lt;"]
)
def test_a_hostile_cell_comes_through_as_it_is(
    given: Given, client: FlaskClient, admin: Person, name: str
) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    page = check(client, f"board,board_name,kind\nodd,{quoted},unit")
    assert page.status_code == 200
    assert "<b>x</b>" not in page.text
    assert take_in(client, page.text).status_code == 302
    board = by_slug("odd")
    assert board is not None
    assert board.name == name.replace("\u202e", "")  # it would turn what follows


def test_a_text_that_was_changed_on_the_way_is_not_taken_in(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    page = check(client, "board,board_name,kind\nx,X,unit").text
    sent = hidden(page)
    sent["text"] = sent["text"].replace("X", "Y")
    assert client.post("/boards/import/confirm", data=sent).status_code == 409
    assert client.post("/boards/import/confirm", data={}).status_code == 422
    assert nothing_was_written()


def test_what_changed_between_the_steps_is_found_in_the_act(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    board, person = given.board(slug="old"), given.person()
    page = check(client, f"board,email,office,chamber\nold,{person.email},member,company").text
    given.member(board, person)
    answer = take_in(client, page)
    assert answer.status_code == 422
    assert "has a place on this board already" in answer.text
    assert not number_of(BoardImport)
