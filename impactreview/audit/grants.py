"""What the running role may do on PostgreSQL, made from the classes of tables.

The owner migrates and is used for nothing else. The role that serves pages can not change or
delete the log even by hand, nor delete a record.
"""

import sqlalchemy as sa

from impactreview.audit.models import Log, Operational
from impactreview.kernel.db import Base

_RECORD = "SELECT, INSERT, UPDATE"
_LOG = "SELECT, INSERT"
_PENDING = "SELECT, INSERT, DELETE"
_OPERATIONAL = "SELECT, INSERT, UPDATE, DELETE"


def grant(connection: sa.Connection, role: str) -> None:
    """Give `role` exactly what it needs on the tables that exist, and nothing from before."""
    present = set(sa.inspect(connection).get_table_names())
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {quoted}")
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, sa.Table) and table.name in present:
            rights = _rights(mapper.class_, table.name)
            connection.exec_driver_sql(f'REVOKE ALL ON "{table.name}" FROM {quoted}')
            connection.exec_driver_sql(f'GRANT {rights} ON "{table.name}" TO {quoted}')


def _rights(model: type[Base], table: str) -> str:
    if table == "audit_pending":
        return _PENDING
    if issubclass(model, Log):
        return _LOG
    return _OPERATIONAL if issubclass(model, Operational) else _RECORD
