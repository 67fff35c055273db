"""The migrations lead to the models, on both engines, and lose nothing on the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from config import Config
from impactreview import migrating, schema
from impactreview.app import create_app
from impactreview.audit import triggers
from impactreview.kernel.db import Base, db, session
from impactreview.people.models import Credential, Person
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON, SECRET, NewDatabase, close
from tests.given import Given
from tests.proposals.drafting import draft, involved

pytestmark = pytest.mark.database_near

RECREATE = '''"""Write a table anew where the engine must for most changes, else alter it."""

import sqlalchemy as sa
from alembic import op

revision = "probe"
down_revision = "{head}"
branch_labels = None
depends_on = None


def anew() -> str:
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"


def upgrade() -> None:
    with op.batch_alter_table("person", recreate=anew()) as table:
        table.add_column(sa.Column("probe", sa.Text(), nullable=True))
        {more}


def downgrade() -> None:
    with op.batch_alter_table("person", recreate=anew()) as table:
        table.drop_column("probe")
'''


@pytest.fixture
def bare(new_database: NewDatabase, tmp_path: Path) -> Iterator[Flask]:
    """An app over an empty database: no table yet."""
    config = Config(
        SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=new_database(), DATA=str(tmp_path), TESTING=True
    )
    app = create_app(config)
    yield app
    close(app)


def _with_probe(tmp_path: Path, more: str = "pass") -> str:
    """The real migrations with one more on top."""
    directory = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, directory)
    text = RECREATE.format(head=schema.head(), more=more)
    (directory / "versions" / "probe.py").write_text(text)
    return str(directory)


def test_models_and_migrations_agree(bare: Flask) -> None:
    with bare.app_context():
        migrating.upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            assert not triggers.missing(connection)
            assert schema.is_at_head(connection)


def test_the_numbers_of_revisions_follow_each_other() -> None:
    assert schema.head() == ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()


def test_a_migration_keeps_rows_and_triggers(bare: Flask, tmp_path: Path) -> None:
    directory = _with_probe(tmp_path)
    with bare.app_context():
        migrating.upgrade()
        given = Given(at=NOON)
        person = given.person(manager=given.person(), unit=given.unit())
        given.stored(person, Credential(person=person, password_hash="x", set_at=NOON))
        given.policy(owner=person)
        session.remove()
        flask_migrate.upgrade(directory=directory, revision="probe")
        with db.engine.connect() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM person WHERE probe IS NULL")
            assert count.scalar() == 2
            assert connection.exec_driver_sql("SELECT count(*) FROM credential").scalar() == 1
            assert connection.exec_driver_sql("SELECT count(*) FROM policy").scalar() == 1
            assert not triggers.missing(connection)
        flask_migrate.downgrade(directory=directory, revision=schema.head())
        assert session.scalars(sa.select(Person)).all()


def test_a_migration_that_fails_leaves_all_as_it_was(bare: Flask, tmp_path: Path) -> None:
    directory = _with_probe(tmp_path, more='raise RuntimeError("half way")')
    with bare.app_context():
        migrating.upgrade()
        Given(at=NOON).person()
        session.remove()
        with pytest.raises(SystemExit):
            flask_migrate.upgrade(directory=directory, revision="probe")
        with db.engine.connect() as connection:
            assert schema.is_at_head(connection)
            assert not triggers.missing(connection)
            assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 1


def test_every_migration_can_be_taken_back(bare: Flask) -> None:
    with bare.app_context():
        migrating.upgrade()
        flask_migrate.downgrade(directory=str(schema.MIGRATIONS), revision="base")
        with db.engine.connect() as connection:
            assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}


def test_who_was_named_before_it_was_asked_keeps_the_part(bare: Flask) -> None:
    """Of 0003: co-authors and sponsors of the days before have agreed, all others are asked."""
    with bare.app_context():
        migrating.upgrade()
        given = Given(at=NOON)
        drawn = draft(given, sponsor=given.person())
        involved(drawn, given.person(), Involvement.CO_AUTHOR)
        involved(drawn, given.person(), Involvement.COMMENTER)
        session.remove()
        flask_migrate.downgrade(directory=str(schema.MIGRATIONS), revision="0002")
        migrating.upgrade()
        parts = {each.involvement: each.agreed_at for each in session.scalars(sa.select(Involved))}
        assert parts == {Involvement.CO_AUTHOR: NOON, Involvement.COMMENTER: None}
        assert session.scalars(sa.select(Proposal.sponsor_agreed_at)).all() == [NOON]
        with db.engine.connect() as connection:
            assert not triggers.missing(connection)
