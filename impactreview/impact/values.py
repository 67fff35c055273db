"""Answers as JSON keeps them: text, whole numbers, lists; decimals and days are text."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

Row = Mapping[str, object]
"""One row of a table; its own id stands under "id"."""

Content = Mapping[str, Mapping[str, object]]
"""What an analysis holds: {"answers": {question id: value}, "rows": {table: [row, ...]}}.

A value is JSON without floats: a decimal is text such as "21.5", a day such as "2026-12-31".
"""

UNKNOWN = "unknown"
"""The answer that says: this is not known."""

_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_answered(value: object) -> bool:
    """Whether something stands there; "unknown" is an answer, blanks and empty lists are none."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], (), {})


def is_known(value: object) -> bool:
    """Whether something stands there that is not "unknown"."""
    return is_answered(value) and value != UNKNOWN


def number(value: object) -> Fraction | None:
    """The number that `value` is or spells; none for anything else, floats and truths included."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Fraction(value)
    return None


def day(value: object) -> date | None:
    """The day that `value` spells as YYYY-MM-DD; none for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def plain(value: object) -> str:
    """A name as it is compared: without regard to case and spacing."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else ""
