"""Which rules are in force, who adopts the first ones, and the page that shows them."""

import json

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.audit.models import Payload
from impactreview.governance.models import RuleSet
from impactreview.governance.operations.rule_sets import adopt
from impactreview.governance.queries import rule_sets as queries
from impactreview.governance.terms import BoardKind, Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person
from impactreview.people.roles import Role
from tests.conftest import NOON
from tests.given import Given

pytestmark = pytest.mark.database_near
PAGE = "/governance/rules"


@pytest.fixture
def admin(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR)


def adopted(by: Person, form: str) -> RuleSet:
    with acting(by=by, at=NOON) as act:
        return adopt(act, form, by=by)


def test_as_long_as_nobody_adopted_any_the_packaged_rules_hold(given: Given) -> None:
    assert queries.rules_in_force("full").id == "full-1"
    assert queries.rules_in_force("simple").id == "simple-1"


def test_an_unknown_form_has_no_rules(given: Given) -> None:
    with pytest.raises(KeyError):
        queries.packaged("half")


def test_adopted_rules_hold_whatever_the_settings_say(admin: Person) -> None:
    rules = adopted(admin, "simple")
    in_force = queries.rules_in_force("full")
    assert (in_force.form, in_force.hash) == ("simple", rules.content_hash)
    assert in_force.document == queries.packaged("simple").document


def test_adopting_is_in_the_log_with_its_hash(admin: Person) -> None:
    rules = adopted(admin, "full")
    event = session.scalars(sa.select(LogEvent).where(LogEvent.stream == rules.id)).one()
    assert event.kind == Event.RULES_ADOPTED
    assert rules.content_hash.encode() in event.leaf
    payload = sa.select(Payload.field, Payload.value).where(Payload.event_id == event.id)
    facts = {row.field: json.loads(row.value) for row in session.execute(payload)}
    assert facts["form"] == "full"
    assert facts["actor"] == admin.handle


def test_rules_are_adopted_once(admin: Person) -> None:
    adopted(admin, "full")
    with pytest.raises(NotNow):
        adopted(admin, "simple")
    assert [rules.form for rules in session.scalars(sa.select(RuleSet))] == ["full"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_adopts(given: Given, role: Role) -> None:
    person = given.person(role)
    with pytest.raises(NotYours):
        adopted(person, "full")
    assert session.scalars(sa.select(RuleSet)).all() == []


def test_there_are_two_forms(admin: Person) -> None:
    with pytest.raises(Unusable):
        adopted(admin, "half")


def test_the_board_of_the_nearest_unit_above_decides(given: Given) -> None:
    root = given.unit()
    middle = given.unit(parent=root)
    leaf = given.unit(parent=middle)
    other = given.unit(parent=root)
    upper, own = given.board(unit=root), given.board(unit=middle)
    central = given.board(kind=BoardKind.CENTRAL)
    given.board(kind=BoardKind.TOP, closed_at=given.at)
    assert queries.boards_for(leaf) == {BoardKind.UNIT: own, BoardKind.CENTRAL: central}
    assert queries.boards_for(other)[BoardKind.UNIT] is upper
    assert BoardKind.UNIT not in queries.boards_for(given.unit())


def test_every_employee_reads_the_rules_in_words(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "A reviewer outside the owner&#39;s line reads." in page.text
    assert "Level IV" in page.text
    assert "at least 2/3 of those who may vote" in page.text
    assert "Adopt these rules" not in page.text
    for level in ("0", "I", "II", "III", "IV"):
        assert f"Level {level}</h2>" in " ".join(page.text.split())


def test_the_rules_speak_german(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person(language="de"))
    page = client.get(PAGE)
    assert "Die Kundenanwaltschaft gibt ein Votum ab." in page.text
    assert "A reviewer" not in page.text


def test_who_is_not_signed_in_is_asked_to(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code in (302, 303)


def test_an_administrator_adopts_rules_on_the_page_once(
    given: Given, client: FlaskClient, admin: Person
) -> None:
    given.signed_in(client, admin)
    assert "Adopt these rules" in client.get(PAGE).text
    answer = client.post(PAGE, data={"form": "simple", "key": "k1"})
    assert (answer.status_code, answer.location) == (303, PAGE)
    again = client.post(PAGE, data={"form": "simple", "key": "k1"})
    assert again.status_code == 303
    assert client.post(PAGE, data={"form": "full", "key": "k2"}).status_code == 409
    page = client.get(PAGE)
    assert "The simple form" in page.text
    assert "Adopt these rules" not in page.text


@pytest.mark.parametrize("form", ["", "half", "full\x00", "x" * 5000])
def test_what_is_no_form_is_refused(
    given: Given, client: FlaskClient, admin: Person, form: str
) -> None:
    given.signed_in(client, admin)
    assert client.post(PAGE, data={"form": form}).status_code == 422
    assert session.scalars(sa.select(RuleSet)).all() == []


def test_an_employee_can_not_post_what_only_administrators_see(
    given: Given, client: FlaskClient
) -> None:
    given.signed_in(client, given.person())
    assert client.post(PAGE, data={"form": "full"}).status_code == 403
    assert session.scalars(sa.select(RuleSet)).all() == []
