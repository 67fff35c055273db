"""What becomes of the places on boards when somebody leaves: the app hangs it where people ask."""

from impactreview.audit.acts import Act
from impactreview.governance.operations.members import end_all
from impactreview.governance.queries.seats import lost_since
from impactreview.people.models import Person
from impactreview.people.operations.leaving import Farewell
from impactreview.web.days import today


def _end(act: Act, person: Person, reason: str) -> None:
    end_all(act, person, reason=reason, on=today())


FAREWELL = Farewell(end=_end, ended=lost_since)
