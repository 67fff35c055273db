"""What people change about themselves."""

from impactreview.audit.acts import Act
from impactreview.people.models import Person
from impactreview.people.operations.people import record_details
from impactreview.people.terms import Event


def choose_language(act: Act, person: Person, *, language: str) -> None:
    """Pages and letters speak to `person` in this language."""
    act.lock(person)
    person.language = language
    record_details(act, Event.PERSON_CHANGED, person, ["language"])
