"""A place on a board is given by two people, and everybody who watches is told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.audit.models import Payload
from impactreview.governance.models import Board, Membership
from impactreview.governance.operations import members as operations
from impactreview.governance.queries import places_of, seats, sitting
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.people.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds, number_of, subjects

pytestmark = pytest.mark.database_near
TODAY = NOON.date()
MEMBER = Place(Office.MEMBER, Chamber.CUSTOMER, TODAY, None)
CHAIR = Place(Office.CHAIR, Chamber.COMPANY, TODAY, None)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def admin(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Admin One")


@pytest.fixture
def second(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Admin Two")


def propose(by: Person, board: Board, person: Person, place: Place = MEMBER) -> Membership:
    with acting(by=by, at=NOON) as act:
        return operations.propose(act, board, person=person, place=place, on=TODAY)


def confirm(by: Person, membership: Membership) -> None:
    with acting(by=by, at=NOON) as act:
        operations.confirm(act, membership, on=TODAY)


def send_proposal(client: FlaskClient, board: Board, **fields: str) -> TestResponse:
    sent = {"office": "member", "chamber": "customer", "term_from": "2026-03-03", **fields}
    return client.post(f"/boards/{board.slug}/members/new", data=sent)


def test_a_proposal_alone_gives_no_seat(given: Given, admin: Person, second: Person) -> None:
    board, person = given.board(), given.person()
    place = propose(admin, board, person)
    assert (place.state, place.proposed_by_id) == (State.PROPOSED, admin.id)
    assert kinds(place) == ["governance.member_proposed"]
    assert not sitting(board, TODAY)
    assert subjects(second) == ["Proposed for boards: waiting for a second person"]
    assert not subjects(admin)


def test_the_second_person_gives_it_and_all_are_told(
    given: Given, admin: Person, second: Person
) -> None:
    board, person = given.board(), given.person()
    place = propose(admin, board, person)
    confirm(second, place)
    assert (place.state, place.confirmed_by_id) == (State.HELD, second.id)
    assert kinds(place) == ["governance.member_proposed", "governance.member_seated"]
    assert [each.person_id for each in sitting(board, TODAY)] == [person.id]
    assert [each.board_id for each in places_of(person, TODAY)] == [board.id]
    assert subjects(person) == ["You have a place on the board %(board)s"]
    assert subjects(admin) == ["New on the board %(board)s: %(name)s"]
    assert "New on the board %(board)s: %(name)s" in subjects(second)


def test_the_log_knows_ids_and_no_names(given: Given, admin: Person) -> None:
    board, person = given.board(), given.person(name="Zaphod Unmistakable")
    place = propose(admin, board, person)
    said = session.scalars(sa.select(Payload.value).where(Payload.event_id == place.event_id))
    values = list(said)
    assert not [value for value in values if "Zaphod" in value or "@" in value]
    assert f'"{person.handle}"' in values


@pytest.mark.parametrize("who", ["proposer", "receiver", "employee"])
def test_nobody_else_can_be_the_second_person(given: Given, admin: Person, who: str) -> None:
    receiver = given.person(Role.ADMINISTRATOR)
    place = propose(admin, given.board(), receiver)
    by = {"proposer": admin, "receiver": receiver, "employee": given.person()}[who]
    before = number_of(Membership), kinds(place)
    with pytest.raises(NotYours):
        confirm(by, place)
    assert place.state is State.PROPOSED
    assert (number_of(Membership), kinds(place)) == before


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_proposes(given: Given, role: Role) -> None:
    with pytest.raises(NotYours):
        propose(given.person(role), given.board(), given.person())
    assert not number_of(Membership)


def test_a_second_chair_is_refused_when_the_first_is_seated(
    given: Given, admin: Person, second: Person
) -> None:
    board = given.board()
    one, two = given.person(), given.person()
    first, other = propose(admin, board, one, CHAIR), propose(admin, board, two, CHAIR)
    confirm(second, first)
    with pytest.raises(NotNow):
        confirm(second, other)
    assert other.state is State.PROPOSED


def test_a_term_that_ran_out_makes_room_for_a_new_one(
    given: Given, admin: Person, second: Person
) -> None:
    board, person = given.board(), given.person()
    short = Place(Office.MEMBER, Chamber.COMPANY, TODAY - timedelta(9), TODAY)
    old = propose(admin, board, person, short)
    confirm(second, old)
    later = TODAY + timedelta(1)
    with acting(by=admin, at=NOON) as act:
        new = operations.propose(act, board, person=person, place=MEMBER, on=later)
    assert (old.state, new.state) == (State.ENDED, State.PROPOSED)
    assert kinds(old)[-1] == "governance.member_ended"


def test_declining_keeps_the_reason_and_frees_the_person(
    given: Given, client: FlaskClient, admin: Person, second: Person
) -> None:
    board, person = given.board(), given.person()
    place = propose(admin, board, person)
    given.signed_in(client, second)
    page = f"/boards/{board.slug}/members/{place.id}/decline"
    assert client.post(page, data={"reason": "  "}).status_code == 422
    assert client.post(page, data={"reason": "Too many boards already."}).status_code == 302
    assert (place.state, place.reason) == (State.DECLINED, "Too many boards already.")
    assert kinds(place)[-1] == "governance.member_declined"
    assert client.post(page, data={"reason": "Once more."}).status_code == 409
    assert propose(admin, board, person).state is State.PROPOSED


def test_ending_a_term_tells_everybody_with_the_reason(
    given: Given, client: FlaskClient, admin: Person, second: Person
) -> None:
    board, person = given.board(), given.person()
    place = given.member(board, person)
    given.signed_in(client, second)
    page = f"/boards/{board.slug}/members/{place.id}/end"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"reason": "Left the company."}).status_code == 302
    assert place.state is State.ENDED
    assert kinds(place)[-1] == "governance.member_ended"
    assert not sitting(board, TODAY)
    assert subjects(person) == ["Your place on the board %(board)s has ended"]
    for each in (admin, second):
        assert subjects(each) == ["A place on the board %(board)s has ended: %(name)s"]
    assert "Left the company." in client.get(f"/boards/{board.slug}").text


def test_a_proposal_is_made_through_its_page(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    board, person = given.board(), given.person()
    given.signed_in(client, admin)
    assert person.email in client.get(f"/boards/{board.slug}/members/new").text
    answer = send_proposal(client, board, email=person.email.upper(), key="k1")
    assert (answer.status_code, answer.location) == (302, f"/boards/{board.slug}")
    again = send_proposal(client, board, email=person.email.upper(), key="k1")
    assert again.status_code == 303
    (place,) = seats.of_board(board)
    assert (place.person_id, place.office, place.chamber) == (
        person.id,
        Office.MEMBER,
        Chamber.CUSTOMER,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "nobody@example.org"},
        {"email": "x" * 300},
        {"email": "a@b\x00"},
        {"office": "king"},
        {"office": ""},
        {"chamber": ""},
        {"chamber": "house"},
        {"office": "clerk"},
        {"term_from": ""},
        {"term_from": "tomorrow"},
        {"term_from": "2026-02-30"},
        {"term_until": "2026-03-02"},
        {"term_until": "0000-00-00"},
    ],
)
def test_what_can_not_be_read_is_said_at_its_field(
    given: Given, client: FlaskClient, admin: Person, wrong: dict[str, str]
) -> None:
    board, person = given.board(), given.person()
    given.signed_in(client, admin)
    answer = send_proposal(client, board, **{"email": person.email, **wrong})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not number_of(Membership)


def test_pages_of_others_boards_do_not_lead_here(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    place, other = given.member(given.board(), given.person()), given.board()
    given.signed_in(client, admin)
    for page in ("", "/end", "/decline"):
        assert client.get(f"/boards/{other.slug}/members/{place.id}{page}").status_code == 404
    assert client.post(f"/boards/{other.slug}/members/{place.id}/confirm").status_code == 404
    assert client.get("/boards/none-such").status_code == 404
    assert client.get("/boards/x/members/no-uuid/end").status_code == 404


def test_one_click_confirms_all_that_one_has_seen(
    given: Given, client: FlaskClient, admin: Person, second: Person
) -> None:
    board, people = given.board(), [given.person() for _ in range(3)]
    places = [propose(admin, board, person) for person in people]
    mine = propose(second, board, given.person())
    given.signed_in(client, second)
    assert "Confirm all 3 places" in client.get("/boards/proposals").text
    seen = ",".join(str(place.id) for place in places)
    answer = client.post("/boards/proposals/confirm", data={"seen": seen, "key": "k"})
    assert (answer.status_code, answer.location) == (302, "/boards")
    assert [place.state for place in places] == [State.HELD] * 3
    assert mine.state is State.PROPOSED
    assert subjects(admin).count("%(number)s places on boards have been confirmed at once") == 1
    again = client.post("/boards/proposals/confirm", data={"seen": seen, "key": "k"})
    assert again.status_code == 303


def test_confirming_all_is_all_or_nothing(
    given: Given, client: FlaskClient, admin: Person, second: Person
) -> None:
    board = given.board()
    chairs = [propose(admin, board, given.person(), CHAIR) for _ in range(2)]
    given.signed_in(client, second)
    seen = ",".join(str(place.id) for place in chairs)
    assert client.post("/boards/proposals/confirm", data={"seen": seen}).status_code == 409
    assert [place.state for place in chairs] == [State.PROPOSED] * 2


@pytest.mark.parametrize("seen", ["", "x", "1,2", "\x00", "," * 9])
def test_confirming_nothing_is_refused(
    given: Given, client: FlaskClient, admin: Person, seen: str
) -> None:
    given.signed_in(client, admin)
    assert client.post("/boards/proposals/confirm", data={"seen": seen}).status_code == 422


def test_the_button_shows_for_whom_the_door_opens(
    given: Given, client: FlaskClient, admin: Person, second: Person
) -> None:
    board = given.board()
    place = propose(admin, board, given.person())
    page = f"/boards/{board.slug}/members/{place.id}"
    given.signed_in(client, second)
    assert f"{page}/confirm" in client.get(page).text
    given.signed_in(client, admin)
    assert f"{page}/confirm" not in client.get(page).text
    assert "Another administrator has to confirm it." in client.get(page).text
    given.signed_in(client, given.person())
    assert f"{page}/confirm" not in client.get(page).text
    assert client.post(f"{page}/confirm").status_code == 403
