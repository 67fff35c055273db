"""One-time links: used once, in time, by somebody active."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import OneTimeLink, Person
from impactreview.people.operations import links
from impactreview.people.operations.passwords import set_password
from impactreview.people.rules.passwords import QUICK
from impactreview.people.rules.sign_in import INVITATION_LASTS, token_hash
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.people.entering import OTHER, PASSWORD, enabled, is_signed_in, sign_in
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

UNUSABLE = "This link can not be used"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def link_for(person: Person, lasts: timedelta | None = None) -> str:
    with acting(by=System(), at=NOON) as act:
        return links.make_link(act, person, **({"lasts": lasts} if lasts else {}))


def use(client: FlaskClient, token: str, password: str = OTHER, **fields: str) -> TestResponse:
    sent = {"new_password": password, "again": password, **fields}
    return client.post(f"/link/{token}", data=sent)


def is_unusable(client: FlaskClient, token: str) -> bool:
    """Whether the link leads to the one page for all that can not be used, by both methods."""
    answers = [client.get(f"/link/{token}"), use(client, token)]
    return all(answer.status_code == 404 and UNUSABLE in answer.text for answer in answers)


# --- using one


def test_a_link_sets_a_password_once(given: Given, client: FlaskClient) -> None:
    person = given.person()
    token = link_for(person)
    assert person.name in client.get(f"/link/{token}").text
    answer = use(client, token)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert sign_in(client, person.email, OTHER).status_code == 303
    assert is_unusable(client, token)
    assert sign_in(client, person.email, OTHER).status_code == 303


def test_looking_at_a_link_uses_nothing_up(given: Given, client: FlaskClient) -> None:
    token = link_for(given.person())
    for _ in range(3):
        client.get(f"/link/{token}")
        client.head(f"/link/{token}")
    assert use(client, token).status_code == 303


def test_using_it_ends_every_session_and_every_wait(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    person, other = enabled(given), app.test_client()
    sign_in(other, person.email)
    for _ in range(5):
        sign_in(client, person.email, "wrong" * 4)
    assert sign_in(client, person.email).status_code == 429
    use(client, link_for(person))
    assert not is_signed_in(other)
    assert sign_in(client, person.email, OTHER).status_code == 303


def test_the_log_knows_the_person_and_no_token(given: Given, client: FlaskClient) -> None:
    person = given.person()
    token = link_for(person)
    use(client, token)
    kinds = session.scalars(
        sa.select(Event.kind).where(Event.stream == person.id).order_by(Event.version)
    ).all()
    assert kinds == ["test.given", "people.link_made", "people.password_set"]
    values = " ".join(session.scalars(sa.select(Payload.value)))
    assert person.handle in values
    assert token not in values
    assert token_hash(token).hex() not in values
    assert session.scalars(sa.select(OneTimeLink.token_hash)).one() == token_hash(token)


@pytest.mark.parametrize("lasts", [timedelta(minutes=30), INVITATION_LASTS])
def test_a_link_ends_in_time(
    given: Given, client: FlaskClient, clock: time_machine.Traveller, lasts: timedelta
) -> None:
    token = link_for(given.person(), lasts)
    clock.shift(lasts - timedelta(seconds=1))
    assert client.get(f"/link/{token}").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert is_unusable(client, token)


def test_a_newer_link_makes_the_older_void(given: Given, client: FlaskClient) -> None:
    person, other = given.person(), given.person()
    old, others, new = link_for(person), link_for(other), link_for(person)
    assert is_unusable(client, old)
    assert use(client, new).status_code == 303
    assert use(client, others).status_code == 303


def test_a_change_of_password_makes_a_link_void(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    token = link_for(person)
    sign_in(client, person.email)
    client.post("/account", data={"password": PASSWORD, "new_password": OTHER, "again": OTHER})
    assert is_unusable(client, token)


def test_whoever_has_left_has_no_link(given: Given, client: FlaskClient) -> None:
    person = enabled(given)
    token = link_for(person)
    with acting(by=System(), at=NOON) as act:
        person.deactivated_at = NOON
        act.record(GivenEvent.GIVEN, person)
    assert is_unusable(client, token)
    with pytest.raises(NotNow):
        link_for(person)
    assert session.scalar(sa.select(sa.func.count()).select_from(OneTimeLink)) == 1


def test_every_unusable_link_is_answered_alike(
    given: Given, client: FlaskClient, clock: time_machine.Traveller
) -> None:
    person = given.person()
    used, replaced = link_for(given.person()), link_for(person)
    link_for(person)
    use(client, used)
    sign_in(client, "x@example.org")  # takes the flash of the link that was used
    client.get("/sign-in")
    pages = {
        client.get(f"/link/{token}").text.replace(token, "TOKEN")
        for token in (used, replaced, "never-was", "a" * 43, "%7F")
    }
    assert len({page[page.index("<main") :] for page in pages}) == 1


def test_a_link_is_not_somebody_else_s(given: Given) -> None:
    person, other = given.person(), given.person()
    token = link_for(person)
    with pytest.raises(NotNow), acting(by=other, at=NOON) as act:
        links.use_link(act, other, token=token, password_hash=QUICK.hashed(OTHER))


def test_a_password_that_does_not_do_leaves_the_link(given: Given, client: FlaskClient) -> None:
    token = link_for(given.person(name="Ada Lovelace"))
    assert use(client, token, "short").status_code == 422
    assert use(client, token, "lovelace is my name").status_code == 422
    assert use(client, token, again="something else now").status_code == 422
    assert use(client, token).status_code == 303


def test_the_page_speaks_the_person_s_language(given: Given, client: FlaskClient) -> None:
    token = link_for(given.person(language="de"))
    assert '<html lang="de">' in client.get(f"/link/{token}").text
    client.post("/language", data={"language": "en"})
    assert '<html lang="en">' in client.get(f"/link/{token}").text


def test_after_the_link_the_pages_go_on_in_its_language(given: Given, client: FlaskClient) -> None:
    use(client, link_for(given.person(language="de")))
    page = client.get("/sign-in").text
    assert '<html lang="de">' in page
    assert "Ihr Passwort ist gesetzt" in page


def test_two_uses_at_once_set_one_password(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        person = Given(at=NOON).person()
        person_id, email = person.id, person.email
        token = link_for(person)
        session.remove()
    passwords = [f"{OTHER} {number}" for number in range(6)]
    together = Barrier(len(passwords))

    def turn(password: str) -> int:
        with app.app_context():
            client = app.test_client()
            client.get(f"/link/{token}")
            together.wait()
            return use(client, token, password).status_code

    with ThreadPoolExecutor(len(passwords)) as pool:
        statuses = list(pool.map(turn, passwords))
    assert sorted(statuses) == [303] + [404] * 5
    with app.app_context():
        winner = passwords[statuses.index(303)]
        assert sign_in(app.test_client(), email, winner).status_code == 303
        kinds = session.scalars(sa.select(Event.kind).where(Event.stream == person_id)).all()
        assert kinds.count("people.password_set") == 1


def test_a_link_and_a_change_at_once_leave_one_of_both(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        person = enabled(Given(at=NOON))
        person_id = person.id
        token = link_for(person)
        session.remove()
    together = Barrier(2)

    def by_link() -> bool:
        with app.app_context():
            mine = session.get_one(Person, person_id)
            together.wait()
            try:
                with acting(by=System(), at=NOON) as act:
                    links.use_link(act, mine, token=token, password_hash=QUICK.hashed(OTHER))
            except NotNow:
                return False
            return True

    def by_change() -> bool:
        with app.app_context():
            mine = session.get_one(Person, person_id)
            together.wait()
            with acting(by=System(), at=NOON) as act:
                set_password(act, mine, password_hash=QUICK.hashed(PASSWORD))
            return True

    with ThreadPoolExecutor(2) as pool:
        used, changed = pool.submit(by_link), pool.submit(by_change)
        link_worked = used.result()
        assert changed.result()
    with app.app_context():
        link = session.scalars(sa.select(OneTimeLink)).one()
        assert (link.used_at is not None) is link_worked
        assert link.expires_at <= NOON
