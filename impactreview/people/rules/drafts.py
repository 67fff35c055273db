"""What may be kept of a form that was not sent yet, and how a later piece of it joins."""

import re
from collections.abc import Collection, Mapping

from impactreview.kernel.refusals import Unusable

MOST_DRAFTS = 100
"""So many drafts are kept of a person; the one touched longest ago goes first."""
MOST_FIELDS = 1_000
MOST_CHARACTERS = 400_000
_PLACE = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]{0,199}")

Typed = Mapping[str, list[str]]
"""What stands in the fields of a form: each name with its values as a browser sends them."""


def is_place(place: str) -> bool:
    """Whether `place` is the path of a page of ours."""
    return _PLACE.fullmatch(place) is not None


def joined(kept: Typed, typed: Typed, changed: Collection[str]) -> dict[str, list[str]]:
    """`kept` with what was `typed` since; of what has `changed` only what was typed stays.

    A list of rows changes as a whole: its name stands for every field whose name begins with it
    and a hyphen. A field that has changed and was not sent is one that was emptied.
    """
    rest = {name: values for name, values in kept.items() if not _is_within(name, changed)}
    emptied: dict[str, list[str]] = {name: [] for name in changed}
    return {**rest, **emptied, **typed}


def _is_within(name: str, changed: Collection[str]) -> bool:
    return any(name == whole or name.startswith(f"{whole}-") for whole in changed)


def must_fit(fields: Typed) -> None:
    """Raise Unusable where more was typed than a form of ours can hold."""
    length = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if len(fields) > MOST_FIELDS or length > MOST_CHARACTERS:
        raise Unusable("This is more than can be kept.")
