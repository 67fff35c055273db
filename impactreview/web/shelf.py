"""Style sheets and scripts: kept by browsers for a year, at an address that changes with them."""

from datetime import timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

KEPT = timedelta(days=365)
_LIBRARY = "bootstrap-flask"  # its files are served below the same address


def address_of(folder: Path) -> str:
    """Where the files of this folder are served: another address as soon as one of them changes."""
    mark = sha256(version(_LIBRARY).encode())
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        mark.update(f"{file.relative_to(folder)} {len(content)} ".encode() + content)
    return f"/static/{mark.hexdigest()[:12]}"
