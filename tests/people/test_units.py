"""Units are a tree: added, renamed, moved, never in a circle, each code once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal
from impactreview.people.models import Person, Unit
from impactreview.people.operations import units
from impactreview.people.queries import choices
from impactreview.people.roles import Role
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.people.seen import counted, facts, kinds, number_of

pytestmark = pytest.mark.database_near


@pytest.fixture
def anna(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR)


def test_the_tree_counts_who_stands_where(given: Given, client: FlaskClient) -> None:
    top = given.unit(code="TOP", name="Whole firm")
    low = given.unit(given.unit(top, code="MID", name="A middle"), code="LOW", name="Lowest")
    for unit in (top, low, low):
        given.person(unit=unit)
    given.person(unit=low, deactivated_at=NOON)
    given.signed_in(client, given.person())
    page = client.get("/people/units").text
    places = [page.index(name) for name in ("Whole firm", "A middle", "Lowest")]
    assert places == sorted(places)
    numbers = page.split("<tbody>")[1].split('data-label="People in it"><span>')[1:]
    assert [part.split("<")[0] for part in numbers] == ["1", "0", "2"]
    wholes = page.split('data-label="With those below"><span>')[1:]
    assert [part.split("<")[0] for part in wholes] == ["3", "2", "2"]
    assert "/change" not in page


def test_a_deep_tree_takes_as_few_queries_as_a_flat_one(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    unit = given.unit()
    for _ in range(60):
        unit = given.unit(unit)
    with counted() as sent:
        assert client.get("/people/units").status_code == 200
    assert len(sent) <= 4


def test_a_unit_is_added_once(given: Given, client: FlaskClient, anna: Person) -> None:
    given.unit(code="TOP")
    given.signed_in(client, anna)
    sent = {"code": "SALES", "name": "Vertrieb <Süd>", "parent": "TOP", "key": "once"}
    assert client.post("/people/units/new", data=sent).status_code == 302
    assert client.post("/people/units/new", data=sent).status_code == 303
    unit = choices.unit_of("SALES")
    assert unit is not None
    assert unit.parent == choices.unit_of("TOP")
    assert kinds(unit) == ["people.unit_made"]
    assert facts(unit)["parent"] == "unit/TOP"
    assert "Vertrieb &lt;Süd&gt;" in client.get("/people/units").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": ""}, "This is needed."),
        ({"name": " "}, "This is needed."),
        ({"code": "TOP"}, "There is a unit with this code already."),
        ({"code": "A B"}, "A code has no spaces"),
        ({"code": "A/B"}, "A code has no spaces"),
        ({"code": "x" * 41}, "40"),
        ({"name": "x" * 201}, "200"),
        ({"parent": "NONE"}, "Not a valid choice"),
    ],
)
def test_a_wrong_unit_is_not_added(
    given: Given, client: FlaskClient, anna: Person, wrong: dict[str, str], said: str
) -> None:
    given.unit(code="TOP")
    given.signed_in(client, anna)
    before = number_of(Event)
    sent = {"code": "NEW", "name": "New unit", "parent": "TOP", **wrong}
    answer = client.post("/people/units/new", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert number_of(Event) == before


def test_a_unit_is_renamed_and_moved(given: Given, client: FlaskClient, anna: Person) -> None:
    top, unit = given.unit(code="TOP"), given.unit(code="U", name="Before")
    given.signed_in(client, anna)
    url = "/people/units/U/change"
    assert 'value="Before"' in client.get(url).text
    sent = {"name": "After", "parent": "TOP", "seen": 1, "code": "OTHER"}
    assert client.post(url, data=sent).status_code == 302
    assert (unit.code, unit.name, unit.parent) == ("U", "After", top)
    assert kinds(unit)[1:] == ["people.unit_changed"]
    assert "Somebody else changed this" in client.post(url, data=sent).text
    assert "You have changed nothing." in client.post(url, data={**sent, "seen": 2}).text
    assert client.post(url, data={"name": "After", "parent": "", "seen": 2}).status_code == 302
    assert unit.parent is None


@pytest.mark.parametrize("depth", [0, 1, 4])
def test_a_unit_never_stands_below_itself(
    given: Given, client: FlaskClient, anna: Person, depth: int
) -> None:
    top = low = given.unit(code="TOP")
    for _ in range(depth):
        low = given.unit(low)
    given.signed_in(client, anna)
    sent = {"name": "Other", "parent": low.code, "seen": 1}
    answer = client.post("/people/units/TOP/change", data=sent)
    assert "A unit can not stand below itself." in answer.text
    assert (top.parent, len(kinds(top))) == (None, 1)


def test_a_circle_of_units_is_not_closed_by_two_at_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        people = [given.person(Role.ADMINISTRATOR).id for _ in range(2)]
        pair = [given.unit().id for _ in range(2)]
    barrier = Barrier(2)

    def turn(number: int) -> bool:
        with app.app_context():
            by = session.get_one(Person, people[number])
            unit, parent = (session.get_one(Unit, pair[each]) for each in (number, 1 - number))
            barrier.wait()
            try:
                with acting(by=by, at=NOON) as act:
                    units.change_unit(act, unit, name=unit.name, parent=parent, seen=1)
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, range(2))) == [False, True]


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.AUDITOR, Role.TOP])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/people/units/new", "/people/units/U/change"])
def test_only_administrators_change_units(
    given: Given, client: FlaskClient, role: Role, method: str, path: str
) -> None:
    given.unit(code="U")
    given.signed_in(client, given.person() if role is Role.EMPLOYEE else given.person(role))
    before = number_of(Event)
    sent = {"code": "X", "name": "Mine", "seen": 1}
    assert client.open(path, method=method, data=sent).status_code == 403
    assert number_of(Event) == before


def test_a_unit_that_is_not_there_is_not_found(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    given.signed_in(client, anna)
    for code in ("NONE", "%00", "x" * 3000):
        assert client.get(f"/people/units/{code}/change").status_code == 404
