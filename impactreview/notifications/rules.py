"""How often, and how long apart, a letter is tried; what may be written into one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum

Word = str | Enum | date | tuple[str | Enum, ...]
"""What a letter's text may hold: a text, a member of a vocabulary, a day, several of the first."""

ATTEMPTS = 8
LEASE = timedelta(seconds=60)
"""How long a worker keeps what it has claimed; then another one may take it."""
PATIENCE = LEASE / 2
"""How long after a claim another delivery may still begin."""
LATE = timedelta(hours=1)
"""A letter that has waited longer is shown to the administrator."""

_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when that was the last one."""
    if attempts >= ATTEMPTS:
        return None
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def stored(params: Mapping[str, Word]) -> dict[str, object]:
    """`params` as JSON; what must be said in the reader's language is said when it is sent."""
    return {name: _stored(value) for name, value in params.items()}


def _stored(value: Word) -> object:
    if isinstance(value, tuple):
        return {"list": [_stored(each) for each in value]}
    if isinstance(value, Enum):
        room = type(value).__module__.split(".")[1]
        return {"term": f"{room}.{type(value).__name__}.{value.name}"}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"day": value.isoformat()}
    if not isinstance(value, str):
        raise TypeError(f"a letter holds texts, terms and days, no {type(value).__name__}")
    return value


def must_be_whole(subject: str, body: str, path: str, params: Mapping[str, Word]) -> None:
    """Raise KeyError where a text asks for more than `params`, ValueError for a foreign path."""
    for text in (subject, body):
        text % dict.fromkeys(params, "")
    if path and (not path.startswith("/") or path.startswith("//")):
        raise ValueError("a letter leads to a page of ours: its path begins with one slash")
