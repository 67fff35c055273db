"""The only place that reads the system clock. Called by views, jobs and commands, not by rules."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    """This moment, aware and in UTC; ahead of the system clock by what a demo has set."""
    return datetime.now(UTC) + _ahead


def unmoved() -> datetime:
    """This moment by the system clock, for what no demo may shift: sessions must not run out."""
    return datetime.now(UTC)


def ahead() -> timedelta:
    """How far the clock has been moved; nothing for an organisation that works in earnest."""
    return _ahead


def move(by: timedelta) -> None:
    """Set the clock ahead of the system's, so that a demo shows periods of days in minutes."""
    global _ahead  # noqa: PLW0603 - one clock a process is what is meant
    _ahead = by
