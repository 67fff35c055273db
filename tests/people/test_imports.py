"""A table of people: shown row by row, taken in as a whole, or not at all."""

import time
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.people.models import PeopleImport, Person, RoleGrant, Unit
from impactreview.people.queries import choices, directory, roles
from impactreview.people.roles import Role
from impactreview.people.rules.imports import (
    KNOWN,
    ROLE_WORDS,
    Plan,
    Standing,
    UnitStanding,
    World,
    plan_of,
)
from impactreview.people.terms import Expertise, Outcome, State
from impactreview.web.tables import Row
from tests.given import Given
from tests.people.seen import facts, kinds, letters_to, number_of

pytestmark = pytest.mark.database_near

HEAD = ",".join(KNOWN)
EMPTY = World(people={}, units={}, languages=["de", "en"], importer="anna@example.org")


@pytest.fixture
def anna(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Anna", email="anna@example.org")


@pytest.fixture
def admin(given: Given, client: FlaskClient, anna: Person) -> FlaskClient:
    return given.signed_in(client, anna)


def check(client: FlaskClient, text: str | bytes) -> str:
    """Hand in a table as a file; the page that shows what it would do."""
    content = text.encode() if isinstance(text, str) else text
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
    body = head + content + b"\r\n--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    return client.post("/people/import", data=body, content_type=kind).text


def hidden(page: str) -> dict[str, str]:
    """What the page would send when the table is taken in."""
    parts = page.split("<input ")[1:]
    found = {}
    for part in (each.split(">")[0] for each in parts):
        if 'type="hidden"' in part:
            value = part.split('value="')[1].rsplit('"', 1)[0] if 'value="' in part else ""
            found[part.split('name="')[1].split('"')[0]] = unescape(value)
    return {name: found[name] for name in ("key", "text", "content_hash", "seen")}


def take_in(client: FlaskClient, text: str) -> TestResponse:
    return client.post("/people/import/take-in", data=hidden(check(client, text)))


def planned(text: str, world: World = EMPTY) -> Plan:
    head, *lines = text.strip().split("\n")
    names = head.split(",")
    return plan_of(
        [
            Row(number, dict(zip(names, [*line.split(","), *[""] * 9], strict=False)))
            for number, line in enumerate(lines, start=2)
        ],
        world,
    )


def errors(plan: Plan) -> list[str]:
    return [error.message % error.params for row in plan.rows for error in row.errors]


# --- what a table would do


def test_every_role_has_its_word() -> None:
    words = {role.value for role in Role} - {"employee", "expert"}
    assert set(ROLE_WORDS) == words | {f"expert:{field.value}" for field in Expertise}


def test_a_known_person_is_changed_only_where_a_cell_says_so() -> None:
    known = Standing(name="A", language="de", unit="U", manager="m@x", roles=frozenset())
    known_as = {"a@x": known, "m@x": known, "a@xn--tda": known}
    world = World(known_as, {"U": UnitStanding("Unit", "")}, ["de"], "")
    for row in ("A,a@x,,,,", "A,A@X,de,U,,m@x", "A,a@x,DE,U,Unit,M@X", "A,a@Ü,,,,"):
        plan = planned(f"name,email,language,unit,unit_name,manager_email\n{row}", world)
        assert plan.rows[0].outcome is Outcome.UNCHANGED, row
        assert not plan.does_something
    plan = planned("name,email\nB,a@x", world)
    (change,) = plan.rows[0].changes
    assert (change.field, change.old, change.new) == ("name", "A", "B")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",a@x", "The name is missing."),
        ("x" * 201 + ",a@x", "The name is too long."),
        ("A,", "“” is no e-mail address."),
        ("A,nobody", "“nobody” is no e-mail address."),
        ("A,a@x,fr", "The language must be one of: de, en."),
        ("A,a@x,,NONE", "There is no unit NONE. Its name in unit_name makes it."),
        ("A,a@x,,A B,Name", "“A B” is no code of a unit: no spaces, no slash."),
        ("A,a@x,,,Name", "A unit needs its code in the column unit."),
        ("A,a@x,,,,TOP", "A unit needs its code in the column unit."),
        ("A,a@x,,U,Unit,NONE", "There is no unit NONE to stand below."),
        ("A,a@x,,U,Unit,U", "These units stand below one another in a circle."),
        ("A,a@x,,TOP,Other", "Unit TOP is called Top unit."),
        ("A,a@x,,TOP,,TOP", "Unit TOP stands below –."),
        ("A,a@x,,,,,ghost@x", "Nobody here has the address ghost@x."),
        ("A,a@x,,,,,gone@x", "The line manager gone@x has left."),
        ("A,a@x,,,,,a@x", "These line managers lead one another in a circle."),
        ("A,a@x,,,,,,emperor", "There is no role “emperor”."),
        ("A,a@x,,,,,,expert", "There is no role “expert”."),
        ("A,a@x,,,,,,expert:magic", "There is no role “expert:magic”."),
        ("A,a@x,,,,,,reviewer:legal", "There is no role “reviewer:legal”."),
        ("A,gone@x", "This person has left. Let them return on their page first."),
        ("A,me@x,,,,,,handler", "Nobody proposes themselves for a role that carries power."),
    ],
)
def test_a_wrong_row_is_told_with_its_reason(row: str, said: str) -> None:
    gone = Standing("G", "de", "", "", frozenset(), has_left=True)
    world = World({"gone@x": gone}, {"TOP": UnitStanding("Top unit", "")}, ["de", "en"], "me@x")
    plan = planned(f"{HEAD}\nFirst,first@x\n{row}", world)
    assert errors(plan) == [said]
    assert plan.wrong[0].line == 3
    assert plan.rows[1].outcome is Outcome.WRONG


