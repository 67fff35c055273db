"""The gate before SQLite's one writer: first come, first served, between threads and processes.

SQLite's own busy timeout starves writers: with four of them one may wait for seconds. A file lock
taken for the length of a write transaction gives even shares at the same throughput.
"""

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock; there the embedded server's threads share the lock
    fcntl = None  # type: ignore[assignment]


class Gate:
    """One at a time, over every process that opens the same file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for the gate, hold it for the block."""
        with self._threads:
            self._lock()
            try:
                yield
            finally:
                self._unlock()

    def _lock(self) -> None:
        if fcntl is None:
            return
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            weakref.finalize(self, os.close, self._file)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def _unlock(self) -> None:
        if fcntl is not None and self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
