"""Units in the order of their tree, for lists to choose from."""

from collections.abc import Sequence
from uuid import UUID

from impactreview.people.models import Unit


def in_tree(units: Sequence[Unit]) -> list[tuple[Unit, int]]:
    """Every unit right below the one it belongs to, with its depth; one in a circle is left out."""
    below: dict[UUID | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    ordered: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        ordered.append((unit, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(unit.id, []))]
    return ordered
