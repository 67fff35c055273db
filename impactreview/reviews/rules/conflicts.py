"""Who is too close to a proposal to judge it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from impactreview.kernel.refusals import NotYours


@dataclass(frozen=True, kw_only=True)
class Circle:
    """The people around a proposal, as they stand now and as its newest version names them."""

    owner: UUID
    authors: frozenset[UUID]
    sponsor: UUID | None
    above: frozenset[UUID]
    """The owner's managers, up the whole line."""
    below: frozenset[UUID]
    """Everybody whom the owner leads, down the whole line."""


def excluded(circle: Circle) -> frozenset[UUID]:
    """Everybody who may not judge: authors, owner, sponsor, and the owner's line."""
    sponsor = {circle.sponsor} if circle.sponsor else set()
    return frozenset({circle.owner, *circle.authors, *sponsor, *circle.above, *circle.below})


def why_excluded(circle: Circle, person_id: UUID) -> NotYours | None:
    """What keeps this person from judging; None: nothing."""
    return next(_reasons(circle, person_id), None)


def _reasons(circle: Circle, person_id: UUID) -> Iterator[NotYours]:
    if person_id in {circle.owner, *circle.authors}:
        yield NotYours("You wrote this: somebody else has to judge it.")
    if person_id == circle.sponsor:
        yield NotYours("You sponsor this: somebody else has to judge it.")
    if person_id in circle.above | circle.below:
        yield NotYours("You stand in the owner's line: somebody else has to judge it.")
