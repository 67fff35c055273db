"""Whom it concerns that somebody gets another line manager: pure, over who stands above whom."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from impactreview.people.roles import POWERFUL, Role

Node = TypeVar("Node", bound=Hashable)

JUDGING = POWERFUL - {Role.ADMINISTRATOR}
"""Roles whose holders read, treat or decide what others may not, as long as they stand apart from
it: who stands above or below them is part of that. An administrator sees no case at all."""


def above(person: Node, leads: Mapping[Node, Node | None]) -> frozenset[Node]:
    """Everybody above `person`, when `leads` says who stands directly above whom."""
    found: set[Node] = set()
    step = leads.get(person)
    while step is not None and step not in found:
        found.add(step)
        step = leads.get(step)
    return frozenset(found)


def concerned(
    person: Node,
    holders: Collection[Node],
    before: Mapping[Node, Node | None],
    after: Mapping[Node, Node | None],
) -> frozenset[Node]:
    """Those of `holders` who stand above or below other people than before, as `person` does.

    Who stands above them before and after, such as the head of the house, is not concerned.
    """
    moved = above(person, before) ^ above(person, after)
    return frozenset(
        holder
        for holder in holders
        if holder == person
        or holder in moved
        or person in above(holder, before) | above(holder, after)
    )
