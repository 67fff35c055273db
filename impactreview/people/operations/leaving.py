"""Somebody leaves, and returns with none of what they had; whoever watches learns of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.operations import alarms
from impactreview.people.operations.alarms import Lost
from impactreview.people.operations.roles import administrator, end_all_roles, must
from impactreview.people.queries import roles, sign_in
from impactreview.people.rules.roles import why_not_deactivate
from impactreview.people.terms import Event


@dataclass(frozen=True, kw_only=True)
class Farewell:
    """What a room above this one does with what somebody who leaves has there."""

    end: Callable[[Act, Person, str], None]
    """All of it ends, for this reason; where nothing is left, nothing happens."""
    ended: Callable[[Person, datetime], Sequence[str]]
    """The names of the offices that this person has lost since then."""


def deactivate_person(
    act: Act, person: Person, *, reason: str, farewells: Sequence[Farewell]
) -> None:
    """`person` has left: signed out everywhere, without roles, places and letters, at once.

    Where they held power, whoever watches is told. Raises NotYours for oneself, NotNow where no
    administrator would remain; nothing is then written.
    """
    by = administrator(act)
    administrators = roles.administrators(locked=True)
    act.lock(person)
    must(why_not_deactivate(person, by.id, administrators))
    person.deactivated_at = act.at
    for device in sign_in.sessions_of(person, act.at):
        device.revoked_at = act.at
    for link in sign_in.open_links(person, act.at):
        link.expires_at = act.at
    act.record(Event.PERSON_DEACTIVATED, person, reason=reason)
    end_all_roles(act, person, reason=reason)
    lost = _end_all(act, person, reason, since=act.at, farewells=farewells)
    letters.cancel(act, person.id)
    alarms.tell_left(act, by, person, lost, reason)


def reactivate_person(
    act: Act, person: Person, *, reason: str, farewells: Sequence[Farewell]
) -> None:
    """`person` is here again, without any of the roles and places held before.

    What an older version left standing when they went ends now. Where they had held power, whoever
    watches is told. Raises NotNow for somebody who has not left; nothing is then written.
    """
    by = administrator(act)
    act.lock(person)
    since = person.deactivated_at
    if since is None:
        raise NotNow("%(name)s has not left.", name=person.name)
    lost = _end_all(act, person, reason, since=since, farewells=farewells)
    person.deactivated_at = None
    act.record(Event.PERSON_REACTIVATED, person, reason=reason)
    alarms.tell_returned(act, by, person, lost)


def _end_all(
    act: Act, person: Person, reason: str, *, since: datetime, farewells: Sequence[Farewell]
) -> Lost:
    for farewell in farewells:
        act.settle()  # each room asks who is here now
        farewell.end(act, person, reason)
    act.settle()
    return Lost(
        roles=tuple(roles.ended_since(person, since)),
        offices=tuple(name for each in farewells for name in each.ended(person, since)),
    )
