"""Boards: who may make and change them, what their pages say, how many questions a list asks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.governance.models import Board
from impactreview.governance.operations import boards as operations
from impactreview.governance.operations.boards import Standing
from impactreview.governance.queries import boards as queries
from impactreview.governance.queries import by_slug
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotYours, Unusable
from impactreview.people.models import Person
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given
from tests.reading import counted, kinds, number_of

pytestmark = pytest.mark.database_near
TODAY = NOON.date()
BOARD = {"name": "Pricing", "kind": "central", "slug": "", "unit": "", "above": ""}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR)


def make(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post("/boards/new", data={**BOARD, **fields})


def test_a_board_is_made_and_stands_in_the_log(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    unit, above = given.unit(code="SALES"), given.board(kind=BoardKind.TOP)
    given.signed_in(client, admin)
    sent = {"name": "Preise für Größe", "unit": "SALES", "above": above.slug, "key": "k"}
    answer = make(client, **sent)
    assert (answer.status_code, answer.location) == (302, "/boards/preise-fuer-groesse")
    board = by_slug("preise-fuer-groesse")
    assert board is not None
    assert (board.kind, board.unit_id, board.above_id) == (BoardKind.CENTRAL, unit.id, above.id)
    assert kinds(board) == ["governance.board_made"]
    assert make(client, **sent).status_code == 303
    other = make(client, **{**sent, "unit": ""})  # the same page, changed: it is no second click
    assert other.status_code == 422
    assert 'name="key" type="hidden" value="k"' not in other.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 201},
        {"name": "会议"},
        {"kind": "council"},
        {"kind": ""},
        {"slug": "New Board"},
        {"slug": "import"},
        {"slug": "x" * 61},
        {"unit": "NONE-SUCH"},
        {"above": "none-such"},
    ],
)
def test_what_is_no_board_is_refused(
    given: Given, client: FlaskClient, admin: Person, wrong: dict[str, str]
) -> None:
    given.signed_in(client, admin)
    assert make(client, **wrong).status_code == 422
    assert not number_of(Board)


def test_a_short_name_is_given_once(given: Given, client: FlaskClient, admin: Person) -> None:
    given.board(slug="pricing")
    given.signed_in(client, admin)
    answer = make(client)
    assert answer.status_code == 422
    assert "There is a board with this short name already." in answer.text
    assert number_of(Board) == 1


def test_a_board_changes_and_keeps_its_short_name(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    board, above = given.board(slug="old", name="Old"), given.board()
    given.signed_in(client, admin)
    assert 'value="Old"' in client.get("/boards/old/change").text
    sent = {"name": "New name", "unit": "", "above": above.slug, "seen": "1", "slug": "other"}
    assert client.post("/boards/old/change", data=sent).location == "/boards/old"
    assert (board.slug, board.name, board.above_id) == ("old", "New name", above.id)
    assert kinds(board)[-1] == "governance.board_changed"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    board = given.board(slug="old", name="Old")
    with acting(by=admin, at=NOON) as act:
        operations.change_board(act, board, standing=Standing(name="Theirs"), seen=1)
    given.signed_in(client, admin)
    sent = {"name": "Mine", "unit": "", "above": "", "seen": "1"}
    answer = client.post("/boards/old/change", data=sent)
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in answer.text
    assert 'value="Mine"' in answer.text
    assert board.name == "Theirs"


@pytest.mark.parametrize("seen", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_none_changes_nothing(
    given: Given, client: FlaskClient, admin: Person, seen: str
) -> None:
    board = given.board(slug="old", name="Old")
    given.signed_in(client, admin)
    sent = {"name": "Mine", "unit": "", "above": "", "seen": seen}
    assert client.post("/boards/old/change", data=sent).status_code == 422
    assert board.name == "Old"


def test_boards_make_no_circle(given: Given, admin: Person) -> None:
    high = given.board()
    middle = given.board(above=high)
    low = given.board(above=middle)
    for above in (low, middle, high):
        standing = Standing(name="High", above=above)
        with pytest.raises(Unusable), acting(by=admin, at=NOON) as act:
            operations.change_board(act, high, standing=standing, seen=1)
    assert (high.above_id, kinds(high)) == (None, ["test.given"])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_may(given: Given, client: FlaskClient, role: Role) -> None:
    person, board = given.person(role), given.board()
    place = given.member(board, given.person())
    given.signed_in(client, person)
    paths = ["/boards/new", "/boards/import", "/boards/proposals"]
    paths += [f"/boards/{board.slug}/change", f"/boards/{board.slug}/members/new"]
    paths += [f"/boards/{board.slug}/members/{place.id}/{step}" for step in ("end", "decline")]
    for path in paths:
        assert client.get(path).status_code == 403
        assert client.post(path, data={"reason": "x"}).status_code in {403, 405}
    for path in (f"/boards/{board.slug}/members/{place.id}/confirm", "/boards/import/confirm"):
        assert client.post(path).status_code == 403
    assert client.post("/boards/proposals/confirm").status_code == 403
    assert client.get("/boards").status_code == client.get(f"/boards/{board.slug}").status_code
    assert "/boards/new" not in client.get("/boards").text
    with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
        operations.make_board(act, "x", kind=BoardKind.UNIT, standing=Standing(name="X"))


def test_who_is_not_signed_in_sees_no_board(given: Given, client: FlaskClient) -> None:
    board = given.board(name="Secret pricing")
    for path in ("/boards", f"/boards/{board.slug}"):
        answer = client.get(path)
        assert answer.status_code in {302, 401}
        assert "Secret pricing" not in answer.text


def test_the_list_says_who_decides_and_what_is_missing(given: Given, client: FlaskClient) -> None:
    board = given.board(name="Central board", kind=BoardKind.CENTRAL)
    given.member(board, given.person(name="Ada Chair"), office=Office.CHAIR)
    given.member(board, given.person(), office=Office.ALTERNATE)
    given.signed_in(client, given.person())
    page = client.get("/boards").text
    for said in ("Central board", "Ada Chair", "No customer chamber", "No clerk"):
        assert said in page
    (row,) = queries.overview(TODAY)
    assert (row.filled.company, row.filled.customer, row.waiting) == (1, 0, 0)
    assert row.chair == "Ada Chair"


def test_who_is_not_there_today_is_not_counted(given: Given) -> None:
    board = given.board()
    given.member(board, given.person(deactivated_at=NOON), office=Office.CHAIR)
    given.member(board, given.person(), chamber=Chamber.CUSTOMER)
    (row,) = queries.overview(TODAY)
    assert (row.filled.company, row.filled.customer, row.chair) == (0, 1, None)
    (before,) = queries.overview(TODAY - timedelta(1))
    assert before.filled.customer == 0


def test_the_page_of_a_board_sorts_its_places(given: Given, client: FlaskClient) -> None:
    board = given.board()
    given.member(board, given.person(name="Company Carl"))
    given.member(board, given.person(name="Customer Clara"), chamber=Chamber.CUSTOMER)
    given.member(board, given.person(name="Clerk Kim"), chamber=None, office=Office.CLERK)
    given.member(board, given.person(name="Gone Gil", deactivated_at=NOON))
    given.signed_in(client, given.person())
    page = client.get(f"/boards/{board.slug}").text
    places = [
        page.index(said)
        for said in ("Customer Clara", "Company Carl", "Clerk Kim", "Not counted today", "Gone Gil")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("boards", [3, 30])
def test_a_list_of_any_length_asks_four_questions(given: Given, boards: int) -> None:
    above = given.board()
    people = [given.person(unit=given.unit()) for _ in range(3)]
    for _ in range(boards - 1):
        board = given.board(above=above, unit=given.unit())
        for person, office in zip(people, (Office.CHAIR, Office.MEMBER, Office.CLERK), strict=True):
            given.member(board, person, office=office)
    session.expire_all()
    session.expunge_all()
    with counted() as sent:
        rows = queries.overview(TODAY)
        assert [row.board.unit.name for row in rows if row.board.unit]
        assert [row.board.above.name for row in rows if row.board.above]
    assert len(rows) == boards
    assert len(sent) == 4


@pytest.mark.parametrize("slug", ["none", "None", "%00", "🙂", "x" * 3000, "a'--", "NEW"])
def test_a_board_that_is_not_there_is_no_page(
    given: Given, client: FlaskClient, admin: Person, slug: str
) -> None:
    given.signed_in(client, admin)
    for page in ("", "/change", "/members/new"):
        assert client.get(f"/boards/{slug}{page}").status_code == 404


HOSTILE = ["<script>alert(1)</script>", "Robert'); DROP TABLE board;--", "{{ 191*191 }}", "%(x)s"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(
    given: Given, client: FlaskClient, admin: Person, name: str
) -> None:
    given.signed_in(client, admin)
    answer = make(client, name=name, slug="odd")
    assert answer.status_code == 302
    board = by_slug("odd")
    assert board is not None
    assert board.name == name
    for path in ("/boards", "/boards/odd", "/boards/odd/change"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "36481" not in page.text
