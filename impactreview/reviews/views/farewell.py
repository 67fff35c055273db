"""What becomes of the seats when somebody leaves: the app hangs it where people ask."""

from collections.abc import Sequence
from datetime import datetime

from impactreview.audit.acts import Act
from impactreview.people.models import Person
from impactreview.people.operations.leaving import Farewell
from impactreview.reviews.operations.farewell import give_up_seats
from impactreview.reviews.views.room import zone


def _end(act: Act, person: Person, reason: str) -> None:
    give_up_seats(act, person, zone=zone())


def _no_office(person: Person, since: datetime) -> Sequence[str]:
    return ()


FAREWELL = Farewell(end=_end, ended=_no_office)
