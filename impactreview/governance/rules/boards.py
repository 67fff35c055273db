"""What a board may be called, what may stand above it, and what it lacks."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.refusals import Missing, Refusal, Unusable
from impactreview.people.rules.people import in_circles

MOST_SLUG = 60
RESERVED = frozenset({"new", "import", "proposals"})
"""Words that stand in addresses of their own."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WITHOUT_CUSTOMERS = frozenset({BoardKind.INDEPENDENT, BoardKind.TOP})
_BELOW_ANOTHER = frozenset({BoardKind.UNIT, BoardKind.CENTRAL})


@dataclass(frozen=True)
class Filled:
    """How many sit on a board now, and in which offices. Alternates are not counted."""

    company: int
    customer: int
    offices: frozenset[Office]


def is_slug(text: str) -> bool:
    """Whether `text` can be the short name of a board in addresses."""
    return len(text) <= MOST_SLUG and text not in RESERVED and _SLUG.fullmatch(text) is not None


def slug_of(name: str) -> str:
    """A short name for addresses made from `name`; empty where nothing of it can stand there."""
    spelled = unicodedata.normalize("NFKD", name.casefold().translate(_GERMAN))
    kept = spelled.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", kept)[:MOST_SLUG].strip("-")
    return f"board-{slug}"[:MOST_SLUG].strip("-") if slug in RESERVED else slug


def why_not_above(
    board: UUID, above: UUID | None, standing: Mapping[UUID, UUID | None]
) -> Refusal | None:
    """What keeps `above` from being the next-higher board of `board`; None: nothing.

    `standing` says of every board which one is directly above it now.
    """
    if above is not None and board in in_circles({**standing, board: above}):
        return Unusable("A board can not stand above itself, not even by way of others.")
    return None


def lacks(kind: BoardKind, filled: Filled, *, has_above: bool) -> tuple[Missing, ...]:
    """What this board still lacks to decide, in words."""
    return tuple(_lacks(kind, filled, has_above))


def _lacks(kind: BoardKind, filled: Filled, has_above: bool) -> Iterator[Missing]:
    if Office.CHAIR not in filled.offices:
        yield Missing("No chair")
    if Office.CLERK not in filled.offices:
        yield Missing("No clerk")
    if not filled.company and kind is not BoardKind.INDEPENDENT:
        yield Missing("No company chamber", place=Chamber.COMPANY.value)
    if not filled.customer and kind not in _WITHOUT_CUSTOMERS:
        yield Missing("No customer chamber", place=Chamber.CUSTOMER.value)
    if not has_above and kind in _BELOW_ANOTHER:
        yield Missing("No next-higher board")
