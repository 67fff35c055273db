"""The first people of an organisation, and those whom the command line adds."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people import queries
from impactreview.people.models import Person, RoleGrant
from impactreview.people.operations import links, passwords
from impactreview.people.operations.people import Details, record_details, set_details
from impactreview.people.queries import sign_in as asked
from impactreview.people.roles import Role
from impactreview.people.rules.passwords import Hashed
from impactreview.people.rules.roles import LEAST_ADMINISTRATORS
from impactreview.people.terms import Event, State


def set_up(
    act: Act, *, first: Details, second: Details, password_hash: Hashed, by_mail: bool
) -> tuple[Person, str]:
    """The organisation has its first two administrators, for nobody gets power alone.

    Gives the first, who has a password, and the token of the second's one-time link. Raises
    NotNow where somebody is here already; nothing is then written.
    """
    if not asked.is_empty():
        raise NotNow("impactreview is set up already.")
    founder = _added(act, first)
    passwords.first_password(act, founder, password_hash=password_hash)
    _make_administrator(act, founder)
    other = _added(act, second)
    token = links.invite(act, other, by_mail=by_mail)
    _make_administrator(act, other)
    return founder, token


def add_by_command(act: Act, details: Details, *, administrator: bool) -> str:
    """Somebody is added from the command line; gives the token of a one-time link.

    Raises NotNow where the address is taken, or where two administrators hold the role, who give
    it together from then on; nothing is then written.
    """
    if queries.by_email(details.email) is not None:
        raise NotNow("%(email)s is taken.", email=details.email)
    if administrator and len(queries.holders(Role.ADMINISTRATOR)) >= LEAST_ADMINISTRATORS:
        raise NotNow("Two administrators hold the role: they give it together, in the app.")
    person = _added(act, details)
    token = links.invite(act, person, by_mail=False)
    if administrator:
        _make_administrator(act, person)
    return token


def _added(act: Act, details: Details) -> Person:
    person = act.add(Person())
    set_details(person, details)
    record_details(act, Event.PERSON_ADDED, person, sorted(vars(details)))
    return person


def _make_administrator(act: Act, person: Person) -> None:
    grant = act.add(
        RoleGrant(
            person=person,
            role=Role.ADMINISTRATOR,
            scope="",
            state=State.HELD,
            proposed_at=act.at,
            since=act.at,
        )
    )
    act.record(Event.ROLE_GIVEN, grant, person=person.handle, role=Role.ADMINISTRATOR.value)
