"""Brings a database to the newest schema: `python -m impactreview.migrating`.

A process of its own, so that what only migrations need takes no memory where pages are served.
"""

import flask_migrate
from flask import current_app
from flask_migrate import Migrate

from config import Config
from impactreview.app import create_app
from impactreview.kernel.db import db
from impactreview.schema import MIGRATIONS


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current app to `revision`, through the owner's address."""
    Migrate(current_app, db)
    flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)


if __name__ == "__main__":
    with create_app(Config.from_environment()).app_context():
        upgrade()