def test_rows_are_held_against_one_another() -> None:
    twice = planned("name,email\nA,a@x\nB,b@x\nC,A@X")
    assert errors(twice) == ["This address stands in line 2 already."]
    two_names = planned("name,email,unit,unit_name\nA,a@x,U,One\nB,b@x,U,Two\nC,c@x,U,")
    assert errors(two_names) == ["Unit U is called One."]
    circle = planned("name,email,manager_email\nA,a@x,b@x\nB,b@x,c@x\nC,c@x,a@x\nD,d@x,a@x")
    assert errors(circle) == ["These line managers lead one another in a circle."] * 3
    units = planned("name,email,unit,unit_name,parent_unit\nA,a@x,U,One,V\nB,b@x,V,Two,U")
    assert errors(units) == ["These units stand below one another in a circle."] * 2


def test_a_circle_with_those_who_are_here_is_found() -> None:
    chief = Standing("C", "de", "", "b@x", frozenset())
    other = Standing("B", "de", "", "", frozenset())
    world = World({"c@x": chief, "b@x": other}, {}, ["de"], "")
    assert errors(planned("name,email,manager_email\nB,b@x,c@x", world))
    moved = "name,email,manager_email\nC,c@x,a@x\nA,a@x,\nB,b@x,c@x"
    assert errors(planned(moved, world)) == []


def test_roles_are_only_added_and_said_in_two_ways() -> None:
    known = Standing("A", "de", "", "", frozenset({"reviewer", "handler"}))
    world = World({"a@x": known}, {}, ["de"], "")
    for cell in ("reviewer handler", "handler|reviewer", "employee", "REVIEWER  |  employee"):
        assert not planned(f"name,email,roles\nA,a@x,{cell}", world).does_something
    more = planned("name,email,roles\nA,a@x,reviewer|expert:legal top top", world)
    assert more.rows[0].roles == ((Role.EXPERT, "legal"), (Role.TOP, ""))


def test_the_digest_tells_plans_apart() -> None:
    text = "name,email\nA,a@x"
    known = Standing("B", "de", "", "", frozenset())
    assert planned(text).digest == planned(text).digest
    assert planned(text).digest != planned("name,email\nA,b@x").digest
    assert planned(text).digest != planned(text, World({"a@x": known}, {}, ["de"], "")).digest


# --- looking and taking in

