"""Files known by the SHA-256 of their bytes: written once, whole, and on the disk for good.

Their age is that of the last time somebody kept them: what is about to be named is young.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from impactreview.kernel.gate import Gate


class Damaged(RuntimeError):
    """What was kept is gone, or has other bytes now. A fault of ours, or of the disk."""


def keep(folder: Path, content: bytes) -> str:
    """Keep `content` in `folder`, for this system's user alone; the hash it is found under.

    It is on the disk when this returns, and never there in part: written under another name,
    synchronised, then renamed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = sha256(content).hexdigest()
    if _made_young(folder, digest):
        return digest
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:  # made with mode 0600
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    unfinished.replace(folder / digest)
    _settle(folder)
    return digest


def content_of(folder: Path, digest: str) -> bytes:
    """The bytes of this hash. Raises Damaged where they are gone or are not those any more."""
    path = folder / digest
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content).hexdigest() != digest:
        raise Damaged(f"{path} is gone or is not what was kept")
    return content


def older_than(folder: Path, moment: datetime) -> Sequence[str]:
    """The names of what nobody has kept since `moment`, by name; unfinished files among them."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if _is_older(path, moment))


def discard(folder: Path, name: str, *, older_than: datetime) -> bool:
    """Whether what has this name is gone now: not where somebody has kept it since that moment."""
    with _gate(folder).passing():
        path = folder / name
        if not _is_older(path, older_than):
            return False
        path.unlink()
        return True


def _made_young(folder: Path, digest: str) -> bool:
    """Whether it is there already; then it is young again, so that nobody discards it now."""
    path = folder / digest
    if not path.is_file():
        return False
    with _gate(folder).passing():  # else it could go between the two
        if path.is_file():
            os.utime(path)
            return True
    return False


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment
    except FileNotFoundError:
        return False


@lru_cache(maxsize=64)
def _gate(folder: Path) -> Gate:
    """The gate before what is in `folder`; it stands beside it."""
    return Gate(folder.with_name(f"{folder.name}.gate"))


def _settle(folder: Path) -> None:
    """Have the system write the names in `folder` down; Windows does it unasked."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
