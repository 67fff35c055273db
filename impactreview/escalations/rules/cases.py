"""What a case is made of when it is raised, and who its actor is."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from impactreview.escalations.terms import Mode
from impactreview.kernel.refusals import NotNow, Unusable

MOST_HARM = 10_000
MOST_SAID = 5_000
MOST_SINCE = 200
MOST_NAMED = 100
MOST_OFFERED = 200
"""So many people a report lets one tick."""

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I and O, which are mistaken when read
_LENGTH = 8


@dataclass(frozen=True)
class Case:
    """The actor of whoever reports: the case, never the person."""

    id: UUID

    @property
    def handle(self) -> str:
        return f"case/{self.id}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody reports."""

    mode: Mode
    harm: str
    whom: str
    since: str
    not_these: frozenset[UUID]


def case_of(key: str) -> Case:
    """The case that the form of this key raises: the same form sent twice is the same case.

    The key is drawn at random with the page and tells nothing of who reports.
    """
    return Case(UUID(bytes=sha256(b"impactreview/case\0" + key.encode()).digest()[:16], version=4))


def new_code() -> str:
    """A code that tells neither an order nor a number: E- and 8 letters or digits."""
    return "E-" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def must_have_a_door(report: Report) -> None:
    """Raise NotNow for a report through a door that this house has not opened yet."""
    if report.mode is Mode.ANONYMOUS:
        raise NotNow("The door for anonymous reports is not open yet.")


def must_be_said(*texts: str) -> None:
    """Raise Unusable where one of these texts is empty: an answer has something to say."""
    if not all(text.strip() for text in texts):
        raise Unusable("An answer without words is none.")


def digest(*texts: str) -> str:
    """One hash of several texts, for an entry that must prove them and not tell them."""
    return sha256("\0".join(texts).encode()).hexdigest()


def lightest(loads: Iterable[tuple[int, UUID]], number: int) -> Sequence[UUID]:
    """Of people with the number of cases they handle, the `number` who handle fewest."""
    return [person for _, person in sorted(loads)[:number]]