TABLE = f"""{HEAD}
Ada Ärmel,ada@example.org,de,KD,Kundendienst,VT,chef@example.org,reviewer|expert:data
Chef,CHEF@example.org,,VT,Vertrieb,,,handler auditor
Anna,anna@example.org,,,,,,
"""


def test_looking_writes_nothing(given: Given, admin: FlaskClient) -> None:
    before = number_of(Event), number_of(Person), number_of(Unit)
    page = check(admin, TABLE)
    assert (number_of(Event), number_of(Person), number_of(Unit)) == before
    for word in ("Ada Ärmel", "Kundendienst (KD)", "Vertrieb (VT)", "unchanged", "Expert (data"):
        assert word in page
    assert page.count("waits for another administrator") == 2


def test_a_table_is_taken_in_with_an_entry_for_each_thing(
    given: Given, admin: FlaskClient, anna: Person
) -> None:
    bo = given.person(Role.ADMINISTRATOR)
    answer = take_in(admin, TABLE)
    assert (answer.status_code, answer.location) == (302, "/people/invitations")
    ada, chef = directory.by_email("ada@example.org"), directory.by_email("chef@example.org")
    assert ada is not None
    assert chef is not None
    assert (ada.name, ada.language, chef.language) == ("Ada Ärmel", "de", "en")
    assert ada.manager == chef
    assert ada.unit is not None
    assert (ada.unit.code, ada.unit.parent) == ("KD", choices.unit_of("VT"))
    assert kinds(ada) == kinds(chef) == ["people.person_added"]
    assert kinds(ada.unit) == ["people.unit_made"]
    held = [(grant.role, grant.scope, grant.state) for grant in roles.of_person(ada)]
    assert sorted(held) == [
        (Role.EXPERT, "data", State.HELD),
        (Role.REVIEWER, "", State.HELD),
    ]
    assert {grant.state for grant in roles.of_person(chef)} == {State.PROPOSED}
    batch = session.scalars(sa.select(PeopleImport)).one()
    assert kinds(batch) == ["people.imported"]
    said = facts(batch)
    assert (said["rows"], said["added"], said["changed"], said["units"], said["roles"]) == (
        3, 2, 0, 2, 4,
    )  # fmt: skip
    assert batch.imported_by == anna
    assert letters_to(bo) == ["Roles wait for a second person"]
    assert letters_to(anna) == []


def test_the_hash_of_the_file_stands_in_the_leaf(given: Given, admin: FlaskClient) -> None:
    take_in(admin, TABLE)
    batch = session.scalars(sa.select(PeopleImport)).one()
    event = session.get_one(Event, batch.event_id)
    assert batch.content_hash.encode() in event.leaf


def test_the_same_table_twice_changes_nothing(given: Given, admin: FlaskClient) -> None:
    take_in(admin, TABLE)
    before = number_of(Person), number_of(Unit), number_of(RoleGrant), number_of(Event)
    page = check(admin, TABLE)
    assert "Everything in this table is here already." in page
    assert "/people/import/take-in" not in page
    assert (number_of(Person), number_of(Unit), number_of(RoleGrant), number_of(Event)) == before


def test_a_table_that_came_in_meanwhile_is_not_taken_in_again(
    given: Given, admin: FlaskClient
) -> None:
    first, second = hidden(check(admin, TABLE)), hidden(check(admin, TABLE))
    assert admin.post("/people/import/take-in", data=first).status_code == 302
    before = number_of(Event)
    late = admin.post("/people/import/take-in", data=second)
    assert late.status_code == 409
    assert "Everything in this table is here already." in late.text
    assert number_of(Event) == before


def test_a_second_click_takes_in_once(given: Given, admin: FlaskClient) -> None:
    sent = hidden(check(admin, TABLE))
    assert admin.post("/people/import/take-in", data=sent).status_code == 302
    again = admin.post("/people/import/take-in", data=sent)
    assert (again.status_code, again.location) == (303, "/people/invitations")
    assert number_of(PeopleImport) == 1


