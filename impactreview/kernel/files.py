"""Files known by the SHA-256 of their bytes: written once, whole, and on the disk for good."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile


class Damaged(RuntimeError):
    """What was kept is gone, or has other bytes now. A fault of ours, or of the disk."""


def keep(folder: Path, content: bytes) -> str:
    """Keep `content` in `folder`, for this system's user alone; the hash it is found under.

    It is on the disk when this returns, and never there in part: written under another name,
    synchronised, then renamed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = sha256(content).hexdigest()
    if (folder / digest).is_file():
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


def _settle(folder: Path) -> None:
    """Have the system write the names in `folder` down; Windows does it unasked."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
