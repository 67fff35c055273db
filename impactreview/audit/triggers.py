"""What the two engines refuse by themselves, made from the classes of tables.

log      rows are added, never changed: UPDATE, DELETE, REPLACE and TRUNCATE fail; a new event
         thereby waits for its place in the tree
record   a version needs a fresh event of its own; rows are never deleted
part     a row needs the event its root has; rows are never deleted
"""

from collections.abc import Iterator

import sqlalchemy as sa

from impactreview.audit.models import Event, Operational, Part, Record
from impactreview.kernel.db import Base

_DELETABLE = frozenset({"audit_pending"})  # the sequencer takes an entry out once it has its place


def renew(connection: sa.Connection) -> None:
    """Drop and make again every trigger of ours, for the tables that exist.

    Called after each migration: SQLite's batch mode drops triggers with the table it re-creates.
    """
    drop(connection)
    present = set(sa.inspect(connection).get_table_names())
    for _, statement in _wanted(connection.dialect.name, present):
        connection.exec_driver_sql(statement)


def drop(connection: sa.Connection) -> None:
    """Take every trigger of ours away, for the time of a migration."""
    for name, (table, _) in sorted(_ours(connection).items()):
        where = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"{where}')


def missing(connection: sa.Connection) -> frozenset[str]:
    """The names of triggers that should stand guard in this database and do not."""
    present = set(sa.inspect(connection).get_table_names())
    wanted = {name for name, _ in _wanted(connection.dialect.name, present)}
    standing = {name for name, (_, fires) in _ours(connection).items() if fires}
    return frozenset(wanted - standing)


def _ours(connection: sa.Connection) -> dict[str, tuple[str, bool]]:
    """Every trigger of ours: its name, its table, and whether it always fires."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name, 1 FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname, t.tgenabled = 'A' FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        )
    rows = connection.exec_driver_sql(query)
    return {name: (table, bool(on)) for name, table, on in rows if name.startswith("keep_")}


def _wanted(dialect: str, present: set[str]) -> Iterator[tuple[str, str]]:
    make = _sqlite if dialect == "sqlite" else _postgresql
    for mapper in sorted(Base.registry.mappers, key=lambda found: str(found.local_table)):
        table = mapper.local_table
        kept = not issubclass(mapper.class_, Operational)
        if kept and isinstance(table, sa.Table) and table.name in present:
            yield from make(mapper.class_, table)


def _unexplained(model: type[Base]) -> str:
    """SQL that is true when the new row does not carry the event it must carry."""
    if issubclass(model, Record):
        return (
            "NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = NEW.event_id"
            " AND e.stream = NEW.id AND e.version = NEW.version)"
            " OR EXISTS (SELECT 1 FROM audit_used u WHERE u.event_id = NEW.event_id)"
        )
    joins, below = "", "NEW"
    while issubclass(model, Part):
        relation = sa.inspect(model).relationships[model.part_of]
        (column,) = relation.local_columns
        above, model = f'"{relation.mapper.local_table}"', relation.mapper.class_
        joins += f' JOIN {above} ON {above}.id = {below}."{column.key}"'
        below = above
    return (
        f"NOT EXISTS (SELECT 1 FROM audit_event e{joins} WHERE e.id = NEW.event_id"  # noqa: S608 - names of our tables
        f" AND e.stream = {below}.id AND e.version >= {below}.version)"
    )


def _follows(model: type[Base], new_key: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What a write brings about by itself: after which statements, why, and the SQL of it."""
    if model is Event:
        yield (
            ("INSERT",),
            "waits",
            f"INSERT INTO audit_pending (key, event_id) VALUES ({new_key}, NEW.id);",  # noqa: S608 - SQL of ours
        )
    if issubclass(model, Record):
        used = "INSERT INTO audit_used (event_id) VALUES (NEW.event_id);"
        yield ("INSERT", "UPDATE"), "used", used


def _sqlite(model: type[Base], table: sa.Table) -> Iterator[tuple[str, str]]:
    name = table.name

    def guard(moment: str, condition: str, why: str) -> tuple[str, str]:
        label = f"keep_{name}_{moment.replace(' ', '_').lower()}_{why}"
        when = f" WHEN {condition}" if condition else ""
        body = f"SELECT RAISE(ABORT, '{name}: {why}')"
        return label, f'CREATE TRIGGER "{label}" {moment} ON "{name}"{when} BEGIN {body}; END'

    same = " AND ".join(f'k."{column.name}" = NEW."{column.name}"' for column in table.primary_key)
    taken = f'EXISTS (SELECT 1 FROM "{name}" k WHERE {same})'  # noqa: S608 - names of our tables
    yield guard("BEFORE INSERT", taken, "exists")
    if name not in _DELETABLE:
        yield guard("BEFORE DELETE", "", "stays")
    if issubclass(model, Record | Part):
        yield guard("BEFORE INSERT", _unexplained(model), "unexplained")
        yield guard("BEFORE UPDATE", _unexplained(model), "unexplained")
    else:
        yield guard("BEFORE UPDATE", "", "stays")
    for moments, why, body in _follows(model, "lower(hex(randomblob(16)))"):
        for moment in moments:
            label = f"keep_{name}_after_{moment.lower()}_{why}"
            made = f'CREATE TRIGGER "{label}" AFTER {moment} ON "{name}" BEGIN {body} END'
            yield label, made


def _postgresql(model: type[Base], table: sa.Table) -> Iterator[tuple[str, str]]:
    name = table.name

    def trigger(why: str, moment: str, level: str, body: str) -> tuple[str, str]:
        label = f"keep_{name}_{why}"
        made = (
            f'CREATE OR REPLACE FUNCTION "{label}"() RETURNS trigger LANGUAGE plpgsql'
            f" AS $keep$ BEGIN {body} END $keep$;"
            f' CREATE TRIGGER "{label}" {moment} ON "{name}" FOR EACH {level}'
            f' EXECUTE FUNCTION "{label}"();'
            f' ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER "{label}"'
        )
        return label, made

    def refusal(why: str) -> str:
        return f"RAISE EXCEPTION '{name}: {why}' USING ERRCODE = 'integrity_constraint_violation';"

    is_row_kept = issubclass(model, Record | Part)
    yield trigger("truncate", "BEFORE TRUNCATE", "STATEMENT", refusal("stays"))
    kept = "DELETE" if is_row_kept else "UPDATE OR DELETE"
    if name in _DELETABLE:
        kept = "UPDATE"
    yield trigger("stays", f"BEFORE {kept}", "ROW", refusal("stays"))
    if is_row_kept:
        yield trigger(
            "explained",
            "BEFORE INSERT OR UPDATE",
            "ROW",
            f"IF {_unexplained(model)} THEN {refusal('unexplained')} END IF; RETURN NEW;",
        )
    for moments, why, body in _follows(model, "gen_random_uuid()"):
        yield trigger(why, f"AFTER {' OR '.join(moments)}", "ROW", f"{body} RETURN NULL;")
