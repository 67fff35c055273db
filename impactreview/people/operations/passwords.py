"""Setting a password: what else ends with it."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Stale, Unusable
from impactreview.people.models import Credential, Person, UserSession
from impactreview.people.queries import sign_in as asked
from impactreview.people.rules.passwords import Hashed
from impactreview.people.rules.sign_in import account_hash
from impactreview.people.terms import Event


def set_password(
    act: Act, person: Person, *, password_hash: Hashed, keep: UserSession | None = None
) -> None:
    """`person` has this password; every device but `keep` is signed out, and links are void.

    What was held against the account is forgotten.
    """
    act.lock(person)
    _keep(act, person, password_hash)
    for device in asked.sessions_of(person, act.at):
        if keep is None or device.id != keep.id:
            device.revoked_at = act.at
    for link in asked.open_links(person, act.at):
        link.expires_at = act.at
    held_against = asked.throttle(account_hash(person.email))
    if held_against is not None:
        held_against.failures, held_against.blocked_until = 0, None
    act.record(Event.PASSWORD_SET, person)


def change_password(
    act: Act, person: Person, *, proven: str | None, password_hash: Hashed, keep: UserSession
) -> None:
    """As `set_password`, for somebody who has shown that they know the one until now.

    `proven` is the hash that the current password was found to match. Raises Unusable where it
    matched none, or not the newest; nothing is then written.
    """
    act.lock(person)
    must_be_proven(person, proven)
    set_password(act, person, password_hash=password_hash, keep=keep)


def must_be_proven(person: Person, proven: str | None) -> None:
    """Raise Unusable unless `proven` is the hash of the password that `person` has now."""
    credential = asked.credential_for(person)
    if proven is None or credential is None or credential.password_hash != proven:
        raise Unusable("This is not your current password.", place="password")


def rehash(act: Act, person: Person, *, proven: str, password_hash: Hashed) -> None:
    """The same password is kept at the cost that is asked for today; nothing else changes.

    Raises Stale where the password is another by now; nothing is then written.
    """
    act.lock(person)
    credential = asked.credential_for(person)
    if credential is None or credential.password_hash != proven:
        raise Stale("Somebody else changed this meanwhile.")
    credential.password_hash = password_hash
    act.record(Event.PASSWORD_REHASHED, person)


def first_password(act: Act, person: Person, *, password_hash: Hashed) -> None:
    """Somebody who is being added in this act has a password from the beginning."""
    act.add(Credential(person=person, password_hash=password_hash, set_at=act.at))
    act.record(Event.PASSWORD_SET, person)


def _keep(act: Act, person: Person, password_hash: Hashed) -> None:
    credential = asked.credential_for(person)
    if credential is None:
        act.add(Credential(person=person, password_hash=password_hash, set_at=act.at))
        return
    credential.password_hash, credential.set_at = password_hash, act.at
