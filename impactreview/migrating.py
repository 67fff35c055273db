"""The schema of a database: brought to the newest, or asked how far it is."""

from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate

from impactreview.kernel.db import db

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def init_app(app: Flask) -> None:
    """Let Flask-Migrate know the app."""
    Migrate(app, db, directory=str(MIGRATIONS))


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current app to `revision`, through the owner's address."""
    flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)


def head() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def is_at_head(connection: sa.Connection) -> bool:
    """Whether this database has the newest schema."""
    return MigrationContext.configure(connection).get_current_revision() == head()