def test_changes_are_shown_and_made(given: Given, admin: FlaskClient) -> None:
    person = given.person(name="Old Name", email="p@example.org", language="en")
    text = "name;email;language\nNew Name;P@Example.org;de"
    page = check(admin, text)
    assert "<del>Old Name</del>" in page
    assert "<ins>New Name</ins>" in page
    assert take_in(admin, text).status_code == 302
    assert (person.name, person.language) == ("New Name", "de")
    assert kinds(person)[1:] == ["people.person_changed"]
    assert facts(person)["fields"] == ["name", "language"]


def test_one_wrong_row_stops_the_table(given: Given, admin: FlaskClient) -> None:
    before = number_of(Event)
    page = check(admin, TABLE + "Wrong,wrong,xx,,,,,\n")
    assert "1 row can not be taken in." in page
    assert "“wrong” is no e-mail address." in page
    assert "/people/import/take-in" not in page
    assert number_of(Event) == before


def test_what_went_wrong_meanwhile_is_shown_with_everything_kept(
    given: Given, admin: FlaskClient
) -> None:
    sent = hidden(check(admin, TABLE))
    given.person(name="First come", email="ada@example.org", deactivated_at=given.at)
    before = number_of(Event)
    answer = admin.post("/people/import/take-in", data=sent)
    assert answer.status_code == 422
    assert "This person has left." in answer.text
    assert "Ada Ärmel" in answer.text
    assert number_of(Event) == before


def test_what_would_now_be_different_is_shown_before_it_is_done(
    given: Given, admin: FlaskClient
) -> None:
    sent = hidden(check(admin, TABLE))
    given.person(name="First come", email="ada@example.org")
    before = number_of(Event)
    answer = admin.post("/people/import/take-in", data=sent)
    assert answer.status_code == 409
    assert "Something changed since the table was checked." in answer.text
    assert "<del>First come</del>" in answer.text
    assert number_of(Event) == before
    assert admin.post("/people/import/take-in", data=hidden(answer.text)).status_code == 302


def test_a_table_changed_on_the_way_is_refused(given: Given, admin: FlaskClient) -> None:
    sent = hidden(check(admin, TABLE))
    sent["text"] = sent["text"].replace("reviewer", "top")
    before = number_of(Event)
    assert admin.post("/people/import/take-in", data=sent).status_code == 409
    assert admin.post("/people/import/take-in", data={}).status_code == 422
    assert number_of(Event) == before


# --- what comes as a table and is none, or a strange one


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"   \n \n", "The file is empty."),
        (b"name,email\n", "between 1 and 5,000 rows"),
        (b"name\nA", "These columns are missing: email."),
        (b"name,email,salary\nA,a@x,1", "These columns are unknown: salary."),
        (b"name,email,salary,salary\nA,a@x,1,2", "These columns are unknown: salary."),
        (b"name,name,email\nA,B,a@x", "These columns stand twice: name."),
        (b"Email,name,email\na@x,A,b@x", "These columns stand twice: email."),
        (b"name,name,email,email\nA,B,a@x,b@x", "These columns stand twice: name, email."),
        (b"\x00\x01\x02\xff\xfe", "missing"),
        (b"x" * 1_000_001, "larger than one megabyte"),
        (b"name,email\n" + b"A,a@x\n" * 5_001, "between 1 and"),
    ],
)
def test_what_is_no_table_is_said_at_the_field(
    given: Given, admin: FlaskClient, content: bytes, said: str
) -> None:
    before = number_of(Event)
    page = check(admin, content)
    assert "error-summary" in page
    assert said.replace("5,000", "5000") in page or said in page
    assert number_of(Event) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_tables_of_usual_programs_are_read(
    given: Given, admin: FlaskClient, encoding: str, separator: str, newline: str
) -> None:
    lines = [separator.join(row) for row in (("Name", "EMAIL"), ("Jürgen Groß", "j@example.org"))]
    sent = hidden(check(admin, newline.join(lines).encode(encoding)))
    assert admin.post("/people/import/take-in", data=sent).status_code == 302
    person = directory.by_email("j@example.org")
    assert person is not None
    assert person.name == "Jürgen Groß"


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        '=HYPERLINK("http://evil")',
        "+49 40",
        "-2",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        'O\'Neil \\ "Quote" & Söhne; DROP TABLE person',
        "名前 🦉 مرحبا",
        "%(name)s %s {{ 7*7 }}",
    ],
)
def test_hostile_cells_are_kept_as_text(given: Given, admin: FlaskClient, name: str) -> None:
    quoted = name.replace('"', '""')
    answer = take_in(admin, f'name,email\n"{quoted}",h@example.org')
    assert answer.status_code == 302
    person = directory.by_email("h@example.org")
    assert person is not None
    assert person.name == name
    assert f">{escape(name)}</a>" in admin.get("/people").text


