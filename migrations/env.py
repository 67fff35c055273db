"""How a database is brought to the newest schema, on both engines.

SQLite re-creates a table to change it: foreign keys are off meanwhile (they would delete the rows
below), and checked before the commit. Triggers go before and come back after, for that re-creation
would lose them silently. All of it is one transaction.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import context
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy.engine import make_url

from impactreview.audit import grants, triggers
from impactreview.kernel import engine as engines
from impactreview.kernel.db import Base

RUNNING = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
OWNER = make_url(current_app.config.get("DATABASE_OWNER_URI") or RUNNING)


def _leave_out_empty(
    _context: MigrationContext, _revision: object, directives: list[MigrationScript]
) -> None:
    """Make no migration where the models have not changed."""
    script = directives[0]
    if script.upgrade_ops is not None and script.upgrade_ops.is_empty():
        directives[:] = []


def _written_in(kind: str, item: object, _context: object) -> str | bool:
    """Our own column types are written as what they are in the database."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime()"
    return False


def _broken(connection: sa.Connection) -> Iterable[object]:
    return connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def _migrate(connection: sa.Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    triggers.drop(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_written_in,
        compare_type=True,
        process_revision_directives=_leave_out_empty,
    )
    context.run_migrations()
    if sqlite and _broken(connection):
        raise RuntimeError("the migration would leave rows that point to nothing; it is undone")
    triggers.renew(connection)
    if not sqlite and OWNER.username != RUNNING.username:
        grants.grant(connection, str(RUNNING.username))


def main() -> None:
    """Migrate online, through the owner's address."""
    options = engines.options(OWNER.render_as_string(hide_password=False))
    engine = sa.create_engine(OWNER, poolclass=sa.NullPool, **_without_pool(options))
    with engine.connect() as plain:
        connection = plain.execution_options(**{engines.WRITE: True})
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            _migrate(connection)
    engine.dispose()


def _without_pool(options: dict[str, object]) -> dict[str, object]:
    return {
        name: value for name, value in options.items() if not name.startswith(("pool_", "max_"))
    }


main()
