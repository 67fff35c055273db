"""The journal of a process: one line for each message, with nothing in it that is personal.

An error is told by its type and the lines of ours it passed through; its own words may hold
addresses, tokens or what somebody typed, and so may the path of the request.
"""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

HERE = Path(__file__).parent
_QUIET = ("huey", "waitress", "alembic")
_OURS = ("impactreview.worker", "impactreview.serving", "impactreview.letters")
"""Whose messages about an error are known to hold nothing personal."""


class OneLine(logging.Formatter):
    """Formats a message and its error as one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        line = logging.makeLogRecord(record.__dict__)
        if line.exc_info and line.exc_info[0]:
            said = record.getMessage() + ": " if record.name in _OURS else ""
            line.msg = f"{said}{line.exc_info[0].__name__} at {_passed(line.exc_info[2])}"
            line.args, line.exc_info, line.exc_text = (), None, None
        return " ".join(super().format(line).split())


def _passed(trace: TracebackType | None) -> str:
    """The last lines of ours that an error passed through, innermost first."""
    frames = [
        frame for frame in traceback.extract_tb(trace) if Path(frame.filename).is_relative_to(HERE)
    ]
    places = [f"{Path(frame.filename).relative_to(HERE)}:{frame.lineno}" for frame in frames[-5:]]
    return " < ".join(reversed(places)) or "a line that is not ours"


def begin() -> None:
    """Write the journal of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
