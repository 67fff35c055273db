"""One-time links: made, sent, and used once to set a password."""

from datetime import timedelta
from secrets import token_urlsafe

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.notifications import operations as letters
from impactreview.people.models import OneTimeLink, Person
from impactreview.people.operations import alarms, passwords
from impactreview.people.operations.roles import administrator
from impactreview.people.queries import sign_in as asked
from impactreview.people.rules.passwords import Hashed
from impactreview.people.rules.sign_in import INVITATION_LASTS, LINK_LASTS, page_of, token_hash
from impactreview.people.terms import Event


def make_link(act: Act, person: Person, *, lasts: timedelta = LINK_LASTS) -> str:
    """`person` can set a password once with the token given; earlier links are void.

    Its page is `page_of(token)`. Raises NotNow for somebody who has left; nothing is then written.
    """
    if person.deactivated_at is not None:
        raise NotNow("%(name)s has left.", name=person.name)
    for link in asked.open_links(person, act.at):
        link.expires_at = act.at
    return _linked(act, person, lasts)


def _linked(act: Act, person: Person, lasts: timedelta) -> str:
    token = token_urlsafe(32)
    act.add(OneTimeLink(token_hash=token_hash(token), person=person, expires_at=act.at + lasts))
    act.record(Event.LINK_MADE, person)
    return token


def send_link(act: Act, person: Person) -> None:
    """`person` gets a letter with a one-time link for a new password.

    Raises NotNow for somebody who has left; nothing is then written.
    """
    token = make_link(act, person)
    letters.write(
        act,
        to=person,
        subject="Set a new password",
        body=(
            "Somebody asked for a new password for your account. The link below lets you set one."
            " It works once, for 30 minutes. If it was not you, there is nothing to do: your"
            " password stays as it is."
        ),
        path=page_of(token),
    )


def invite(act: Act, person: Person, *, by_mail: bool) -> str:
    """`person` can set a first password with the token given; where mail is set, by letter too.

    Raises NotNow for somebody who has left; nothing is then written.
    """
    token = make_link(act, person, lasts=INVITATION_LASTS)
    if by_mail:
        _write_invitation(act, person, token)
    return token


def invite_all(act: Act, *, by_mail: bool) -> list[tuple[Person, str]]:
    """All who can not come in yet can set a first password, each with the token beside them.

    Where mail is set each has it by letter, and it is given to nobody else: no token is beside
    them then. Where it is not, the other administrators learn how many were laid open. Raises
    NotNow where nobody waits; nothing is then written.
    """
    by, people = administrator(act), asked.uninvited(act.at)
    if not people:
        raise NotNow("Everybody here has a password, or an invitation that still works.")
    made = [(person, _linked(act, person, INVITATION_LASTS)) for person in people]
    if not by_mail:
        alarms.tell_of_links(act, by, len(made))
        return made
    for person, token in made:
        _write_invitation(act, person, token)
    return [(person, "") for person in people]


def _write_invitation(act: Act, person: Person, token: str) -> None:
    letters.write(
        act,
        to=person,
        subject="Your account at impactreview",
        body=(
            "You have an account now. The link below lets you set your password."
            " It works once, for 7 days."
        ),
        path=page_of(token),
    )


def use_link(act: Act, person: Person, *, token: str, password_hash: Hashed) -> None:
    """The link is used up and `person` has this password.

    Raises NotNow for a link that is used, void, too old or somebody else's; nothing is then
    written.
    """
    act.lock(person)
    link = asked.open_link(token_hash(token), act.at)
    if link is None or link.person_id != person.id:
        raise NotNow("This link can no longer be used.")
    passwords.set_password(act, person, password_hash=password_hash)
    link.used_at = act.at
