"""Which schema this version needs, and whether a database has it. Moving it there: `migrating`."""

from pathlib import Path

import sqlalchemy as sa

MIGRATIONS = Path(__file__).parents[1] / "migrations"
_VERSIONS = sa.table("alembic_version", sa.column("version_num"))


def head() -> str:
    """The newest revision there is. Revisions are numbered in the order they follow each other."""
    return max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_at_head(connection: sa.Connection) -> bool:
    """Whether this database has the newest schema."""
    if not sa.inspect(connection).has_table(_VERSIONS.name):
        return False
    return connection.scalars(sa.select(_VERSIONS.c.version_num)).all() == [head()]
