"""What slips past the house is refused by the database itself, on both engines."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from impactreview.audit import triggers
from impactreview.audit.models import Event
from impactreview.kernel.db import db, session
from tests.given import Given

pytestmark = pytest.mark.database_near


def _refused(statement: str, **values: object) -> str:
    """Run `statement` past the ORM; say in which words the database refused it."""
    connection = session.connection()
    nested = connection.begin_nested()
    with pytest.raises(DBAPIError) as refusal:
        connection.execute(sa.text(statement), values)
    nested.rollback()
    return str(refusal.value.orig)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET kind = 'forged'",
        "DELETE FROM audit_event",
        "UPDATE audit_payload SET value = '0'",
        "DELETE FROM audit_payload",
        "UPDATE audit_pending SET key = event_id",
        "UPDATE audit_used SET event_id = event_id",
        "DELETE FROM audit_used",
        "DELETE FROM unit",
    ],
)
def test_the_log_and_the_records_stay(given: Given, statement: str) -> None:
    given.unit()
    assert "stays" in _refused(statement)


def test_truncate_is_refused(given: Given) -> None:
    given.unit()
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite knows no TRUNCATE; its DELETE is tried above")
    for table in ("audit_event", "audit_payload", "audit_pending", "audit_used", "unit"):
        assert "stays" in _refused(f"TRUNCATE {table} CASCADE")


def test_replace_is_refused(given: Given) -> None:
    unit = given.unit()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite knows REPLACE")
    for table, key in (("audit_event", unit.event_id.hex), ("unit", unit.id.hex)):
        copy = f"REPLACE INTO {table} SELECT * FROM {table} WHERE id = :key"  # noqa: S608
        assert _refused(copy, key=key).startswith(f"{table}: ")


def test_a_record_needs_a_fresh_event(given: Given) -> None:
    unit, other = given.unit(), given.unit()
    assert "unexplained" in _refused("UPDATE unit SET name = 'forged'")
    events = {"old": unit.event_id, "foreign": other.event_id, "none": uuid4()}
    for event in events.values():
        statement = sa.text("UPDATE unit SET name = 'forged', event_id = :event WHERE id = :unit")
        bound = statement.bindparams(
            sa.bindparam("event", event, sa.Uuid()), sa.bindparam("unit", unit.id, sa.Uuid())
        )
        connection = session.connection()
        nested = connection.begin_nested()
        with pytest.raises(DBAPIError, match="unexplained"):
            connection.execute(bound)
        nested.rollback()


def test_a_part_needs_the_event_of_its_root(given: Given) -> None:
    policy = given.policy()
    given.policy()
    assert policy.version == 1
    foreign = session.scalars(sa.select(Event.id).where(Event.stream != policy.id)).first()
    statement = sa.text("UPDATE policy_version SET text = 'forged', event_id = :event")
    connection = session.connection()
    nested = connection.begin_nested()
    with pytest.raises(DBAPIError, match="unexplained"):
        connection.execute(statement.bindparams(sa.bindparam("event", foreign, sa.Uuid())))
    nested.rollback()


def test_all_triggers_stand_and_a_lost_one_is_missed(given: Given) -> None:
    connection = session.connection()
    assert not triggers.missing(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER keep_unit_before_delete_stays")
        assert triggers.missing(connection) == {"keep_unit_before_delete_stays"}
    else:
        connection.exec_driver_sql("ALTER TABLE unit DISABLE TRIGGER keep_unit_stays")
        assert triggers.missing(connection) == {"keep_unit_stays"}
    triggers.renew(connection)
    assert not triggers.missing(connection)
