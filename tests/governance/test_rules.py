"""Rules of boards, each alone: who sits, who may give a place, what a board lacks."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from impactreview.governance.models import Membership
from impactreview.governance.rules import boards, seats
from impactreview.governance.rules.boards import Filled
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.lifecycle import GRANT
from impactreview.people.models import Person
from impactreview.people.terms import State, Step
from tests.conftest import NOON

TODAY = date(2026, 3, 3)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
MEMBER = Place(Office.MEMBER, Chamber.CUSTOMER, TODAY, None)
CHAIR = Place(Office.CHAIR, Chamber.COMPANY, TODAY, None)


def person(**values: Any) -> Person:
    return Person(**{"name": "Ada", "email": "ada@example.org", "deactivated_at": None, **values})


def seat(**values: Any) -> Membership:
    who = values.pop("person", None) or person()
    given = {
        "person": who,
        "person_id": who.id,
        "proposed_by_id": uuid4(),
        "office": Office.MEMBER,
        "chamber": Chamber.COMPANY,
        "state": State.HELD,
        "term_from": TODAY,
        "term_until": None,
    }
    return Membership(**{**given, **values})


@pytest.mark.parametrize(
    ("values", "sits"),
    [
        ({}, True),
        ({"term_from": TOMORROW}, False),
        ({"term_from": YESTERDAY, "term_until": YESTERDAY}, False),
        ({"term_from": YESTERDAY, "term_until": TODAY}, True),
        ({"state": State.PROPOSED}, False),
        ({"state": State.DECLINED}, False),
        ({"state": State.ENDED}, False),
    ],
)
def test_a_place_counts_within_its_term_alone(values: dict[str, Any], sits: bool) -> None:
    assert seats.is_sitting(seat(**values), TODAY) is sits


def test_whoever_has_left_does_not_sit() -> None:
    assert not seats.is_sitting(seat(person=person(deactivated_at=NOON)), TODAY)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_move_of_a_place(state: State, step: Step) -> None:
    drawn = {
        (State.PROPOSED, Step.CONFIRM): State.HELD,
        (State.PROPOSED, Step.DECLINE): State.DECLINED,
        (State.HELD, Step.END): State.ENDED,
    }
    if (state, step) in drawn:
        assert GRANT.after(state, step) is drawn[state, step]
    else:
        with pytest.raises(NotNow):
            GRANT.after(state, step)


@pytest.mark.parametrize(
    ("office", "chamber", "right"),
    [
        (office, chamber, (office is Office.CLERK) == (chamber is None))
        for office, chamber in product(Office, (None, *Chamber))
    ],
)
def test_the_clerk_and_nobody_else_has_no_chamber(
    office: Office, chamber: Chamber | None, right: bool
) -> None:
    refusal = seats.why_not_place(Place(office, chamber, TODAY, None), TODAY)
    assert (refusal is None) is right


@pytest.mark.parametrize(
    ("since", "until"), [(TOMORROW, TODAY), (YESTERDAY - timedelta(9), YESTERDAY)]
)
def test_a_term_that_is_none_is_refused(since: date, until: date) -> None:
    refusal = seats.why_not_place(Place(Office.MEMBER, Chamber.COMPANY, since, until), TODAY)
    assert isinstance(refusal, Unusable)


def test_nobody_proposes_themselves() -> None:
    who = person()
    assert isinstance(seats.why_not_propose(who, MEMBER, by=who.id, others=[], on=TODAY), NotYours)


def test_who_has_left_gets_no_place() -> None:
    who = person(deactivated_at=NOON)
    assert isinstance(seats.why_not_propose(who, MEMBER, by=uuid4(), others=[], on=TODAY), NotNow)


@pytest.mark.parametrize("state", [State.PROPOSED, State.HELD])
@pytest.mark.parametrize("chamber", list(Chamber))
def test_a_person_has_one_place_on_a_board_in_one_chamber(state: State, chamber: Chamber) -> None:
    who = person()
    others = [seat(person=who, state=state)]
    place = Place(Office.MEMBER, chamber, TODAY, None)
    assert seats.why_not_propose(who, place, by=uuid4(), others=others, on=TODAY)


def test_a_term_that_is_over_keeps_nobody_out() -> None:
    who = person()
    others = [seat(person=who, term_from=YESTERDAY, term_until=YESTERDAY)]
    assert seats.why_not_propose(who, MEMBER, by=uuid4(), others=others, on=TODAY) is None


@pytest.mark.parametrize("office", list(Office))
def test_some_offices_are_held_by_one(office: Office) -> None:
    chamber = None if office is Office.CLERK else Chamber.COMPANY
    place = Place(office, chamber, TODAY, None)
    taken = seats.why_not_single(place, [seat(office=office, chamber=chamber)])
    single = office in {Office.CHAIR, Office.DEPUTY_CHAIR, Office.CLERK}
    assert (taken is not None) is single


@pytest.mark.parametrize(
    ("since", "until", "other_since", "other_until", "clash"),
    [
        (1, None, 1, None, True),
        (5, None, 1, 4, False),
        (4, None, 1, 4, True),
        (1, 3, 4, None, False),
        (1, 4, 4, None, True),
        (2, 3, 1, 9, True),
    ],
)
def test_one_after_the_other_may_hold_an_office(
    since: int, until: int | None, other_since: int, other_until: int | None, clash: bool
) -> None:
    def on(day: int | None) -> Any:
        return None if day is None else date(2026, 4, day)

    place = Place(Office.CHAIR, Chamber.COMPANY, on(since), on(until))
    other = seat(office=Office.CHAIR, term_from=on(other_since), term_until=on(other_until))
    assert (seats.why_not_single(place, [other]) is not None) is clash


def test_a_proposed_chair_does_not_stand_against_another() -> None:
    assert seats.why_not_single(CHAIR, [seat(office=Office.CHAIR, state=State.PROPOSED)]) is None


@pytest.mark.parametrize("role", ["proposer", "receiver", "third"])
def test_the_second_person_is_neither_proposer_nor_receiver(role: str) -> None:
    place = seat(state=State.PROPOSED)
    by = {"proposer": place.proposed_by_id, "receiver": place.person_id, "third": uuid4()}[role]
    assert by is not None
    refusal = seats.why_not_confirm(place, by=by, others=[place], on=TODAY)
    assert (refusal is None) is (role == "third")


@pytest.mark.parametrize("state", [State.HELD, State.DECLINED, State.ENDED])
def test_only_what_is_proposed_is_confirmed(state: State) -> None:
    assert isinstance(seats.why_not_second(seat(state=state), uuid4()), NotNow)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("pricing", True),
        ("pricing-board-2", True),
        ("new", False),
        ("import", False),
        ("proposals", False),
        ("", False),
        ("-a", False),
        ("a-", False),
        ("a--b", False),
        ("Ä", False),
        ("a b", False),
        ("a/b", False),
        ("A", False),
        ("a" * 60, True),
        ("a" * 61, False),
        ("a\n", False),
        ("٣", False),
    ],
)
def test_what_can_stand_in_an_address(text: str, right: bool) -> None:
    assert boards.is_slug(text) is right


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Pricing Board", "pricing-board"),
        ("Gremium für Größe & Maß", "gremium-fuer-groesse-mass"),
        ("Élysée", "elysee"),
        ("New", "board-new"),
        ("会议", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_short_name_is_made_from_the_name(name: str, slug: str) -> None:
    made = boards.slug_of(name)
    assert made == slug
    assert boards.is_slug(made) or not made


def test_no_board_stands_above_itself() -> None:
    low, middle, high = uuid4(), uuid4(), uuid4()
    standing = {low: middle, middle: high, high: None}
    assert boards.why_not_above(high, low, standing)
    assert boards.why_not_above(low, low, standing)
    assert boards.why_not_above(low, high, standing) is None
    assert boards.why_not_above(low, None, standing) is None


def test_an_old_circle_elsewhere_keeps_nobody_from_mending_another_board() -> None:
    a, b, c = uuid4(), uuid4(), uuid4()
    assert boards.why_not_above(c, None, {a: b, b: a, c: None}) is None


@pytest.mark.parametrize("kind", list(BoardKind))
def test_an_empty_board_says_what_it_lacks(kind: BoardKind) -> None:
    nobody = Filled(0, 0, frozenset())
    said = {item.message for item in boards.lacks(kind, nobody, has_above=False)}
    assert {"No chair", "No clerk"} <= said
    assert ("No customer chamber" in said) is (kind not in {BoardKind.INDEPENDENT, BoardKind.TOP})
    assert ("No next-higher board" in said) is (kind in {BoardKind.UNIT, BoardKind.CENTRAL})


@pytest.mark.parametrize("kind", list(BoardKind))
def test_a_whole_board_lacks_nothing(kind: BoardKind) -> None:
    whole = Filled(3, 3, frozenset({Office.CHAIR, Office.CLERK}))
    assert boards.lacks(kind, whole, has_above=True) == ()
