"""Answers that two people give at the same time: what is taken over, and what both must see."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from impactreview.impact.values import is_answered

_SEEN = re.compile(r"([A-Za-z0-9_.]{1,80}):([0-9a-f]{16})")

Seen = Mapping[str, str]
"""By path, the fingerprint of what stood there when somebody began to write."""
NOTHING: Seen = MappingProxyType({})
"""Nobody looked before: what is said counts."""


@dataclass(frozen=True)
class Merged:
    """What is to be written, and the paths that somebody else has answered otherwise meanwhile."""

    write: Mapping[str, object]
    clashes: tuple[str, ...]


def fingerprint(value: object) -> str:
    """Short, and the same for the same answer; every blank is the same."""
    said = json.dumps(value if is_answered(value) else None, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def noted(values: Mapping[str, object]) -> str:
    """The fingerprints of these values as one line of text, for a hidden field."""
    return " ".join(f"{path}:{fingerprint(value)}" for path, value in values.items())


def seen_in(text: str | None) -> dict[str, str]:
    """The fingerprints in such a line; what is none is passed over."""
    return dict(_SEEN.findall(text or ""))


def merged(seen: Seen, known: Mapping[str, object], values: Mapping[str, object]) -> Merged:
    """`values` over `known`, by one who began to write when it was as `seen`.

    What the writer left as it was keeps what others said meanwhile. Where nothing was seen the
    writer's answer is taken.
    """
    write: dict[str, object] = {}
    clashes: list[str] = []
    for path, value in values.items():
        typed, now = fingerprint(value), fingerprint(known.get(path))
        base = seen.get(path, now)
        if typed in (now, base):
            continue
        if base == now:
            write[path] = value
        else:
            clashes.append(path)
    return Merged(write, tuple(clashes))
