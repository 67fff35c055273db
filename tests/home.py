"""What home asks of somebody."""

from datetime import datetime

from impactreview.dashboard.queries.waiting import waiting_for
from impactreview.governance.rules.calendar import day_in
from impactreview.people.models import Person


def at_home(person: Person, place: str, at: datetime) -> list[str]:
    """The codes of what home sends this person to the page `place` for, the most urgent first."""
    today = day_in(at, "Europe/Berlin")
    found = waiting_for(person.id, at=at, today=today, administers=False).waiting
    there = sorted((one for one in found if one.place == place), key=lambda one: one.urgency)
    return [one.params["code"] for one in there]
