"""What an import of policies must know of what stands already, in a few queries for all rows."""

from collections.abc import Sequence
from datetime import date

from impactreview.people.queries import choices
from impactreview.policies.queries.book import codes_of
from impactreview.policies.queries.titles import titles_held
from impactreview.policies.rules.imports import Known, Line


def known(lines: Sequence[Line], *, on: date) -> Known:
    """What stands of all that `lines` speak of."""
    return Known(
        people=choices.people_by_email({line.owner_email for line in lines}),
        units=choices.units_by_code({line.unit for line in lines if line.unit}),
        codes=frozenset(codes_of({line.code for line in lines if line.code})),
        titles=titles_held(),
        on=on,
    )
