"""Home shows each thing that waits, to whom it waits for, within its bound of queries."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.dashboard.queries.waiting import waiting_for
from impactreview.governance.rules.calendar import day_in
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.db import db
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.reviews.operations import recuse
from impactreview.reviews.terms import SeatKind
from tests.ballots.house import House
from tests.dashboard.test_queries import spoken_of
from tests.escalations.scene import scene
from tests.given import Given
from tests.home import at_home
from tests.reading import subjects
from tests.reviews.firm import drawn

pytestmark = pytest.mark.database_near


def _queries(client: FlaskClient, path: str) -> int:
    counted: list[str] = []

    def count(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        assert client.get(path).status_code == 200
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return len(counted)


def test_an_employee_with_nothing_to_do_sees_so(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    assert "Nothing waits for you" in client.get("/").text


def test_home_stays_within_six_queries(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    assert _queries(client, "/") <= 6


def test_what_waits_in_a_case_stands_with_its_day(given: Given, client: FlaskClient) -> None:
    """The case of a handler and of who determines it; what was asked of an executive, at once."""
    seen = scene(given)
    case = seen.raised()
    handler = seen.as_(client, seen.handler)
    assert _until(handler.get("/").text, "Handle a case") == "10 March 2026 overdue"
    case = seen.triaged()
    measure = seen.asked(case)
    executive = seen.as_(client, seen.executive)
    assert _until(executive.get("/").text, "Agree or refuse") == "at once"
    seen.agreed(measure)
    owner = seen.as_(client, seen.owner)
    assert _until(owner.get("/").text, "Confirm what has stopped") == "at once"
    seen.submitted(case)
    judge = seen.as_(client, seen.chair)
    assert _until(judge.get("/").text, "Determine a case") == "3 June 2026 overdue"


def _until(page: str, task: str) -> str:
    """What the line of this task says until when it is to be done."""
    line = re.search(rf"<tr>(?:(?!</tr>).)*>{task}</a>.*?</tr>", page, re.S)
    assert line is not None
    cell = re.search(r'<td data-label="Until">(.*?)</td>', line[0], re.S)
    assert cell is not None
    return re.sub(r"<[^>]+>", "", cell[1])


def test_each_task_of_a_case_stands_with_the_level_that_it_is_about(given: Given) -> None:
    """What is read and answered by the level before mitigation, what is voted on by that after."""
    house = House(given)
    reads, speaks = house.hand_in(analysis=drawn(3, 2)), spoken_of(house)
    house.ask_for_changes(reads, house.holder(reads, SeatKind.DOMAIN))
    review = house.ready(4, 2)
    assert speaks.plan["gross"] == 2
    assert _levels(house.owner, "Answer a concern", given.at) == [2]
    assert _levels(house.owner, "Revise", given.at) == [3]
    assert _levels(house.chair, "Open the ballot", given.at) == [2]
    ballot = house.open(review)
    assert _levels(house.co_1, "Vote", ballot.opens_at) == [2]
    assert _levels(house.chair, "Open the ballot", given.at) == []


def test_a_claim_that_can_be_taken_as_decided_stands_with_level_zero(given: Given) -> None:
    house = House(given)
    house.ready(0)
    assert _levels(house.owner, "Take it as decided", given.at) == [0]


def _levels(person: Person, task: str, at: datetime) -> list[int | None]:
    today = day_in(at, "Europe/Berlin")
    found = waiting_for(person.id, at=at, today=today, administers=False).waiting
    return [one.level for one in found if one.task == task]


def test_the_log_shows_ones_own_acts_and_the_auditor_all(given: Given, client: FlaskClient) -> None:
    given.unit(code="SALES")
    given.signed_in(client, given.person())
    assert "unit/SALES" not in client.get("/audit").text
    given.signed_in(client, given.person(Role.AUDITOR))
    assert "unit/SALES" in client.get("/audit").text
    assert db.engine.dialect.name in {"sqlite", "postgresql"}


def test_an_administrator_sees_what_is_not_set_up_yet(given: Given, client: FlaskClient) -> None:
    first = given.person(Role.ADMINISTRATOR)
    given.signed_in(client, first)
    page = client.get("/").text
    assert page.count("to set up:") == 10
    given.unit()
    for role in (
        Role.ADMINISTRATOR,
        Role.ADVOCATE,
        Role.REVIEWER,
        Role.REVIEWER,
        Role.HANDLER,
        Role.DUTY_EXECUTIVE,
    ):
        given.person(role)
    boards = [given.board(kind=kind) for kind in (BoardKind.CENTRAL, BoardKind.INDEPENDENT)]
    assert client.get("/").text.count("to set up:") == 3
    for board in boards:
        given.member(board, first, office=Office.CHAIR)
    assert client.get("/").text.count("to set up:") == 3
    given.member(boards[0], given.person(), chamber=Chamber.CUSTOMER)
    assert client.get("/").text.count("to set up:") == 2
    given.member(boards[1], given.person(), chamber=Chamber.CUSTOMER)
    given.policy()
    assert "to set up:" not in client.get("/").text
    given.signed_in(client, given.person())
    assert "to set up:" not in client.get("/").text


def test_a_few_people_with_a_top_need_no_independent_board(
    given: Given, client: FlaskClient
) -> None:
    first, asked = given.person(Role.ADMINISTRATOR), "Set up the independent board"
    given.signed_in(client, first)
    assert asked in client.get("/").text
    given.role(first, Role.TOP)
    assert asked not in client.get("/").text
    with given.together():
        for _ in range(20):
            given.person()
    assert asked in client.get("/").text


def test_a_role_of_somebody_who_has_left_is_held_by_nobody(
    given: Given, client: FlaskClient
) -> None:
    given.person(Role.ADVOCATE, deactivated_at=given.at)
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    assert "Name the customer advocate" in client.get("/").text


def test_a_case_without_hands_waits_for_administrators_who_have_no_part_in_it(
    given: Given, client: FlaskClient
) -> None:
    seen = scene(given, handlers=0)
    given.role(seen.owner, Role.ADMINISTRATOR)
    given.role(seen.reporter, Role.ADMINISTRATOR)
    before = seen.as_(client, seen.administrator).get("/").text
    case = seen.raised()
    page = seen.as_(client, seen.administrator).get("/").text
    assert "/people/roles/new?role=handler" in page
    assert "/people/roles/new?role=handler" not in before
    for word in (case.code, seen.policy.code, seen.policy.title):
        assert word not in page
    for person in (seen.owner, seen.reporter, seen.stranger, seen.top):
        assert "role=handler" not in seen.as_(client, person).get("/").text


def test_whoever_runs_the_board_is_told_that_a_review_is_finished(given: Given) -> None:
    house = House(given)
    review = house.ready(2)
    code, at = review.proposal.code, given.at
    for person in (house.chair, house.vice, house.clerk):
        assert at_home(person, "ballots.begin", at) == [code]
        assert subjects(person).count("The proposal %(code)s is ready for your board") == 1
    for person in (house.co_1, house.owner, house.executive, house.stranger):
        assert at_home(person, "ballots.begin", at) == []
    ballot = house.open(review)
    assert at_home(house.chair, "ballots.begin", at) == []
    house.close(ballot)  # nobody voted: another round is open at once
    assert at_home(house.chair, "ballots.begin", given.at) == []


def test_who_wrote_it_opens_no_ballot_about_it(given: Given) -> None:
    house = House(given)
    house.ready(2, co_authors=[house.chair])
    assert at_home(house.chair, "ballots.begin", given.at) == []
    assert "The proposal %(code)s is ready for your board" not in subjects(house.chair)
    assert len(at_home(house.vice, "ballots.begin", given.at)) == 1


def test_an_owner_is_told_that_a_claim_can_be_taken_as_decided(given: Given) -> None:
    house = House(given)
    review = house.ready(0)
    assert at_home(house.owner, "ballots.ballot", given.at) == [review.proposal.code]
    assert at_home(house.chair, "ballots.begin", given.at) == []


def test_an_administrator_is_told_of_a_seat_that_waits_for_a_role(
    given: Given, client: FlaskClient
) -> None:
    house = House(given)
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    review = house.hand_in()
    assert "Give the role that a seat waits for" not in client.get("/").text
    for person in (house.reader, house.it_reader):
        with acting(by=person, at=given.at) as act:
            recuse(act, review, by=person, reason="My brother.", zone="Europe/Berlin")
    page = client.get("/").text
    assert "Give the role that a seat waits for" in page
    assert review.proposal.code not in page
