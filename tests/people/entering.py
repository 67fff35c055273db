"""How tests of signing in get a person with a password, and how they sign in."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import System, acting
from impactreview.people.models import Person
from impactreview.people.operations.passwords import set_password
from impactreview.people.rules.passwords import QUICK, Hashing
from tests.conftest import NOON
from tests.given import Given

PASSWORD = "seven grey herons wait"
OTHER = "nine loud tractors idle"


def enabled(given: Given, *, cost: Hashing = QUICK, **values: object) -> Person:
    """A person who can sign in with PASSWORD."""
    person = given.person(**values)
    with acting(by=System(), at=NOON) as act:
        set_password(act, person, password_hash=cost.hashed(PASSWORD))
    return person


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password, **fields})


def is_signed_in(client: FlaskClient) -> bool:
    """Whether this browser may see a page of its own."""
    return client.get("/account").status_code == 200
