"""On PostgreSQL the app runs as a role that owns nothing, and needs nothing more."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from config import Config
from impactreview import migrating
from impactreview.app import create_app
from impactreview.audit.models import Event
from impactreview.ballots.models import Decision
from impactreview.kernel.db import db, session
from tests.conftest import SECRET, NewDatabase, close
from tests.site import told

pytestmark = pytest.mark.database_near

FORBIDDEN = [
    "UPDATE audit_event SET kind = 'forged'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event CASCADE",
    "DELETE FROM audit_payload",
    "UPDATE audit_used SET event_id = event_id",
    "DELETE FROM decision",
    "DELETE FROM vote",
    "TRUNCATE vote",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "ALTER TABLE unit DISABLE TRIGGER USER",
    "ALTER TABLE vote DROP COLUMN choice",
    "DROP TABLE vote",
    "CREATE TABLE mine (id int)",
    "SET session_replication_role = 'replica'",
]


@pytest.fixture(scope="module")
def restricted(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The app as a role that was given the grants of the migrations, and nothing else."""
    owner = make_url(new_database())
    if owner.get_backend_name() == "sqlite":
        pytest.skip("SQLite knows no roles")
    role = f"app_{owner.database}"
    plain = owner.set(drivername="postgresql").render_as_string(hide_password=False)
    data = str(tmp_path_factory.mktemp("data"))
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE ROLE "{role}" LOGIN'.encode())
        app = create_app(
            Config(
                SECRET_KEY=SECRET,
                SQLALCHEMY_DATABASE_URI=owner.set(username=role).render_as_string(False),
                DATABASE_OWNER_URI=owner.render_as_string(False),
                DATA=data,
                TESTING=True,
            )
        )
        try:
            with app.app_context():
                migrating.upgrade()
            told(app, data=Path(data))
            yield app
        finally:
            close(app)
            connection.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"'.encode())


def test_every_story_can_be_told(restricted: Flask) -> None:
    with restricted.app_context():
        assert session.scalar(sa.text("SELECT current_user")) != session.scalar(
            sa.text("SELECT tableowner FROM pg_tables WHERE tablename = 'audit_event'")
        )
        for model in (Event, Decision):
            assert session.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_can_be_taken_back_by_hand(restricted: Flask, statement: str) -> None:
    with restricted.app_context(), db.engine.connect() as connection:
        with pytest.raises(ProgrammingError) as refused:
            connection.exec_driver_sql(statement)
        assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
