"""Who is here: whom one finds, what an administrator does to people, and what nobody may do."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from hypothesis import given as given_any
from hypothesis import strategies

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Refusal
from impactreview.notifications import operations as letters
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import OneTimeLink, Person, UserSession
from impactreview.people.operations import links, people
from impactreview.people.operations.leaving import deactivate_person
from impactreview.people.operations.people import Details
from impactreview.people.operations.roles import propose_role
from impactreview.people.queries import directory, roles
from impactreview.people.queries.directory import Search
from impactreview.people.roles import Role
from impactreview.people.rules.people import as_address, below, in_circles, is_address
from impactreview.people.terms import State
from impactreview.web.leaving import farewells
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.people.entering import enabled
from tests.people.seen import counted, facts, kinds, letters_to, number_of
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


@pytest.fixture
def anna(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Anna", email="anna@example.org")


def names(search: Search) -> list[str]:
    return [person.name for person in directory.people(search)]


# --- finding


@pytest.mark.parametrize("number", [5, 60])
def test_the_list_takes_five_queries_however_many_people(
    given: Given, client: FlaskClient, number: int
) -> None:
    unit = given.unit()
    for _ in range(number):
        given.role(given.person(unit=unit), Role.REVIEWER)
    given.signed_in(client, given.person())
    with counted() as sent:
        page = client.get("/people")
    assert page.status_code == 200
    assert page.text.count("Reviewer") > min(number, 50)
    assert len(sent) <= 5


def test_the_list_is_read_page_by_page_in_one_order(given: Given, client: FlaskClient) -> None:
    for number in range(120):
        given.person(name=f"Same {number % 3}")
    given.signed_in(client, given.person(name="Zoe"))
    page, found = client.get("/people").text, list[str]()
    while True:
        found += _people_on(page)
        if 'rel="next"' not in page:
            break
        page = client.get(page.split('rel="next" href="')[1].split('"')[0]).text
    assert len(found) == len(set(found)) == 121
    everybody = sa.select(Person.id).order_by(Person.name, Person.id)
    assert found == [str(each) for each in session.scalars(everybody)]


def _people_on(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('<a href="/people/')[1:] if part[8] == "-"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ann", ["Anna Berg", "Özlem Anning"]),
        ("BERG", ["Anna Berg"]),
        ("öz", ["Özlem Anning"]),
        ("ÖZLEM", ["Özlem Anning"]),
        ("oil@", ["50% Off"]),
        ("OIL@EX", ["50% Off"]),
        ("50%", ["50% Off"]),
        ("%", []),
        ("_", []),
        ("erg", []),
        ("'; DROP TABLE person; --", []),
        ("\\", []),
    ],
)
def test_a_name_or_address_is_found_by_its_beginning(
    given: Given, text: str, found: list[str]
) -> None:
    given.person(name="Anna Berg", email="ab@example.org")
    given.person(name="Özlem Anning", email="zz@example.org")
    given.person(name="50% Off", email="oil@example.org")
    assert sorted(names(Search(text=text))) == sorted(found)


def test_a_unit_is_found_with_those_below(given: Given, client: FlaskClient) -> None:
    top = given.unit(code="TOP")
    low = given.unit(given.unit(top), code="LOW")
    given.person(name="At the top", unit=top)
    given.person(name="Deep below", unit=low)
    given.signed_in(client, given.person(name="Elsewhere"))
    page = client.get("/people?unit=TOP").text
    assert "At the top" in page
    assert "Deep below" in page
    assert "1 person" in client.get("/people?unit=LOW").text
    assert "3 people" in client.get("/people?unit=NONE").text


def test_those_who_hold_a_role_now_are_found(given: Given) -> None:
    given.person(Role.AUDITOR, name="Holds")
    ended = given.person(Role.AUDITOR, name="Held")
    given.person(name="Never")
    for grant in roles.open_grants(ended):
        with acting(by=System(), at=NOON) as act:
            grant.state = State.ENDED
            act.record(GivenEvent.GIVEN, grant)
    assert names(Search(role=Role.AUDITOR)) == ["Holds"]


def test_those_who_left_are_hidden_until_asked_for(given: Given, client: FlaskClient) -> None:
    given.person(name="Gone Away", deactivated_at=NOON)
    given.signed_in(client, given.person(name="Still Here"))
    assert "Gone Away" not in client.get("/people").text
    page = client.get("/people?left=y").text
    assert "Gone Away" in page
    assert page.count("Still Here") == 1  # in the frame, not in the list


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=" + "0" * 32, "role=emperor", "unit=%00", "q=%00%ff", "q=" + "x" * 5000,
     "_external=1&_scheme=evil&q=a", "left=%F0%9F%A6%89&role=employee"],
)  # fmt: skip
def test_strange_addresses_do_no_harm(given: Given, client: FlaskClient, query: str) -> None:
    given.signed_in(client, given.person())
    answer = client.get(f"/people?{query}")
    assert answer.status_code == (404 if "%00" in query else 200)  # no address holds a NUL
    assert "evil:" not in answer.text


def test_a_name_is_text_and_nothing_else(given: Given, client: FlaskClient) -> None:
    person = given.person(name="<script>alert(1)</script> & “Öß” 🦉 =1+1")
    given.signed_in(client, person)
    for path in ("/people", f"/people/{person.id}"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “Öß” 🦉 =1+1" in page


def test_a_person_page_shows_place_people_and_terms(given: Given, client: FlaskClient) -> None:
    chief = given.person(Role.TOP, name="Chief", unit=given.unit(name="Board room"))
    given.person(name="Led One", manager=chief)
    given.person(name="Led Before", manager=chief, deactivated_at=NOON)
    given.signed_in(client, given.person())
    page = client.get(f"/people/{chief.id}").text
    for word in ("Board room", "Led One", "Top management", "since 3 March 2026"):
        assert word in page
    assert "Led Before" not in page
    assert "/change" not in page
    assert client.get(f"/people/{uuid4()}").status_code == 404


# --- adding and changing


def filled(**values: object) -> dict[str, object]:
    return {"name": "New Person", "email": "new@example.org", "language": "de", **values}


def test_an_administrator_adds_a_person(given: Given, client: FlaskClient, anna: Person) -> None:
    unit = given.unit(code="SALES")
    given.signed_in(client, anna)
    sent = filled(email=" New@Example.ORG ", unit="SALES", manager="ANNA@example.org", key="once")
    first, second = client.post("/people/new", data=sent), client.post("/people/new", data=sent)
    added = directory.by_email("new@example.org")
    assert added is not None
    assert (first.status_code, second.status_code) == (302, 303)
    assert first.location == second.location == f"/people/{added.id}"
    assert (added.unit, added.manager, added.language) == (unit, anna, "de")
    assert kinds(added) == ["people.person_added"]
    assert facts(added)["unit"] == "unit/SALES"
    assert "New Person" not in str(facts(added))
    assert "example.org" not in str(facts(added))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "This is needed."),
        ({"name": "x" * 201}, "200"),
        ({"email": ""}, "This is needed."),
        ({"email": "nobody"}, "Write an e-mail address"),
        ({"email": "a@b@c"}, "Write an e-mail address"),
        ({"email": "a b@example.org"}, "Write an e-mail address"),
        ({"email": "x" * 250 + "@example.org"}, "254"),
        ({"email": "ANNA@EXAMPLE.org"}, "Anna has this address already."),
        ({"language": "xx"}, "Not a valid choice"),
        ({"unit": "NONE"}, "Not a valid choice"),
        ({"manager": "ghost@example.org"}, "Nobody here has this address."),
        ({"manager": "gone@example.org"}, "Gone has left."),
    ],
)
def test_a_wrong_form_adds_nobody_and_keeps_what_was_typed(
    given: Given, client: FlaskClient, anna: Person, wrong: dict[str, str], said: str
) -> None:
    given.person(name="Gone", email="gone@example.org", deactivated_at=NOON)
    given.signed_in(client, anna)
    before = number_of(Event)
    answer = client.post("/people/new", data=filled(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert "error-summary" in answer.text
    if "name" not in wrong:
        assert 'value="New Person"' in answer.text
    assert number_of(Event) == before


def test_what_is_said_of_a_person_changes(given: Given, client: FlaskClient, anna: Person) -> None:
    person = given.person(name="Old", manager=anna, unit=given.unit())
    given.signed_in(client, anna)
    page = client.get(f"/people/{person.id}/change").text
    assert 'value="Old"' in page
    assert 'value="anna@example.org"' in page
    sent = filled(email="changed@example.org", unit="", manager="", seen=person.version)
    assert client.post(f"/people/{person.id}/change", data=sent).status_code == 302
    assert (person.name, person.email) == ("New Person", "changed@example.org")
    assert (person.unit, person.manager) == (None, None)
    assert facts(person)["fields"] == ["email", "language", "manager", "name", "unit"]
    sent["seen"] = person.version
    same = client.post(f"/people/{person.id}/change", data=sent)
    assert "You have changed nothing." in same.text


def test_a_change_of_somebody_else_is_not_lost(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    person = given.person(name="Old")
    given.signed_in(client, anna)
    url = f"/people/{person.id}/change"
    assert client.post(url, data=filled(name="First", seen=1)).status_code == 302
    late = client.post(url, data=filled(name="Second", seen=1))
    assert "Somebody else changed this meanwhile." in late.text
    assert 'value="Second"' in late.text
    assert person.name == "First"
    assert client.post(url, data=filled(name="Second", seen=2)).status_code == 302
    assert person.name == "Second"


@pytest.mark.parametrize("length", [1, 2, 5])
def test_nobody_leads_themselves_through_others(
    given: Given, client: FlaskClient, anna: Person, length: int
) -> None:
    chain = [given.person(name="Top")]
    for _ in range(length - 1):
        chain.append(given.person(manager=chain[-1]))
    given.signed_in(client, anna)
    top, last = chain[0], chain[-1]
    sent = filled(name=top.name, email=top.email, manager=last.email, seen=top.version)
    answer = client.post(f"/people/{top.id}/change", data=sent)
    assert "These line managers lead one another in a circle." in answer.text
    assert top.manager is None
    assert len(kinds(top)) == 1


def test_circles_are_found_wherever_they_are() -> None:
    assert in_circles({"a": "b", "b": None, "c": "b"}) == frozenset()
    assert in_circles({"a": "a"}) == {"a"}
    assert in_circles({"a": "b", "b": "c", "c": "b", "d": "a"}) == {"b", "c"}
    assert in_circles({"a": "nobody"}) == frozenset()
    long = {number: number + 1 for number in range(5000)}
    assert in_circles(long) == frozenset()
    assert len(in_circles({**long, 5000: 0})) == 5001


def test_everything_below_is_found() -> None:
    above = {"top": None, "a": "top", "b": "a", "c": None, "x": "y", "y": "x"}
    assert below("top", above) == {"top", "a", "b"}
    assert below("x", above) == {"x", "y"}


@pytest.mark.parametrize("text", ["a@b", "a.b+c@x.example.org", "ö@ü.de", "root@localhost"])
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("a@Bäder.example", "a@xn--bder-loa.example"),
        ("a@BA\u0308DER.example", "a@xn--bder-loa.example"),
        ("a@xn--bder-loa.example", "a@xn--bder-loa.example"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        ("a@www.bücher.example", "a@www.xn--bcher-kva.example"),
        ("Nobody Ä", "nobody ä"),
        ("a@" + "ä" * 5000, "a@" + "ä" * 5000),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    """As Chromium sends what is typed into a field for addresses."""
    assert as_address(typed) == kept


@given_any(strategies.text(strategies.characters(categories=["L", "N"]), min_size=1))
def test_to_spell_an_address_again_changes_nothing(domain: str) -> None:
    once = as_address(f"a@{domain}.example")
    assert once.isascii()
    assert as_address(once) == once


@pytest.mark.parametrize("text", ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b,c@d", "a@b..c"])
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)


# --- one-time links


def test_a_link_is_shown_once_and_its_person_learns_of_it(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    person = given.person()
    given.signed_in(client, anna)
    first = client.post(f"/people/{person.id}/link", data={"key": "once"})
    assert first.status_code == 200
    token = first.text.split("/link/")[1].split("<")[0]
    assert len(token) > 40
    second = client.post(f"/people/{person.id}/link", data={"key": "once"})
    assert (second.status_code, second.location) == (303, f"/people/{person.id}")
    assert token not in client.get(f"/people/{person.id}").text
    assert number_of(OneTimeLink) == 1
    assert client.get(f"/link/{token}").status_code == 200
    assert kinds(person)[-1] == "people.link_made"
    assert letters_to(person) == ["A one-time link was made for an account"]
    assert letters_to(anna) == []


def test_the_other_administrators_learn_that_an_account_was_laid_open(
    given: Given, anna: Person
) -> None:
    new, bo = given.person(), given.person(Role.ADMINISTRATOR)
    with acting(by=anna, at=NOON) as act:
        people.open_account(act, new, by_mail=False)
    for reader in (new, bo):
        assert letters_to(reader) == ["A one-time link was made for an account"]
    assert letters_to(anna) == []


def test_nobody_holds_the_link_of_an_account_that_is_in_use(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    """With it one administrator would be another, or a handler, or have a vote."""
    person = enabled(given)
    given.signed_in(client, anna)
    assert "people link" in client.get(f"/people/{person.id}").text
    answer = client.post(f"/people/{person.id}/link", data={"key": "k"})
    assert answer.status_code == 409
    assert number_of(OneTimeLink) == 0


@pytest.mark.parametrize("has_password", [True, False])
def test_where_mail_is_set_a_link_is_seen_by_its_person_alone(
    given: Given,
    client: FlaskClient,
    anna: Person,
    monkeypatch: pytest.MonkeyPatch,
    has_password: bool,
) -> None:
    monkeypatch.setitem(client.application.config, "SMTP_URL", "smtp://localhost:1")
    person = enabled(given) if has_password else given.person()
    given.signed_in(client, anna)
    assert "Send a one-time link" in client.get(f"/people/{person.id}").text
    answer = client.post(f"/people/{person.id}/link", data={"key": "k"})
    assert (answer.status_code, answer.location) == (303, f"/people/{person.id}")
    (letter,) = session.scalars(sa.select(Letter))
    assert letter.address == person.email
    assert letter.path not in client.get(f"/people/{person.id}").text
    assert client.get(letter.path).status_code == 200


# --- addresses


def test_nobody_moves_the_address_of_an_account_that_is_in_use(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    person = enabled(given, name="Erna", email="erna@example.org")
    given.signed_in(client, anna)
    sent = filled(name="Erna", email="anna@evil.example", unit="", manager="", seen=person.version)
    answer = client.post(f"/people/{person.id}/change", data=sent)
    assert answer.status_code == 422
    assert "they change it on the page of their own account" in answer.text
    assert person.email == "erna@example.org"
    assert letters_to(person) == []


def test_the_old_address_and_the_other_administrators_learn_of_a_new_one(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    new, bo = given.person(name="Nora", email="old@example.org"), given.person(Role.ADMINISTRATOR)
    given.signed_in(client, anna)
    sent = filled(name="Nora", email="new@example.org", unit="", manager="", seen=new.version)
    assert client.post(f"/people/{new.id}/change", data=sent).status_code == 302
    told = set(session.scalars(sa.select(Letter.address)))
    assert {"old@example.org", bo.email} <= told
    assert "new@example.org" not in told


def test_no_link_for_one_who_left(given: Given, client: FlaskClient, anna: Person) -> None:
    person = given.person(deactivated_at=NOON)
    given.signed_in(client, anna)
    assert client.post(f"/people/{person.id}/link").status_code == 409
    assert number_of(OneTimeLink) == 0


# --- leaving and returning


def leave(by: Person, person: Person) -> None:
    with acting(by=by, at=NOON) as act:
        deactivate_person(act, person, reason="has left the firm", farewells=farewells())


def test_whoever_leaves_loses_everything_at_once(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    person = given.person(Role.HANDLER, Role.REVIEWER)
    given.signed_in(client, person)
    assert client.get("/people").status_code == 200
    with acting(by=anna, at=NOON) as act:
        waiting = propose_role(act, person, role=Role.TOP)
        links.make_link(act, person)
        letters.write(act, to=person, subject="Set a new password", body="x")
    held = [grant for grant in roles.open_grants(person) if grant.state is State.HELD]
    leave(anna, person)
    assert client.get("/people").status_code != 200
    assert person.deactivated_at == NOON
    assert [grant.state for grant in held] == [State.ENDED] * 2
    assert waiting.state is State.DECLINED
    assert all(kinds(grant)[-1] == "people.role_ended" for grant in held)
    assert facts(person)["reason"] == "has left the firm"
    devices = session.scalars(sa.select(UserSession).where(UserSession.person_id == person.id))
    assert all(device.revoked_at == NOON for device in devices)
    link = session.scalars(sa.select(OneTimeLink)).one()
    assert link.expires_at <= NOON
    to_person = session.scalars(sa.select(Letter).where(Letter.person_id == person.id)).all()
    assert [letter.state for letter in to_person] == [LetterState.STOPPED]
    assert "A role that carries power was ended" in letters_to(anna)


def test_leaving_and_returning_over_the_pages(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    person = given.person(Role.REVIEWER)
    given.signed_in(client, anna)
    url = f"/people/{person.id}"
    assert client.get(f"{url}/deactivate").status_code == 200
    empty = client.post(f"{url}/deactivate", data={"reason": " "})
    assert "This is needed." in empty.text
    sent = {"reason": "gone", "key": "k"}
    assert client.post(f"{url}/deactivate", data=sent).status_code == 302
    assert client.post(f"{url}/deactivate", data=sent).status_code == 303
    assert client.post(f"{url}/deactivate", data={"reason": "again"}).status_code == 409
    assert "has left" in client.get(url).text
    assert client.post(f"{url}/reactivate", data={"reason": "back"}).status_code == 302
    assert client.post(f"{url}/reactivate", data={"reason": "back"}).status_code == 409
    assert person.deactivated_at is None
    assert roles.open_grants(person) == []
    assert kinds(person)[1:] == ["people.person_deactivated", "people.person_reactivated"]


def test_nobody_deactivates_themselves(given: Given, client: FlaskClient, anna: Person) -> None:
    given.person(Role.ADMINISTRATOR)
    given.signed_in(client, anna)
    answer = client.post(f"/people/{anna.id}/deactivate", data={"reason": "tired"})
    assert answer.status_code == 403
    assert "Nobody deactivates themselves." in answer.text
    assert "Nobody deactivates themselves." in client.get(f"/people/{anna.id}").text
    assert anna.deactivated_at is None


def test_two_administrators_can_not_deactivate_each_other_at_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        ids = [given.person(Role.ADMINISTRATOR).id for _ in range(2)]
    barrier = Barrier(2)

    def turn(number: int) -> bool:
        with app.app_context():
            by, other = (session.get_one(Person, ids[each]) for each in (number, 1 - number))
            barrier.wait()
            try:
                leave(by, other)
            except (NotNow, NotYours):
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, range(2))) == [False, True]
    with app.app_context():
        assert len(roles.administrators()) == 1


def test_two_administrators_can_not_close_a_circle_at_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        administrators = [given.person(Role.ADMINISTRATOR).id for _ in range(2)]
        pair = [given.person().id for _ in range(2)]
    barrier = Barrier(2)

    def turn(number: int) -> bool:
        with app.app_context():
            by = session.get_one(Person, administrators[number])
            person, manager = (session.get_one(Person, pair[each]) for each in (number, 1 - number))
            details = Details(
                name=person.name, email=person.email, language="en", unit=None, manager=manager
            )
            barrier.wait()
            try:
                with acting(by=by, at=NOON) as act:
                    people.change_person(act, person, details, seen=1)
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, range(2))) == [False, True]


def test_one_address_is_added_once_even_at_the_same_moment(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        ids = [given.person(Role.ADMINISTRATOR).id for _ in range(4)]
    barrier = Barrier(4)

    def turn(number: int) -> bool:
        with app.app_context():
            by = session.get_one(Person, ids[number])
            details = Details(
                name="One", email="one@example.org", language="en", unit=None, manager=None
            )
            barrier.wait()
            try:
                with acting(by=by, at=NOON) as act:
                    people.add_person(act, details)
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(turn, range(4))) == 1


# --- rights

ROUTES = [
    ("GET", "/people/new"),
    ("POST", "/people/new"),
    ("GET", "/people/{id}/change"),
    ("POST", "/people/{id}/change"),
    ("POST", "/people/{id}/link"),
    ("GET", "/people/{id}/deactivate"),
    ("POST", "/people/{id}/deactivate"),
    ("GET", "/people/{id}/reactivate"),
    ("POST", "/people/{id}/reactivate"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.AUDITOR, Role.TOP, Role.HANDLER])
def test_only_administrators_change_people(
    given: Given, client: FlaskClient, method: str, path: str, role: Role
) -> None:
    person = given.person() if role is Role.EMPLOYEE else given.person(role)
    other = given.person()
    given.signed_in(client, person)
    before = number_of(Event)
    data = filled(reason="because", seen=1)
    assert client.open(path.format(id=other.id), method=method, data=data).status_code == 403
    assert number_of(Event) == before


@pytest.mark.parametrize(("method", "path"), [*ROUTES, ("GET", "/people"), ("GET", "/people/{id}")])
def test_whoever_is_not_signed_in_sees_nobody(
    given: Given, client: FlaskClient, method: str, path: str
) -> None:
    person = given.person(name="Hidden Name")
    answer = client.open(path.format(id=person.id), method=method, data=filled())
    assert answer.status_code in {302, 303, 401}
    assert "Hidden Name" not in answer.text


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]])
def test_somebody_who_is_not_there_is_not_found(
    given: Given, client: FlaskClient, anna: Person, method: str, path: str
) -> None:
    given.signed_in(client, anna)
    assert client.open(path.format(id=uuid4()), method=method).status_code == 404
    assert client.open(path.format(id="1"), method=method).status_code == 404
