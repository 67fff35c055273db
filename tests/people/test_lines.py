"""Nobody who holds a role that carries power is moved in the lines without an alarm."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import POWERFUL, Role
from impactreview.people.rules.lines import JUDGING, above, concerned
from tests.given import Given
from tests.people.seen import counted, kinds, letters_to
from tests.people.test_imports import take_in

pytestmark = pytest.mark.database_near

LINE, UNIT = "A line manager was changed", "The unit of somebody was changed"
MANY = "Line managers and units were changed"


@pytest.fixture
def anna(given: Given, client: FlaskClient) -> Person:
    made = given.person(Role.ADMINISTRATOR, name="Anna", email="anna@example.org")
    given.signed_in(client, made)
    return made


@pytest.fixture
def ben(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Ben")


def change(client: FlaskClient, person: Person, **values: object) -> int:
    said: dict[str, object] = {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "unit": person.unit.code if person.unit else "",
        "manager": person.manager.email if person.manager else "",
        "seen": person.version,
    }
    sent = client.post(f"/people/{person.id}/change", data={**said, **values})
    return sent.status_code


def parts(subject: str) -> list[dict[str, str]]:
    """The words of every letter of this subject."""
    return list(session.scalars(sa.select(Letter.params).where(Letter.subject == subject)))


# --- whom it concerns


@pytest.mark.parametrize("role", sorted(POWERFUL - {Role.ADMINISTRATOR}))
def test_their_own_line_manager(
    given: Given, client: FlaskClient, anna: Person, ben: Person, role: Role
) -> None:
    holder, boss = given.person(role, name="Holder"), given.person(name="Boss")
    assert change(client, holder, manager=boss.email) == 302
    assert kinds(holder)[-1] == "people.person_changed"
    for reader in (anna, ben, holder):
        assert letters_to(reader) == [LINE]
    assert letters_to(boss) == []
    words = parts(LINE)[0]
    assert {words[name] for name in ("by", "name", "before", "after", "holders")} == {
        "Anna", "Holder", "–", "Boss",
    }  # fmt: skip


def test_who_is_put_above_somebody(
    given: Given, client: FlaskClient, anna: Person, ben: Person
) -> None:
    handler = given.person(Role.HANDLER, manager=given.person(Role.AUDITOR, name="Top"))
    owner = given.person(manager=given.person(name="Former"))
    change(client, owner, manager=handler.email)
    assert letters_to(handler) == [LINE]
    assert parts(LINE)[0]["holders"].split(", ") == sorted([handler.name, "Top"])
    assert letters_to(owner) == []
    change(client, owner, manager="")
    assert letters_to(handler) == [LINE, LINE]
    assert letters_to(ben) == [LINE, LINE]


def test_who_stands_below_somebody_who_is_moved(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    middle = given.person(name="Middle")
    handler = given.person(Role.HANDLER, manager=given.person(manager=middle))
    change(client, middle, manager=given.person(name="New").email)
    assert letters_to(handler) == [LINE]


def test_whoever_stands_above_before_and_after_is_not_concerned(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    head = given.person(Role.TOP, name="Head")
    one, two = given.person(manager=head), given.person(manager=head)
    change(client, given.person(manager=one), manager=two.email)
    assert letters_to(head) == letters_to(anna) == []


def test_the_unit_of_a_holder_and_of_nobody_else(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    old, new = given.unit(code="OLD", name="Old"), given.unit(code="NEW", name="New")
    handler, other = given.person(Role.HANDLER, unit=old), given.person(unit=old)
    change(client, other, unit=new.code)
    assert letters_to(anna) == []
    change(client, handler, unit=new.code)
    assert letters_to(handler) == letters_to(anna) == [UNIT]
    assert (parts(UNIT)[0]["before"], parts(UNIT)[0]["after"]) == ("Old", "New")


def test_who_has_no_power_or_has_left_sets_off_nothing(
    given: Given, client: FlaskClient, anna: Person, ben: Person
) -> None:
    boss = given.person()
    gone = given.person(Role.HANDLER, deactivated_at=given.at)
    for person in (given.person(), given.person(Role.REVIEWER), gone, ben):
        change(client, person, manager=boss.email)
    change(client, given.person(Role.HANDLER), name="Another name")
    assert letters_to(anna) == letters_to(boss) == letters_to(gone) == []


def test_a_refused_change_tells_nobody(given: Given, client: FlaskClient, anna: Person) -> None:
    handler = given.person(Role.HANDLER)
    below = given.person(manager=handler)
    assert change(client, handler, manager=below.email) == 422
    assert letters_to(handler) == letters_to(anna) == []


def test_the_words_tell_of_no_case(given: Given, client: FlaskClient, anna: Person) -> None:
    change(client, given.person(Role.HANDLER), manager=given.person().email)
    for body in session.scalars(sa.select(Letter.body)):
        assert "escalat" not in body.lower()
        assert "conflict" not in body.lower()


# --- by a table


def table(*lines: str) -> str:
    return "\n".join(["name,email,manager_email,unit,unit_name", *lines])


def test_a_table_tells_the_same(
    given: Given, client: FlaskClient, anna: Person, ben: Person
) -> None:
    handler = given.person(Role.HANDLER, name="Handler", email="handler@example.org")
    given.person(name="Other", email="other@example.org")
    said = table(
        "Boss,boss@example.org,,,",
        "Handler,handler@example.org,boss@example.org,S,Sales",
        "Other,other@example.org,boss@example.org,,",
    )
    assert take_in(client, said).status_code in {302, 303}
    for reader in (anna, ben, handler):
        assert letters_to(reader) == [LINE, UNIT]
    assert (parts(LINE)[0]["name"], parts(LINE)[0]["after"]) == ("Handler", "Boss")
    assert parts(UNIT)[0]["after"] == "Sales"


def test_new_people_set_off_nothing(given: Given, client: FlaskClient, anna: Person) -> None:
    handler = given.person(Role.HANDLER, email="handler@example.org")
    take_in(client, table("New,new@example.org,handler@example.org,,"))
    assert letters_to(handler) == letters_to(anna) == []


def test_many_changes_at_once_are_one_letter_for_each_reader(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    handler = given.person(Role.HANDLER, name="Handler", email="handler@example.org")
    people = [given.person(email=f"p{number}@example.org") for number in range(30)]
    lines = [f"{each.name},{each.email},handler@example.org,," for each in people]
    with counted() as asked:
        take_in(client, table(*lines))
    assert letters_to(handler) == letters_to(anna) == [MANY]
    assert parts(MANY)[0]["holders"] == "Handler"
    assert parts(MANY)[0]["names"].endswith("+ 20")
    assert len(asked) < 60


# --- the rule


def test_who_is_above_is_found_even_in_a_circle() -> None:
    assert above("a", {"a": "b", "b": "c", "c": None}) == {"b", "c"}
    assert above("a", {"a": "b", "b": "a"}) == {"a", "b"}
    assert above("a", {}) == frozenset()


def test_only_holders_are_concerned() -> None:
    before, after = {"p": "m", "m": None, "n": None, "u": "p"}, {"p": "n", "n": None, "u": "p"}
    every = {"p", "m", "n", "u", "x"}
    assert concerned("p", every, before, after) == {"p", "m", "n", "u"}
    assert concerned("p", {"x"}, before, after) == frozenset()


def test_all_who_judge_are_watched_and_administrators_are_not() -> None:
    assert {Role.HANDLER, Role.DUTY_EXECUTIVE, Role.AUDITOR} <= JUDGING
    assert Role.ADMINISTRATOR not in JUDGING