def test_a_line_break_in_a_cell_is_a_space(given: Given, admin: FlaskClient) -> None:
    assert take_in(admin, 'name,email\n"Two\nLines\u0000",h@example.org').status_code == 302
    person = directory.by_email("h@example.org")
    assert person is not None
    assert person.name == "Two Lines"


def test_a_pasted_table_is_read_too(given: Given, admin: FlaskClient) -> None:
    page = admin.post("/people/import", data={"pasted": TABLE.replace("\n", "\r\n")}).text
    assert admin.post("/people/import/take-in", data=hidden(page)).status_code == 302
    assert directory.by_email("ada@example.org")


# --- power that an import proposes


def test_power_of_an_import_is_confirmed_by_somebody_else(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    bo = given.person(Role.ADMINISTRATOR, name="Bo", email="bo@example.org")
    given.signed_in(client, anna)
    table = TABLE + "Bo,bo@example.org,,,,,,top\n"
    assert take_in(client, table).status_code == 302
    batch = session.scalars(sa.select(PeopleImport)).one()
    url = f"/people/imports/{batch.id}/confirm"
    assert url not in client.get("/people/roles").text
    assert client.post(url).status_code == 403
    assert len(roles.waiting()) == 3
    given.signed_in(client, bo)
    assert url in client.get("/people/roles").text
    assert client.post(url, data={"key": "k"}).status_code == 302
    assert client.post(url, data={"key": "k"}).status_code == 303
    left = roles.waiting()
    assert [(grant.person, grant.role) for grant in left] == [(bo, Role.TOP)]
    assert client.post(url).status_code == 403
    chef = directory.by_email("chef@example.org")
    assert chef is not None
    assert {grant.state for grant in roles.of_person(chef)} == {State.HELD}
    assert letters_to(chef) == ["A role that carries power was given"] * 2
    assert letters_to(anna) == ["Roles that carry power were given"]


def test_an_import_with_nothing_waiting_confirms_nothing(
    given: Given, client: FlaskClient, anna: Person
) -> None:
    given.signed_in(client, anna)
    take_in(client, "name,email\nA,a@example.org")
    batch = session.scalars(sa.select(PeopleImport)).one()
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    assert client.post(f"/people/imports/{batch.id}/confirm").status_code == 409


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.AUDITOR, Role.TOP])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/people/import"), ("POST", "/people/import"), ("POST", "/people/import/take-in")],
)
def test_only_administrators_import(
    given: Given, client: FlaskClient, role: Role, method: str, path: str
) -> None:
    given.signed_in(client, given.person() if role is Role.EMPLOYEE else given.person(role))
    before = number_of(Event)
    sent = {"pasted": TABLE, "text": TABLE, "key": "k"}
    assert client.open(path, method=method, data=sent).status_code == 403
    assert number_of(Event) == before


def test_a_thousand_people_come_in_one_act(given: Given, admin: FlaskClient) -> None:
    rows = [f"Person {n},p{n}@example.org,U{n % 50},Unit {n % 50},p{n // 10 * 10 + 10}@example.org"
            for n in range(990)]  # fmt: skip
    rows += [f"Person {n},p{n}@example.org,U1,Unit 1," for n in range(990, 1000)]
    table = "name,email,unit,unit_name,manager_email\n" + "\n".join(rows)
    began = time.monotonic()
    answer = take_in(admin, table)
    assert answer.status_code == 302
    assert time.monotonic() - began < 20
    assert number_of(Person) == 1001
    assert number_of(Unit) == 50
