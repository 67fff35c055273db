"""People: added, changed, and given a way in."""

from dataclasses import dataclass

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.kernel.refusals import Stale, Unusable
from impactreview.people.models import Person, Unit
from impactreview.people.operations import alarms, lines, links
from impactreview.people.operations.roles import administrator, must
from impactreview.people.queries import directory, sign_in
from impactreview.people.rules.people import is_address, why_not_hand_over, why_not_move_address
from impactreview.people.rules.sign_in import INVITATION_LASTS
from impactreview.people.terms import Event

_MOVING = frozenset({"manager", "unit"})
"""Fields that say where somebody stands."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an administrator says of a person."""

    name: str
    email: str
    language: str
    unit: Unit | None
    manager: Person | None


def add_person(act: Act, details: Details) -> Person:
    """Somebody is here, and can sign in once they have used a one-time link.

    Raises Unusable for an address that is none or is taken; nothing is then written.
    """
    administrator(act, alone=True)
    must_be_free(details.email, None)
    _must_be_here(details.manager)
    person = act.add(Person())
    set_details(person, details)
    record_details(act, Event.PERSON_ADDED, person, sorted(vars(details)))
    return person


def change_person(act: Act, person: Person, details: Details, *, seen: int) -> None:
    """What is said of `person` is as in `details`.

    Whoever has the address gets the links: so the old one and every other administrator learn when
    it changes. Who holds a role that carries power is told when another line manager or unit
    concerns them, with every administrator. Raises Stale where the person is no longer at the
    version `seen`, Unusable for an address that is taken or is its person's to change, a circle of
    line managers, or where nothing would change; nothing is then written.
    """
    by = administrator(act, alone=True)
    act.lock(person)
    if person.version != seen:
        raise Stale("Somebody else changed this meanwhile.")
    changed = changed_fields(person, details)
    if not changed:
        raise Unusable("You have changed nothing.")
    if "email" in changed:
        must(why_not_move_address(person.name, has_password=_has_password(person)))
        must_be_free(details.email, person)
        alarms.tell_of_address(act, person, by=by)
    if "manager" in changed:
        _must_not_lead_themselves(person, details.manager)
    before = lines.before_one(person, details.manager) if _MOVING & {*changed} else None
    set_details(person, details)
    record_details(act, Event.PERSON_CHANGED, person, changed)
    if before is not None:
        lines.tell_moved(act, by, before)


def open_account(act: Act, person: Person, *, by_mail: bool) -> str:
    """`person` can set a password once: with a link in a letter, or with the token given.

    Where mail is set nobody but `person` sees the link, and no token is given. Where it is not,
    the link of somebody new is handed over, and they and every other administrator learn of it.
    Raises NotNow for somebody who has left, and, without mail, for somebody who has a password:
    who hands their link over could come in as them. Nothing is then written.
    """
    by, has_password = administrator(act), _has_password(person)
    if by_mail and has_password:
        links.send_link(act, person)
        return ""
    if by_mail:
        links.invite(act, person, by_mail=True)
        return ""
    must(why_not_hand_over(person.name, has_password=has_password))
    token = links.make_link(act, person, lasts=INVITATION_LASTS)
    alarms.tell_of_link(act, by, person)
    return token


def _has_password(person: Person) -> bool:
    return sign_in.credential_for(person) is not None


def changed_fields(person: Person, details: Details) -> list[str]:
    """The names of the fields in which `details` says something else than is known."""
    return sorted(name for name, value in vars(details).items() if getattr(person, name) != value)


def set_details(person: Person, details: Details) -> None:
    """Take over `details`. The caller records it."""
    for name, value in vars(details).items():
        setattr(person, name, value)


def record_details(act: Act, event: Event, person: Person, fields: list[str]) -> None:
    """The entry says which fields were written, and where the person stands; never a name."""
    said: list[Fact] = list(fields)
    act.record(
        event,
        person,
        fields=said,
        unit=person.unit.reference if person.unit else None,
        manager=person.manager.handle if person.manager else None,
    )


def must_be_free(email: str, person: Person | None) -> None:
    """Raise Unusable for what is no address, or somebody else's than `person`'s."""
    if not is_address(email):
        raise Unusable("This is no e-mail address.", place="email")
    found = directory.by_email(email)
    if found is not None and found is not person:
        raise Unusable("%(name)s has this address already.", place="email", name=found.name)


def _must_be_here(manager: Person | None) -> None:
    if manager is not None and manager.deactivated_at is not None:
        raise Unusable("%(name)s has left.", place="manager", name=manager.name)


def _must_not_lead_themselves(person: Person, manager: Person | None) -> None:
    _must_be_here(manager)
    if manager is not None and directory.leads_up_to(manager, person):
        raise Unusable("These line managers lead one another in a circle.", place="manager")
