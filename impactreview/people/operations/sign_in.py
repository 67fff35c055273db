"""Signing in and out: attempts counted, sessions begun and ended. Operational, so no act."""

from datetime import datetime
from secrets import token_urlsafe

from impactreview.audit.acts import Tending
from impactreview.people.models import Person, Throttle, UserSession
from impactreview.people.queries import sign_in as asked
from impactreview.people.rules.sign_in import (
    LETTER_EVERY,
    MOST_SESSIONS,
    SESSION_LASTS,
    account_hash,
    counted,
    token_hash,
    wait_after,
)


def count_attempt(hands: Tending, account: bytes, *, at: datetime) -> datetime | None:
    """One more attempt on `account` stands as failed, until `begin_session` takes it back.

    Counted before the password is looked at, so that attempts at the same time count too. Gives
    the moment until which the account has to wait; nothing is then counted.
    """
    kept = _kept(hands, account, at)
    if kept.blocked_until is not None and kept.blocked_until > at:
        return kept.blocked_until
    kept.failures = counted(kept.failures, kept.last_at, at) + 1
    wait = wait_after(kept.failures)
    kept.blocked_until = at + wait if wait else None
    kept.last_at = at
    return None


def count_letter(hands: Tending, account: bytes, *, at: datetime) -> bool:
    """One more letter was asked for by `account`. Gives whether it may be written now."""
    kept = _kept(hands, account, at)
    if kept.blocked_until is not None and kept.blocked_until > at:
        return False
    kept.blocked_until, kept.last_at = at + LETTER_EVERY, at
    return True


def forget_failures(hands: Tending, account: bytes) -> None:
    """Nothing is held against `account` any more."""
    kept = asked.throttle(account)
    if kept is not None:
        hands.remove(kept)


def begin_session(
    hands: Tending, person: Person, *, proven: str, device: str, at: datetime
) -> str | None:
    """`person` is signed in on one more device, and no failure is held against the account.

    `proven` is the hash that the password was found to match. Gives the token that the browser
    keeps; None where the person has left or has another password by now: nothing is then written.
    """
    present = asked.locked(person.id)
    credential = asked.credential_for(present) if present else None
    if present is None or credential is None or credential.password_hash != proven:
        return None
    for surplus in asked.sessions_of(present, at)[MOST_SESSIONS - 1 :]:
        surplus.revoked_at = at
    forget_failures(hands, account_hash(present.email))
    token = token_urlsafe(32)
    hands.add(
        UserSession(
            token_hash=token_hash(token),
            person=present,
            device=device,
            started_at=at,
            expires_at=at + SESSION_LASTS,
        )
    )
    return token


def end_session(hands: Tending, device: UserSession, *, at: datetime) -> None:
    """`device` is signed out at once."""
    if device.revoked_at is None:
        device.revoked_at = at


def end_other_sessions(hands: Tending, device: UserSession, *, at: datetime) -> None:
    """Every device of this person is signed out at once, but for `device`."""
    for other in asked.sessions_of(device.person, at):
        if other.id != device.id:
            other.revoked_at = at


def _kept(hands: Tending, account: bytes, at: datetime) -> Throttle:
    hands.add_once(Throttle, account=account, failures=0, last_at=at)
    found = asked.throttle(account)
    return found or hands.add(Throttle(account=account, failures=0, last_at=at))
