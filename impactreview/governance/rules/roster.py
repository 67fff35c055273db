"""The places of one board, sorted for its page: who sits, who comes, who waits, who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from impactreview.governance.models import Membership
from impactreview.governance.rules.boards import Filled
from impactreview.governance.rules.seats import is_over, is_sitting
from impactreview.governance.terms import Chamber, Office
from impactreview.people.terms import State

_RANK = {office: rank for rank, office in enumerate(Office)}


@dataclass(frozen=True)
class Roster:
    """The places of a board, on one day."""

    sitting: Sequence[Membership]
    coming: Sequence[Membership]
    """Held, but not yet begun; or held by somebody who has left, until it is ended."""
    waiting: Sequence[Membership]
    past: Sequence[Membership]

    def chamber(self, chamber: Chamber | None) -> Sequence[Membership]:
        """Who sits in this chamber, by office and name; None: who has no vote."""
        return [place for place in self.sitting if place.chamber is chamber]

    @property
    def filled(self) -> Filled:
        """How many sit in each chamber, and in which offices."""
        voting = [place for place in self.sitting if place.office is not Office.ALTERNATE]
        return Filled(
            company=sum(place.chamber is Chamber.COMPANY for place in voting),
            customer=sum(place.chamber is Chamber.CUSTOMER for place in voting),
            offices=frozenset(place.office for place in self.sitting),
        )


def roster_of(places: Sequence[Membership], on: date) -> Roster:
    """`places` of one board, sorted for that day."""
    held = [place for place in places if place.state is State.HELD and not is_over(place, on)]
    return Roster(
        sitting=sorted(
            (place for place in held if is_sitting(place, on)),
            key=lambda place: (_RANK[place.office], place.person.name, place.id),
        ),
        coming=[place for place in held if not is_sitting(place, on)],
        waiting=[place for place in places if place.state is State.PROPOSED],
        past=[place for place in places if is_over(place, on)],
    )
