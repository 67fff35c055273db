"""Which measures count against a row, and what they leave of its harm."""

from collections.abc import Sequence
from dataclasses import replace

from impactreview.impact.harm import Inputs
from impactreview.impact.needed import STEPS
from impactreview.impact.values import Row, day, is_answered, is_known

_NEEDED = ("measure", "owner")


def counting(row_id: str, mitigations: Sequence[Row], *, best: bool) -> list[Row]:
    """The measures that lower this row: linked to it, with measure, owner and due date.

    At `best` a field that is still empty is taken as one that will be filled so that it counts.
    """
    return [row for row in mitigations if _is_linked(row, row_id, best) and _is_whole(row, best)]


def _is_linked(row: Row, row_id: str, best: bool) -> bool:
    place = row.get("place")
    return place == row_id if is_answered(place) else best


def _is_whole(row: Row, best: bool) -> bool:
    due = row.get("due")
    named = all(is_known(row.get(key)) or _is_open(row.get(key), best) for key in _NEEDED)
    return named and (day(due) is not None or _is_open(due, best))


def _is_open(value: object, best: bool) -> bool:
    return best and not is_answered(value)


def lowered(inputs: Inputs, measures: Sequence[Row]) -> Inputs:
    """`inputs` with the new values of these measures, where they are lower."""
    return replace(
        inputs,
        scale=_least(inputs.scale, "new_scale", measures),
        remedy=_least(inputs.remedy, "new_remedy", measures),
        likelihood=_least(inputs.likelihood, "new_likelihood", measures),
    )


def _least(value: int, key: str, measures: Sequence[Row]) -> int:
    stated = [row.get(key) for row in measures]
    return min([value, *(step for step in STEPS if step in stated)])
