"""What an import of boards must know of what stands already, in a few queries for all its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from impactreview.governance.models import Membership
from impactreview.governance.queries import boards, seats
from impactreview.governance.rules.imports import Known, Line
from impactreview.people.models import Person
from impactreview.people.queries import choices


def known(lines: Sequence[Line], *, by: Person, on: date) -> Known:
    """What stands of all that `lines` speak of, seen by whoever takes them in."""
    found = boards.by_slugs({name for line in lines for name in (line.board, line.above) if name})
    return Known(
        boards=found,
        units=choices.units_by_code({line.unit for line in lines if line.unit}),
        people=choices.people_by_email({line.email for line in lines if line.email}),
        places=_by_board(seats.open_places([board.id for board in found.values()])),
        by=by.id,
        on=on,
    )


def _by_board(places: Sequence[Membership]) -> Mapping[UUID, Sequence[Membership]]:
    grouped: dict[UUID, list[Membership]] = defaultdict(list)
    for place in places:
        grouped[place.board_id].append(place)
    return grouped
