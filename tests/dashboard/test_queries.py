"""Pages and acts ask the database a bounded number of questions, however many records there are.

The bounds are those of docs/operators.md, "Figures". BEGIN, COMMIT and SAVEPOINT are not counted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.reviews.models import Position, Review
from impactreview.reviews.terms import SeatKind, Stand
from tests.given import Given
from tests.reviews.firm import HARM, Firm

pytestmark = pytest.mark.database_near

Visit = Callable[[Person, str], int]

HOME, REGISTER, CASE, POSITION = 6, 5, 12, 12
"""The budgets of the acts stand in tests/house/test_budgets.py."""
FEW, MANY = 1, 12
_OF_TRANSACTIONS = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"})


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects every statement but those that begin and end transactions."""
    said: list[str] = []

    def keep(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.split(maxsplit=1)[0].upper() not in _OF_TRANSACTIONS:
            said.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", keep)
    try:
        yield said
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", keep)


@pytest.fixture
def firm(given: Given) -> Firm:
    return Firm(given)


@pytest.fixture
def visit(given: Given, client: FlaskClient) -> Visit:
    """Opens a page as somebody; how many statements that took, once everything is warm."""

    def look(person: Person, path: str) -> int:
        given.signed_in(client, person)
        with counted() as said:
            answer = client.get(path)
        assert answer.status_code == 200
        return len(said)

    return look


def cases(firm: Firm, number: int) -> Review:
    """So many cases that wait for the same readers; the last one is given back."""
    for _ in range(number):
        review = firm.hand_in()
    return review


def spoken_of(firm: Firm) -> Review:
    """A case that everybody has read, with a concern."""
    review = firm.hand_in()
    advocate = firm.holder(review, SeatKind.ADVOCATE)
    firm.say(review, advocate, Stand.OBJECT, concern=HARM)
    for seat in list(review.seats):
        if seat.person is not None and seat.person is not advocate:
            firm.say(review, seat.person, Stand.APPROVE)
    return review


def test_home_asks_as_much_for_many_things_as_for_few(firm: Firm, visit: Visit) -> None:
    reader = firm.holder(cases(firm, FEW), SeatKind.DOMAIN)
    few = visit(reader, "/")
    cases(firm, MANY)
    assert visit(reader, "/") == few <= HOME


def test_home_of_an_owner_stays_within_its_bound(firm: Firm, visit: Visit) -> None:
    for _ in range(3):
        spoken_of(firm)
    assert visit(firm.owner, "/") <= HOME


def test_the_register_asks_as_much_for_many_cases_as_for_few(firm: Firm, visit: Visit) -> None:
    cases(firm, FEW)
    few = visit(firm.reader, "/register")
    cases(firm, MANY)
    assert visit(firm.reader, "/register") == few <= REGISTER


def test_the_register_stays_within_its_bound_with_a_filter(firm: Firm, visit: Visit) -> None:
    cases(firm, 2)
    assert visit(firm.reader, "/register?q=fee&unit=SALES&state=in_review&level=2") <= REGISTER


def test_a_case_asks_as_much_with_many_voices_as_with_none(firm: Firm, visit: Visit) -> None:
    quiet = firm.hand_in()
    path = f"/proposals/{quiet.proposal.code}"
    few = visit(firm.reader, path)
    loud = spoken_of(firm)
    assert visit(firm.reader, f"/proposals/{loud.proposal.code}") <= CASE
    assert few <= CASE


def test_a_position_asks_as_much_with_many_cases_as_with_few(
    firm: Firm, given: Given, client: FlaskClient
) -> None:
    review = spoken_of(firm)
    seat = firm.seat(review, SeatKind.DOMAIN)
    person = firm.holder(review, SeatKind.DOMAIN)
    path, number, seat_id = f"/proposals/{review.proposal.code}/position", review.number, seat.id

    def give() -> int:
        given.signed_in(client, person)
        with counted() as said:
            form = {"key": uuid4().hex, "number": number, "stand": "approve", "reason": "Again."}
            assert client.post(path, data=form).status_code == 303
        return len(said)

    few = give()
    cases(firm, MANY)
    before = session.scalar(
        sa.select(sa.func.max(Position.serial)).where(Position.seat_id == seat_id)
    )
    assert give() == few <= POSITION
    after = session.scalar(
        sa.select(sa.func.max(Position.serial)).where(Position.seat_id == seat_id)
    )
    assert (before or 0) + 1 == after
