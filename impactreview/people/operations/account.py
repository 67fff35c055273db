"""What people change about themselves."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Unusable
from impactreview.people.models import Person
from impactreview.people.operations import alarms
from impactreview.people.operations.passwords import must_be_proven
from impactreview.people.operations.people import must_be_free, record_details
from impactreview.people.queries.sign_in import open_links
from impactreview.people.terms import Event


def choose_language(act: Act, person: Person, *, language: str) -> None:
    """Pages and letters speak to `person` in this language."""
    act.lock(person)
    person.language = language
    record_details(act, Event.PERSON_CHANGED, person, ["language"])


def change_address(act: Act, person: Person, *, email: str, proven: str | None) -> None:
    """`person` signs in and gets letters with this address; the one until now learns of it.

    `proven` is the hash that the current password was found to match. Raises Unusable where it
    matched none, or not the newest, and for an address that is none or is taken; nothing is then
    written.
    """
    act.lock(person)
    must_be_proven(person, proven)
    _move(act, person, email, by=person)


def move_address(act: Act, person: Person, *, email: str) -> None:
    """As `change_address`, by whoever runs the server; every administrator learns of it too."""
    act.lock(person)
    _move(act, person, email, by=None)


def _move(act: Act, person: Person, email: str, *, by: Person | None) -> None:
    if email == person.email:
        raise Unusable("You have changed nothing.", place="email")
    must_be_free(email, person)
    alarms.tell_of_address(act, person, by=by)
    for link in open_links(person, act.at):
        link.expires_at = act.at
    person.email = email
    record_details(act, Event.PERSON_CHANGED, person, ["email"])
