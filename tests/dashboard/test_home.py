"""Home shows each thing that waits, to whom it waits for, within its bound of queries."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.kernel.db import db
from impactreview.people.roles import Role
from tests.given import Given

pytestmark = pytest.mark.database_near


def _queries(client: FlaskClient, path: str) -> int:
    counted: list[str] = []

    def count(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            counted.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        assert client.get(path).status_code == 200
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return len(counted)


def test_an_employee_with_nothing_to_do_sees_so(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person())
    assert "Nothing waits for you" in client.get("/").text


def test_home_stays_within_six_queries(given: Given, client: FlaskClient) -> None:
    given.signed_in(client, given.person(Role.ADMINISTRATOR))
    assert _queries(client, "/") <= 6


def test_the_log_shows_ones_own_acts_and_the_auditor_all(given: Given, client: FlaskClient) -> None:
    given.unit(code="SALES")
    given.signed_in(client, given.person())
    assert "unit/SALES" not in client.get("/audit").text
    given.signed_in(client, given.person(Role.AUDITOR))
    assert "unit/SALES" in client.get("/audit").text
    assert db.engine.dialect.name in {"sqlite", "postgresql"}
