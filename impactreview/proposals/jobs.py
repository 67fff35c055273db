"""What time does to files: those that no proposal names are collected."""

from datetime import timedelta
from pathlib import Path

from impactreview.kernel import files
from impactreview.kernel.clock import unmoved
from impactreview.proposals.queries.files import named_among
from impactreview.proposals.rules.attachments import FOLDER

KEPT = timedelta(hours=1)
"""How long a file may lie unnamed: its bytes are kept before the act that names it."""
_AT_ONCE = 500


def collect_files(data: Path) -> int:
    """Delete what no proposal has named for an hour; gives how many files. Idempotent.

    The age of a file is told by the disk, so a clock that was moved plays no part.
    """
    folder, moment = data / FOLDER, unmoved() - KEPT
    collected = 0
    old = files.older_than(folder, moment)
    for first in range(0, len(old), _AT_ONCE):
        names = old[first : first + _AT_ONCE]
        unnamed = sorted(set(names) - named_among(names))
        collected += sum(files.discard(folder, name, older_than=moment) for name in unnamed)
    return collected
