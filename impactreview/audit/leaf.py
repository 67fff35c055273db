"""The bytes of a log entry: pure, so that an auditor can run it alone.

A leaf is RFC 8785 JSON of at most 4 KiB that holds salted commitments in place of values, so that
a value can be erased later while every hash above it stays true. Its hash is RFC 6962's leaf hash.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import rfc8785

Fact = str | int | bool | None | list["Fact"] | dict[str, "Fact"]
"""What an entry may say of a field: JSON without floats (a decimal is written as a string)."""

MAX_LEAF_BYTES = 4096
SALT_BYTES = 32
_COMMIT = b"impactreview/commit/v1\0"


def canonical(value: Fact) -> bytes:
    """`value` as RFC 8785 JSON, UTF-8. Raises ValueError for NaN or an integer over 2^53."""
    return rfc8785.dumps(value)


def commitment(field: str, salt: bytes, value: Fact) -> bytes:
    """The 32-byte commitment to `value` as `field` under a fresh `salt` of 32 bytes."""
    return sealed(field, salt, canonical(value))


def sealed(field: str, salt: bytes, value: bytes) -> bytes:
    """The same of a value whose canonical bytes stand already."""
    name = field.encode()
    framed = _COMMIT + len(name).to_bytes(2, "big") + name + salt + value
    return hashlib.sha256(framed).digest()


def leaf(
    *,
    event_id: UUID,
    kind: str,
    at: datetime,
    stream: UUID,
    version: int,
    commitments: Mapping[str, bytes],
    plain: Mapping[str, Fact],
) -> bytes:
    """The stored bytes of one entry. Raises ValueError where they would exceed 4 KiB."""
    body: dict[str, Fact] = {
        "v": 1,
        "id": event_id.hex,
        "t": kind,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "s": stream.hex,
        "sv": version,
        "c": {field: b64encode(digest).decode() for field, digest in commitments.items()},
        "x": dict(plain),
    }
    stored = canonical(body)
    if len(stored) > MAX_LEAF_BYTES:
        raise ValueError(f"an entry of {len(stored)} bytes; {MAX_LEAF_BYTES} are allowed")
    return stored


def leaf_hash(stored: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 over a zero byte and the entry."""
    return hashlib.sha256(b"\0" + stored).digest()
