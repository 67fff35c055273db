"""Nobody gets power alone: who may give a role, confirm it, end it, and who learns of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person, RoleGrant
from impactreview.people.operations import roles as operations
from impactreview.people.permissions import Permission
from impactreview.people.queries import roles as queries
from impactreview.people.roles import HOLDS, POWERFUL, Role
from impactreview.people.rules.roles import why_not_confirm, why_not_deactivate, why_not_end
from impactreview.people.terms import Expertise, State
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.people.seen import counted, facts, kinds, letters_to, number_of

pytestmark = pytest.mark.database_near

PLAIN = [Role.REVIEWER]
GIVEN_ROLES = [role for role in Role if role not in (Role.EMPLOYEE, Role.EXPERT)]


@pytest.fixture
def anna(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Anna")


@pytest.fixture
def bo(given: Given) -> Person:
    return given.person(Role.ADMINISTRATOR, name="Bo")


def propose(by: Person, person: Person, role: Role = Role.HANDLER) -> RoleGrant:
    with acting(by=by, at=NOON) as act:
        return operations.propose_role(act, person, role=role)


def confirm(by: Person, grant: RoleGrant) -> None:
    with acting(by=by, at=NOON) as act:
        operations.confirm_role(act, grant)


def end(by: Person, grant: RoleGrant) -> None:
    with acting(by=by, at=NOON) as act:
        operations.end_role(act, grant, reason="no longer needed")


# --- giving


def test_each_role_is_plain_or_powerful_as_the_law_says() -> None:
    assert set(Role) - POWERFUL == {Role.EMPLOYEE, Role.REVIEWER, Role.EXPERT}


@pytest.mark.parametrize("role", GIVEN_ROLES)
def test_power_waits_and_the_rest_is_held_at_once(given: Given, anna: Person, role: Role) -> None:
    grant = propose(anna, given.person(), role)
    waits = role in POWERFUL
    assert grant.state is (State.PROPOSED if waits else State.HELD)
    assert (grant.since is None) is waits
    assert kinds(grant) == ["people.role_proposed" if waits else "people.role_given"]
    assert facts(grant)["role"] == role.value
    assert facts(grant)["person"] == grant.person.handle


@pytest.mark.parametrize("role", GIVEN_ROLES)
def test_nobody_proposes_themselves_for_power(given: Given, anna: Person, role: Role) -> None:
    before = number_of(Event)
    if role is Role.ADMINISTRATOR:
        other = given.person(role)
        with pytest.raises(NotYours):
            propose(other, other, role)
    elif role in POWERFUL:
        with pytest.raises(NotYours):
            propose(anna, anna, role)
        assert number_of(Event) == before
    else:
        assert propose(anna, anna, role).state is State.HELD


def test_an_expert_is_asked_in_one_field(given: Given, anna: Person) -> None:
    person = given.person()
    with pytest.raises(Unusable), acting(by=anna, at=NOON) as act:
        operations.propose_role(act, person, role=Role.EXPERT)
    for field in Expertise:
        with acting(by=anna, at=NOON) as act:
            grant = operations.propose_role(act, person, role=Role.EXPERT, field=field)
        assert (grant.scope, grant.state) == (field.value, State.HELD)
    assert facts(grant)["role"] == "expert:independent"


def test_only_an_expert_has_a_field(given: Given, anna: Person) -> None:
    person = given.person()
    with acting(by=anna, at=NOON) as act:
        grant = operations.propose_role(act, person, role=Role.REVIEWER, field=Expertise.LEGAL)
    assert grant.scope == ""


def test_the_role_everybody_has_is_not_given(given: Given, anna: Person) -> None:
    with pytest.raises(Unusable):
        propose(anna, given.person(), Role.EMPLOYEE)


@pytest.mark.parametrize("state", list(State))
def test_a_role_is_open_once(given: Given, anna: Person, bo: Person, state: State) -> None:
    person = given.person()
    grant = propose(anna, person)
    if state in (State.HELD, State.ENDED):
        confirm(bo, grant)
    if state is State.ENDED:
        end(bo, grant)
    if state is State.DECLINED:
        with acting(by=bo, at=NOON) as act:
            operations.decline_role(act, grant, reason="no")
    assert grant.state is state
    if state in (State.PROPOSED, State.HELD):
        with pytest.raises(NotNow):
            propose(bo, person)
    else:
        assert propose(bo, person).state is State.PROPOSED


def test_whoever_left_gets_no_role(given: Given, anna: Person) -> None:
    for role in (Role.REVIEWER, Role.HANDLER):
        with pytest.raises(NotNow):
            propose(anna, given.person(deactivated_at=NOON), role)


def test_only_administrators_give_roles(given: Given, anna: Person, bo: Person) -> None:
    auditor, person = given.person(Role.AUDITOR), given.person()
    grant = propose(anna, person)
    for attempt in (
        lambda: propose(auditor, person, Role.REVIEWER),
        lambda: confirm(auditor, grant),
        lambda: end(auditor, given.role(person, Role.TOP)),
    ):
        with pytest.raises(NotYours):
            attempt()
    with pytest.raises(NotYours), acting(by=System(), at=NOON) as act:
        operations.confirm_role(act, grant)
    assert grant.state is State.PROPOSED


# --- confirming: every combination of who


@pytest.mark.parametrize("who", ["proposer", "receiver", "second", "employee", "former"])
@pytest.mark.parametrize("state", list(State))
def test_the_second_person_in_every_combination(who: str, state: State) -> None:
    names = ("proposer", "receiver", "second", "employee", "former")
    people = {name: Person(name=name) for name in names}
    administrators = {people[name].id for name in ("proposer", "receiver", "second")}
    grant = _grant(people["receiver"], state, people["proposer"])
    refusal = why_not_confirm(grant, people[who].id, administrators)
    if (who, state) == ("second", State.PROPOSED):
        assert refusal is None
    else:
        assert isinstance(refusal, NotYours if state is State.PROPOSED else NotNow)


def _grant(person: Person, state: State, by: Person) -> RoleGrant:
    return RoleGrant(
        person=person, person_id=person.id, role=Role.HANDLER, state=state, proposed_by_id=by.id
    )


def test_confirming_gives_the_role(given: Given, anna: Person, bo: Person) -> None:
    person = given.person()
    grant = propose(anna, person)
    assert person not in _holders(Role.HANDLER)
    confirm(bo, grant)
    assert (grant.state, grant.since, grant.confirmed_by) == (State.HELD, NOON, bo)
    assert kinds(grant) == ["people.role_proposed", "people.role_given"]
    assert facts(grant)["actor"] == bo.handle
    assert person in _holders(Role.HANDLER)


def _holders(role: Role) -> list[Person]:
    return [grant.person for grant in queries.held() if grant.role is role]


def test_neither_proposer_nor_receiver_confirms(given: Given, anna: Person, bo: Person) -> None:
    grant = propose(anna, bo, Role.AUDITOR)
    for by in (anna, bo):
        with pytest.raises(NotYours):
            confirm(by, grant)
    assert kinds(grant) == ["people.role_proposed"]
    confirm(given.person(Role.ADMINISTRATOR), grant)
    assert grant.state is State.HELD


def test_nobody_confirms_for_one_who_left() -> None:
    by, second = Person(name="by"), Person(name="second")
    grant = _grant(Person(name="gone", deactivated_at=NOON), State.PROPOSED, by)
    assert isinstance(why_not_confirm(grant, second.id, {by.id, second.id}), NotNow)


def test_declining_says_why_to_the_proposer(given: Given, anna: Person, bo: Person) -> None:
    grant = propose(anna, given.person())
    with acting(by=bo, at=NOON) as act:
        operations.decline_role(act, grant, reason="too early")
    assert grant.state is State.DECLINED
    assert facts(grant)["reason"] == "too early"
    assert letters_to(anna) == ["A role that you proposed was declined"]
    with pytest.raises(NotNow):
        confirm(bo, grant)


def test_whoever_proposed_may_take_it_back(given: Given, anna: Person) -> None:
    grant = propose(anna, given.person())
    with acting(by=anna, at=NOON) as act:
        operations.decline_role(act, grant, reason="a mistake")
    assert grant.state is State.DECLINED
    assert letters_to(anna) == []


# --- letters


def test_all_administrators_and_the_holder_learn_of_power(
    given: Given, anna: Person, bo: Person
) -> None:
    person, cleo = given.person(), given.person(Role.ADMINISTRATOR)
    grant = propose(anna, person)
    assert letters_to(bo) == letters_to(cleo) == ["Roles wait for a second person"]
    assert letters_to(anna) == letters_to(person) == []
    confirm(bo, grant)
    for reader in (anna, bo, cleo, person):
        assert letters_to(reader).count("A role that carries power was given") == 1
    end(bo, grant)
    for reader in (anna, bo, cleo, person):
        assert letters_to(reader).count("A role that carries power was ended") == 1


def test_plain_roles_ring_no_bell(given: Given, anna: Person, bo: Person) -> None:
    person = given.person()
    end(anna, propose(anna, person, Role.REVIEWER))
    assert letters_to(anna) == letters_to(bo) == letters_to(person) == []


# --- ending


def test_a_role_ends_once(given: Given, anna: Person) -> None:
    grant = given.role(given.person(), Role.HANDLER)
    end(anna, grant)
    assert (grant.state, grant.until) == (State.ENDED, NOON)
    assert facts(grant)["reason"] == "no longer needed"
    with pytest.raises(NotNow):
        end(anna, grant)


@pytest.mark.parametrize(
    ("administrators", "own"), [(1, True), (2, True), (3, True), (2, False), (3, False)]
)
def test_how_many_administrators_must_remain(given: Given, administrators: int, own: bool) -> None:
    people = [given.person(Role.ADMINISTRATOR) for _ in range(administrators)]
    target = people[0] if own else people[-1]
    (grant,) = queries.open_grants(target)
    if own and administrators < 3:
        with pytest.raises(NotNow):
            end(people[0], grant)
        assert grant.state is State.HELD
    else:
        end(people[0], grant)
        assert grant.state is State.ENDED


def test_the_last_administrator_stays_whoever_acts(given: Given, anna: Person) -> None:
    (grant,) = queries.open_grants(anna)
    outsider = uuid4()
    assert isinstance(why_not_end(grant, outsider, {anna.id}), NotNow)
    assert isinstance(why_not_deactivate(anna, outsider, {anna.id}), NotNow)
    assert why_not_deactivate(anna, outsider, {anna.id, outsider}) is None


# --- pages


def test_everybody_sees_the_matrix_that_is_enforced(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    page = client.get("/people/roles").text
    for word in ("read the whole log", "administer people, units and roles", "Executive on duty"):
        assert word in page
    assert page.count("</svg> <span>yes") + page.count("<span>yes</span>") == sum(
        len(HOLDS[role]) for role in Role
    )


def test_a_reader_without_power_sees_no_button(given: Given, client: FlaskClient) -> None:
    anna, person = given.person(Role.ADMINISTRATOR), given.person()
    grant = propose(anna, person)
    given.signed_in(client, given.person())
    page = client.get("/people/roles").text
    assert person.name in page
    assert f"{grant.id}/confirm" not in page
    assert f"{grant.id}/decline" not in page


def test_the_page_says_why_oneself_can_not_confirm(given: Given, client: FlaskClient) -> None:
    anna = given.person(Role.ADMINISTRATOR)
    grant = propose(anna, given.person())
    given.signed_in(client, anna)
    page = client.get("/people/roles").text
    assert "You proposed this." in page
    assert f"{grant.id}/confirm" not in page
    assert "There is one administrator only" in page
    given.person(Role.ADMINISTRATOR)
    assert "There is one administrator only" not in client.get("/people/roles").text


def test_each_button_is_an_act_of_its_own(
    given: Given, client: FlaskClient, anna: Person, bo: Person
) -> None:
    for _ in range(3):
        propose(anna, given.person())
    given.signed_in(client, bo)
    parts = client.get("/people/roles").text.split('name="key"')[1:]
    keys = [part.split('value="')[1].split('"')[0] for part in parts]
    assert len(keys) == len(set(keys)) == 3


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_takes_as_few_queries_with_many_roles(
    given: Given, client: FlaskClient, anna: Person, number: int
) -> None:
    for _ in range(number):
        person = given.person(Role.REVIEWER, Role.CUSTODIAN)
        propose(anna, person)
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    with counted() as sent:
        assert client.get("/people/roles").status_code == 200
    assert len(sent) <= 5


def test_a_role_goes_from_page_to_page(
    given: Given, client: FlaskClient, anna: Person, bo: Person
) -> None:
    person = given.person()
    given.signed_in(client, anna)
    sent = {"person": person.email.upper(), "role": "auditor", "key": "k1"}
    first = client.post("/people/roles/new", data=sent)
    again = client.post("/people/roles/new", data=sent)
    assert (first.status_code, again.status_code) == (302, 303)
    assert first.location == again.location == f"/people/{person.id}"
    (grant,) = queries.open_grants(person)
    given.signed_in(client, bo)
    page = client.get("/people/roles").text
    assert f"/people/roles/{grant.id}/confirm" in page
    done = client.post(f"/people/roles/{grant.id}/confirm", data={"key": "k2"})
    twice = client.post(f"/people/roles/{grant.id}/confirm", data={"key": "k2"})
    assert (done.status_code, twice.status_code) == (302, 303)
    assert client.post(f"/people/roles/{grant.id}/confirm", data={}).status_code == 409
    ended = client.post(f"/people/roles/{grant.id}/end", data={"reason": "moved on"})
    assert ended.status_code == 302
    assert kinds(grant) == ["people.role_proposed", "people.role_given", "people.role_ended"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "This is needed."),
        ({"person": "nobody@example.org", "role": "auditor"}, "Nobody here has this address."),
        ({"person": "P", "role": "emperor"}, "Not a valid choice"),
        ({"person": "P", "role": "employee"}, "Not a valid choice"),
        ({"person": "P", "role": "expert"}, "Say in which field this expert is asked."),
        ({"person": "P", "role": "expert", "field": "magic"}, "Not a valid choice"),
        ({"person": "SELF", "role": "top"}, "Nobody proposes themselves"),
    ],
)
def test_a_wrong_form_is_shown_again_and_nothing_is_written(
    given: Given, client: FlaskClient, anna: Person, sent: dict[str, str], said: str
) -> None:
    named = {"P": given.person().email, "SELF": anna.email}
    data = {name: named.get(value, value) for name, value in sent.items()}
    given.signed_in(client, anna)
    before = number_of(Event)
    answer = client.post("/people/roles/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert number_of(Event) == before


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_ending_and_declining_need_a_reason(
    given: Given, client: FlaskClient, anna: Person, bo: Person, reason: str
) -> None:
    held, waiting = given.role(given.person(), Role.TOP), propose(bo, given.person())
    given.signed_in(client, anna)
    for grant, verb in ((held, "end"), (waiting, "decline")):
        answer = client.post(f"/people/roles/{grant.id}/{verb}", data={"reason": reason})
        assert answer.status_code == 422
        assert "error-summary" in answer.text
        assert len(kinds(grant)) == 1


ROUTES = [
    ("GET", "/people/roles/new"),
    ("POST", "/people/roles/new"),
    ("POST", "/people/roles/{grant}/confirm"),
    ("GET", "/people/roles/{grant}/decline"),
    ("POST", "/people/roles/{grant}/decline"),
    ("GET", "/people/roles/{grant}/end"),
    ("POST", "/people/roles/{grant}/end"),
    ("POST", "/people/imports/{grant}/confirm"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_employees_and_auditors_change_no_role(
    given: Given, client: FlaskClient, anna: Person, method: str, path: str
) -> None:
    grant = propose(anna, given.person())
    before = number_of(Event)
    for person in (given.person(), given.person(Role.AUDITOR, Role.HANDLER, Role.TOP)):
        before = number_of(Event)
        given.signed_in(client, person)
        data = {"reason": "mine", "person": person.email, "role": "top"}
        answer = client.open(path.format(grant=grant.id), method=method, data=data)
        assert answer.status_code == 403
        assert number_of(Event) == before


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{" in route[1]])
def test_a_role_that_is_not_there_is_not_found(
    given: Given, client: FlaskClient, anna: Person, method: str, path: str
) -> None:
    given.signed_in(client, anna)
    assert client.open(path.format(grant=uuid4()), method=method).status_code == 404


def test_every_permission_has_a_word_on_the_page(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    page = client.get("/people/roles").text
    assert "people.Permission" not in page
    assert page.count('<th scope="row">') >= len(Permission) + len(Role)


# --- at the same moment


def _together(app: Flask, people: list[UUID], grant_id: UUID) -> list[str]:
    barrier = Barrier(len(people))

    def turn(person_id: UUID) -> str:
        with app.app_context():
            person = session.get_one(Person, person_id)
            grant = session.get_one(RoleGrant, grant_id)
            barrier.wait()
            try:
                confirm(person, grant)
            except NotNow:
                return "too late"
            return "confirmed"

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(turn, people))


def test_two_confirmations_at_once_are_one(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        anna = given.person(Role.ADMINISTRATOR)
        others = [given.person(Role.ADMINISTRATOR).id for _ in range(4)]
        grant_id = propose(anna, given.person()).id
    answers = _together(app, others, grant_id)
    assert sorted(answers) == ["confirmed", *["too late"] * 3]
    with app.app_context():
        grant = session.get_one(RoleGrant, grant_id)
        assert kinds(grant) == ["people.role_proposed", "people.role_given"]
        given_events = sa.select(sa.func.count()).where(Event.kind == "people.role_given")
        assert session.scalar(given_events) == 1


def test_two_administrators_can_not_end_each_other_at_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        pair = [given.person(Role.ADMINISTRATOR) for _ in range(2)]
        grants = [queries.open_grants(person)[0].id for person in pair]
        ids = [person.id for person in pair]
    barrier = Barrier(2)

    def turn(number: int) -> bool:
        with app.app_context():
            person = session.get_one(Person, ids[number])
            grant = session.get_one(RoleGrant, grants[1 - number])
            barrier.wait()
            try:
                end(person, grant)
            except (NotNow, NotYours):
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(turn, range(2))) == [False, True]
    with app.app_context():
        assert len(queries.administrators()) == 1
