"""Whoever is deactivated loses places and seats in the same act, and whoever watches is told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import Act, System, acting
from impactreview.governance.models import Membership
from impactreview.governance.operations import members
from impactreview.governance.queries.seats import open_of, sitting
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotYours
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.operations.leaving import (
    Farewell,
    deactivate_person,
    reactivate_person,
)
from impactreview.people.operations.roles import propose_role
from impactreview.people.queries.roles import open_grants
from impactreview.people.roles import Role
from impactreview.people.terms import State
from impactreview.reviews.jobs import seek_readers
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.queries.reviews import seats
from impactreview.reviews.terms import SeatKind, Stand
from impactreview.reviews.terms import State as ReviewState
from impactreview.web.leaving import farewells
from tests.ballots.house import House
from tests.given import Given
from tests.people.seen import facts, kinds, letters_to, number_of
from tests.reviews.firm import BERLIN
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

GONE, BACK = "Somebody with power was deactivated", "Somebody who had power was let in again"
EMPTY = "A seat in the review of the proposal %(code)s is empty"
ENDED = "A place on the board %(board)s has ended: %(name)s"


@pytest.fixture
def house(given: Given) -> House:
    made = House(given)
    for name in ("anna", "bo"):
        made.hire(name, Role.ADMINISTRATOR)
    made.hire("auditor", Role.AUDITOR)
    return made


def leave(house: House, person: Person, by: Person | None = None) -> None:
    with acting(by=by or house.anna, at=house.given.at) as act:
        deactivate_person(act, person, reason="has left the firm", farewells=farewells())


def come_back(house: House, person: Person) -> None:
    with acting(by=house.anna, at=house.given.at + timedelta(hours=1)) as act:
        reactivate_person(act, person, reason="is back", farewells=farewells())


def places(person: Person) -> list[Membership]:
    asked = sa.select(Membership).where(Membership.person_id == person.id)
    return list(session.scalars(asked.order_by(Membership.id)))


def told(person: Person, beginning: str) -> list[str]:
    return [each for each in letters_to(person) if each.startswith(beginning)]


# --- places on boards


def test_places_end_with_their_holder_and_do_not_come_back(house: House) -> None:
    board = house.boards["unit"]
    with acting(by=house.bo, at=house.given.at) as act:
        place = Place(Office.MEMBER, Chamber.COMPANY, house.given.at.date(), None)
        members.propose(
            act, house.boards["top"], person=house.co_1, place=place, on=house.given.at.date()
        )
    leave(house, house.co_1)
    had = places(house.co_1)
    assert sorted(each.state for each in had) == [State.DECLINED, State.ENDED, State.ENDED]
    for each in had:
        assert each.ended_at == house.given.at
        assert facts(each)["reason"] == "has left the firm"
        assert kinds(each)[-1] in ("governance.member_ended", "governance.member_declined")
    assert house.co_1.id not in {each.person_id for each in sitting(board, house.given.at.date())}
    come_back(house, house.co_1)
    assert open_of(house.co_1) == []
    assert house.co_1.id not in {each.person_id for each in sitting(board, house.given.at.date())}


def test_who_runs_the_board_and_administers_hears_of_it_and_nobody_who_left(house: House) -> None:
    leave(house, house.chair)
    for reader in (house.vice, house.clerk, house.anna, house.bo):
        assert ENDED in letters_to(reader), reader.name
    assert letters_to(house.chair) == []
    assert ENDED not in letters_to(house.co_1)


def test_a_place_past_its_last_day_ends_without_a_letter(house: House) -> None:
    place = house.given.member(house.boards["unit"], house.stranger)
    with acting(by=System(), at=house.given.at) as act:
        place.term_until = house.given.at.date() - timedelta(days=1)
        act.record(GivenEvent.GIVEN, place)
    leave(house, house.stranger)
    assert place.state is State.ENDED
    assert ENDED not in letters_to(house.bo)
    assert told(house.bo, GONE) == []


def test_a_place_that_was_left_standing_ends_before_its_holder_returns(house: House) -> None:
    with acting(by=System(), at=house.given.at) as act:
        house.co_1.deactivated_at = act.at
        act.record(GivenEvent.GIVEN, house.co_1)
    come_back(house, house.co_1)
    assert {each.state for each in places(house.co_1)} == {State.ENDED}
    assert told(house.auditor, BACK)


def test_a_place_takes_two_administrators_again(house: House) -> None:
    leave(house, house.co_1)
    come_back(house, house.co_1)
    on = house.given.at.date()
    place = Place(Office.MEMBER, Chamber.COMPANY, on, None)
    with acting(by=house.anna, at=house.given.at) as act:
        proposed = members.propose(act, house.boards["unit"], person=house.co_1, place=place, on=on)
    with pytest.raises(NotYours), acting(by=house.anna, at=house.given.at) as act:
        members.confirm(act, proposed, on=on)
    with acting(by=house.bo, at=house.given.at) as act:
        members.confirm(act, proposed, on=on)
    assert proposed.state is State.HELD


# --- seats


def test_a_seat_without_a_position_goes_to_the_next_in_the_same_act(house: House) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    house.declare(review, leaver)
    house.hire("second_reader", Role.REVIEWER, unit=house.sales)
    leave(house, leaver)
    assert seat.ended_at == house.given.at
    after = house.seat(review, SeatKind.DOMAIN)
    assert after.person is not None
    assert after.person_id != leaver.id
    assert after.due_at == seat.due_at
    assert after.declared_at is None
    said = _given_up(review)
    assert said["seat"] == str(seat.id)
    assert said["follows"] == after.person.handle
    assert EMPTY not in letters_to(house.chair)
    come_back(house, leaver)
    assert leaver.id not in {each.person_id for each in seats(review)}


def test_a_seat_that_nobody_may_take_is_told_to_who_runs_the_board(house: House) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    leave(house, leaver)
    after = house.seat(review, SeatKind.DOMAIN)
    assert after.id != seat.id
    assert after.person_id is None
    assert _given_up(review)["follows"] is None
    for reader in (house.chair, house.vice, house.clerk):
        assert letters_to(reader).count(EMPTY) == 1, reader.name
    for reader in (house.co_1, house.owner, leaver):
        assert EMPTY not in letters_to(reader), reader.name
    come_back(house, leaver)
    house.given.role(leaver, Role.REVIEWER)
    assert seek_readers(house.given.at, BERLIN) == 0, "nobody comes back who left a seat"
    house.hire("second_reader", Role.REVIEWER, unit=house.sales)
    assert seek_readers(house.given.at, BERLIN) == 1
    assert house.seat(review, SeatKind.DOMAIN).person == house.second_reader


def test_a_position_that_counts_stays(house: House) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    house.say(review, leaver, Stand.APPROVE)
    leave(house, leaver)
    assert seat.ended_at is None
    assert house.seat(review, SeatKind.DOMAIN) == seat
    assert "review.seat_given_up" not in kinds(review)


def test_while_the_authors_revise_the_seat_is_empty_and_the_time_begins_anew(
    house: House,
) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    house.ask_for_changes(review, house.holder(review, SeatKind.OTHER_UNIT))
    house.hire("second_reader", Role.REVIEWER, unit=house.sales)
    leave(house, leaver)
    after = house.seat(review, SeatKind.DOMAIN)
    assert after.id != seat.id
    assert after.person_id is None
    assert after.due_at is None
    assert review.state is ReviewState.CHANGES_REQUESTED


def test_while_a_ballot_is_open_the_review_stays_held(house: House) -> None:
    review = house.ready()
    house.open(review)
    voters = [seat.person_id for seat in seats(review)]
    leave(house, house.holder(review, SeatKind.DOMAIN))
    assert review.held_at is not None
    assert review.state is ReviewState.READY
    assert [seat.person_id for seat in seats(review)] == voters


def test_several_seats_of_one_person_each_find_somebody(house: House) -> None:
    first, second = house.hand_in(), house.hand_in(title="Another fee")
    leaver, _ = _reader(house, first)
    assert house.holder(second, SeatKind.DOMAIN) == leaver
    names = ("reader_b", "reader_c")
    new = {house.hire(name, Role.REVIEWER, unit=house.sales) for name in names}
    leave(house, leaver)
    assert {house.holder(each, SeatKind.DOMAIN) for each in (first, second)} == new


# --- letters


def test_who_removes_the_other_administrator_is_seen(house: House) -> None:
    leave(house, house.bo)
    watching = (house.auditor, house.executive, house.advocate, house.deputy)
    for reader in watching:
        assert len(told(reader, GONE)) == 1, reader.name
    for nobody in (house.anna, house.bo, house.stranger):
        assert told(nobody, GONE) == [], nobody.name
    letter = session.scalars(
        sa.select(Letter).where(
            Letter.person_id == house.auditor.id, Letter.subject.startswith(GONE)
        )
    ).one()
    assert letter.params["by"] == house.anna.name
    assert letter.params["reason"] == "has left the firm"
    assert letter.params["lost"] == {"list": [{"term": "people.Role.ADMINISTRATOR"}]}
    come_back(house, house.bo)
    for reader in watching:
        assert len(told(reader, BACK)) == 1, reader.name
    for nobody in (house.anna, house.bo):
        assert told(nobody, BACK) == [], nobody.name


def test_the_other_administrators_learn_of_a_member_of_a_board(house: House) -> None:
    leave(house, house.co_1)
    assert told(house.bo, GONE)
    assert told(house.anna, GONE) == []
    letter = session.scalars(
        sa.select(Letter).where(Letter.person_id == house.bo.id, Letter.subject.startswith(GONE))
    ).one()
    assert letter.params["lost"] == {"list": ["central", "unit"]}
    come_back(house, house.co_1)
    assert told(house.bo, BACK)


def test_nobody_who_was_deactivated_gets_a_letter(house: House) -> None:
    leave(house, house.auditor)
    leave(house, house.co_1)
    assert told(house.auditor, GONE) == []


def test_of_somebody_without_power_nobody_is_told(house: House) -> None:
    leave(house, house.it_reader)
    come_back(house, house.it_reader)
    for reader in (house.bo, house.auditor, house.executive, house.advocate):
        assert told(reader, GONE) == []
        assert told(reader, BACK) == []


# --- one act, or none


def test_where_a_room_fails_nothing_is_written(house: House) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    place = house.given.member(house.boards["top"], leaver)
    before = (number_of(Letter), kinds(review), kinds(place))

    def fail(act: Act, person: Person, reason: str) -> None:
        raise NotYours("Not this.")

    last = Farewell(end=fail, ended=lambda _person, _since: ())
    with pytest.raises(NotYours), acting(by=house.anna, at=house.given.at) as act:
        deactivate_person(act, leaver, reason="x", farewells=(*farewells(), last))
    session.expire_all()
    assert leaver.deactivated_at is None
    assert place.state is State.HELD
    assert seat.ended_at is None
    assert (number_of(Letter), kinds(review), kinds(place)) == before
    assert open_grants(leaver)


@pytest.mark.parametrize("who", ["stranger", "chair", "auditor"])
def test_only_an_administrator_ends_anything(house: House, who: str) -> None:
    letters = number_of(Letter)
    with pytest.raises(NotYours):
        leave(house, house.co_1, by=house.people[who])
    with (
        pytest.raises(NotYours),
        acting(by=house.people[who], at=house.given.at) as act,
    ):
        members.end_all(act, house.co_1, reason="x", on=house.given.at.date())
    assert {each.state for each in places(house.co_1)} == {State.HELD}
    assert house.co_1.deactivated_at is None
    assert number_of(Letter) == letters


def test_the_page_does_all_of_it(house: House, client: FlaskClient) -> None:
    review = house.hand_in()
    leaver, seat = _reader(house, review)
    with acting(by=house.bo, at=house.given.at) as act:
        propose_role(act, leaver, role=Role.HANDLER)
    place = house.given.member(house.boards["top"], leaver)
    house.given.signed_in(client, house.anna)
    url = f"/people/{leaver.id}"
    sent = {"reason": "gone", "key": "one"}
    assert client.post(f"{url}/deactivate", data=sent).status_code == 302
    assert client.post(f"{url}/deactivate", data=sent).status_code == 303
    assert place.state is State.ENDED
    assert seat.ended_at is not None
    assert client.post(f"{url}/reactivate", data={"reason": "back"}).status_code == 302
    assert open_of(leaver) == []
    assert open_grants(leaver) == []
    assert len(told(house.bo, GONE)) == len(told(house.bo, BACK)) == 1


def _reader(house: House, review: Review) -> tuple[Person, Seat]:
    seat = house.seat(review, SeatKind.DOMAIN)
    assert seat.person is not None
    return seat.person, seat


def _given_up(review: Review) -> dict[str, object]:
    """What the entry about the seat says; an entry about the review itself may follow it."""
    kind = "review.seat_given_up"
    assert kinds(review).count(kind) == 1
    return facts(review) if kinds(review)[-1] == kind else {}
