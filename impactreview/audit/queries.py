"""How a query compares a column with what an entry of the log holds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
"""Where the groups of an id begin in its 32 digits, and how long they are."""


def as_logged(identity: Any) -> ColumnElement[str]:
    """SQL of an id in the very words in which a payload keeps it, on every engine."""
    return sa.literal('"') + _Written(identity) + '"'


class _Written(FunctionElement[str]):
    """An id as text in five groups. PostgreSQL writes it so; SQLite keeps the digits alone."""

    type = sa.Text()
    inherit_cache = True


@compiles(_Written)
def _cast(element: _Written, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS TEXT)"


@compiles(_Written, "sqlite")
def _grouped(element: _Written, compiler: SQLCompiler, **options: Any) -> str:
    digits = compiler.process(element.clauses, **options)
    groups = " || '-' || ".join(f"substr({digits}, {at}, {size})" for at, size in _GROUPS)
    return f"({groups})"
