"""Which files may hang on a proposal: known by their name and by how their bytes begin."""

import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath

from impactreview.kernel.refusals import NotNow, Unusable

FOLDER = "attachments"
"""Where in DATA the bytes lie."""
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1_000_000
MOST_FILES = 20
MOST_NAME = 120
_TURNING = frozenset(
    map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Characters that turn the direction of reading: `exe.gnp` must not read as `png.exe`."""
_NOT_IN_NAMES = {"Cc", "Cs", "Co", "Zl", "Zp"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_text(content: bytes) -> bool:
    if content.startswith(_UTF_16):
        content = content.decode("utf-16", errors="replace").encode()
    return len(content.translate(None, _CONTROLS)) == len(content)


def _is_office(folder: bytes) -> Callable[[bytes], bool]:
    """An OPC package: a ZIP with a list of content types and parts in `folder`. Not unpacked."""
    parts = (b"[Content_Types].xml", folder)
    return lambda content: content[:4] == b"PK\x03\x04" and all(part in content for part in parts)


def _is_open_document(kind: bytes) -> Callable[[bytes], bool]:
    """An ODF package: its first member is its type, uncompressed (ODF 1.3 part 2, section 3.3)."""
    said = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda content: content[:4] == b"PK\x03\x04" and content.startswith(said, 30)


KINDS: dict[str, Callable[[bytes], bool]] = {
    ".pdf": _begins(b"%PDF-"),
    ".png": _begins(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _begins(b"\xff\xd8\xff"),
    ".jpeg": _begins(b"\xff\xd8\xff"),
    ".gif": _begins(b"GIF87a", b"GIF89a"),
    ".webp": _is_webp,
    ".txt": _is_text,
    ".csv": _is_text,
    ".docx": _is_office(b"word/"),
    ".xlsx": _is_office(b"xl/"),
    ".pptx": _is_office(b"ppt/"),
    ".odt": _is_open_document(b"text"),
    ".ods": _is_open_document(b"spreadsheet"),
}
"""Which files are taken: the end of the name, and how to tell such a file by its bytes."""


def named_kinds() -> str:
    """The kinds that are taken, as people call them."""
    return ", ".join(ending[1:].upper() for ending in KINDS if ending != ".jpeg")


def clean_name(given: str) -> str:
    """The name without folders, control characters and turns of direction, at most 120 long.

    Raises Unusable where nothing is left of it.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        c for c in last if c not in _TURNING and unicodedata.category(c) not in _NOT_IN_NAMES
    )
    name = " ".join(kept.split()).strip(". ")
    ending = ending_of(name)
    stem = name.removesuffix(ending) if ending else name
    if not stem:
        raise Unusable("The file has no usable name.", place="file")
    return stem[: MOST_NAME - len(ending)].rstrip() + ending


def _may_stand(character: str) -> bool:
    return character not in _TURNING and unicodedata.category(character) not in _NOT_IN_NAMES


def ending_of(name: str) -> str:
    """How a name ends, with its dot; empty where it ends like no file does."""
    ending = PurePosixPath(name).suffix
    return ending if len(ending) <= 10 else ""


def must_be_taken(name: str, content: bytes) -> None:
    """Raise Unusable for a file that is empty, too large, of no known kind, or not of its kind."""
    if not content:
        raise Unusable("The file is empty.", place="file")
    if len(content) > MOST_BYTES:
        raise Unusable("The file is larger than %(most)s MB.", place="file", most=MOST_MEGABYTES)
    is_of_kind = KINDS.get(ending_of(name).lower())
    if is_of_kind is None:
        raise Unusable(
            "Such files are not taken. Taken are: %(kinds)s.", place="file", kinds=named_kinds()
        )
    if not is_of_kind(content):
        raise Unusable("What is in the file is not what its name says.", place="file")


def must_have_room(hanging: int) -> None:
    """Raise NotNow where no more files may hang on one proposal."""
    if hanging >= MOST_FILES:
        raise NotNow("At most %(most)s files hang on a proposal.", place="file", most=MOST_FILES)
