"""The journal: one line for each message, and nothing personal in it."""

import logging
import sys
from collections.abc import Callable

from impactreview.logs import OneLine
from impactreview.notifications.jobs.transports import Smtp


def line(name: str, message: str, *args: object, error: Callable[[], object] | None = None) -> str:
    caught = None
    if error is not None:
        try:
            error()
        except Exception:
            caught = sys.exc_info()
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, caught)
    return OneLine().format(record)


def test_a_message_is_one_line() -> None:
    assert line("impactreview.worker", "first\r\nsecond  %s", "third\n").endswith(
        "ERROR impactreview.worker: first second third"
    )


def test_an_error_keeps_its_place_and_loses_its_words() -> None:
    said = line(
        "impactreview.app",
        "Exception on %s [%s]",
        "/links/a-secret-token",
        "POST",
        error=lambda: Smtp("vera@firm.example", "firm.example"),
    )
    assert "ValueError at notifications/jobs/transports.py:" in said
    assert "secret" not in said
    assert "vera" not in said


def test_what_the_worker_says_of_an_error_is_kept() -> None:
    said = line("impactreview.worker", "job %s", "people.forget", error=lambda: 1 / 0)
    assert said.endswith("job people.forget: ZeroDivisionError at a line that is not ours")
