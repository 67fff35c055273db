"""The administrator sees that a letter did not arrive, and never what it says."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import tending
from impactreview.kernel.clock import now
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import Person
from impactreview.people.roles import Role
from tests.given import Given

pytestmark = pytest.mark.database_near

LONG_AGO = timedelta(hours=5)


def letter(person: Person, **values: object) -> Letter:
    made: dict[str, object] = {
        "person_id": person.id,
        "address": "secret-address@example.org",
        "language": "en",
        "subject": "Your place: %(board)s",
        "body": "The secret body of %(board)s",
        "params": {"board": "the secret board"},
        "path": "/secret-path",
        "state": LetterState.DEAD,
        "attempts": 8,
        "last_error": "SMTPRecipientsRefused 550",
        "written_at": now() - LONG_AGO,
        "available_at": now(),
    }
    with tending() as hands:
        return hands.add(Letter(**{**made, **values}))


@pytest.fixture
def admin(given: Given, client: FlaskClient) -> FlaskClient:
    return given.signed_in(client, given.person(Role.ADMINISTRATOR))


def test_a_dead_letter_is_shown_without_what_it_says(given: Given, admin: FlaskClient) -> None:
    reader = given.person(name="Rita Reader")
    dead = letter(reader)
    page = admin.get("/admin/deliveries").text
    for shown in ("Rita Reader", "Your place: …", "SMTPRecipientsRefused 550", str(dead.id)):
        assert shown in page
    assert "secret" not in page


def test_late_letters_are_shown_and_others_not(given: Given, admin: FlaskClient) -> None:
    person = given.person()
    letter(person, state=LetterState.WAITING, subject="Late one")
    letter(person, state=LetterState.WAITING, subject="Fresh one", written_at=now())
    letter(person, state=LetterState.SENT, subject="Sent one")
    letter(person, state=LetterState.STOPPED, subject="Stopped one")
    page = admin.get("/admin/deliveries").text
    assert "Late one" in page
    assert "/retry" not in page
    for hidden in ("Fresh one", "Sent one", "Stopped one"):
        assert hidden not in page


def test_a_letter_to_nobody_is_shown_too(given: Given, admin: FlaskClient) -> None:
    letter(given.person(), person_id=uuid4())
    assert "nobody here" in admin.get("/admin/deliveries").text


def test_a_dead_letter_is_tried_again(given: Given, admin: FlaskClient) -> None:
    dead = letter(given.person())
    answer = admin.post(f"/admin/deliveries/{dead.id}/retry")
    assert (answer.status_code, answer.location) == (302, "/admin/deliveries")
    assert (dead.state, dead.attempts, dead.last_error) == (LetterState.WAITING, 0, "")
    assert admin.post(f"/admin/deliveries/{dead.id}/retry").status_code == 302
    assert dead.state is LetterState.WAITING


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.STOPPED])
def test_what_was_sent_or_stopped_stays_so(
    given: Given, admin: FlaskClient, state: LetterState
) -> None:
    done = letter(given.person(), state=state)
    admin.post(f"/admin/deliveries/{done.id}/retry")
    assert done.state is state


def test_a_letter_that_is_not_there_is_not_found(admin: FlaskClient) -> None:
    assert admin.post(f"/admin/deliveries/{uuid4()}/retry").status_code == 404
    assert admin.get(f"/admin/deliveries/{uuid4()}/retry").status_code in {404, 405}


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.AUDITOR, Role.TOP, Role.HANDLER])
def test_only_administrators_see_deliveries(given: Given, client: FlaskClient, role: Role) -> None:
    dead = letter(given.person())
    given.signed_in(client, given.person() if role is Role.EMPLOYEE else given.person(role))
    assert client.get("/admin/deliveries").status_code == 403
    assert client.post(f"/admin/deliveries/{dead.id}/retry").status_code == 403
    assert dead.state is LetterState.DEAD
