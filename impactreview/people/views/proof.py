"""Whether a password is right: counted first, then compared, never inside a write transaction."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app

from impactreview.audit.acts import tending
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.models import Person
from impactreview.people.operations import sign_in
from impactreview.people.queries.sign_in import credential_of
from impactreview.people.rules.passwords import QUICK, STRONG, Hashed, Hashing, turn
from impactreview.people.rules.sign_in import account_hash
from impactreview.web.languages import zoned


class TooSoon(Refusal):
    """This account has to wait after too many wrong passwords."""

    status = 429


class Proof(NamedTuple):
    """Somebody who has shown that they know their password, and the hash that it matches."""

    person: Person
    password_hash: str


def hashing() -> Hashing:
    """What a password's hash costs in this app."""
    cost: Hashing = current_app.config.get("PASSWORD_HASHING") or (
        QUICK if current_app.testing else STRONG
    )
    return cost


def hashed(password: str) -> Hashed:
    """The hash of a new password. Raises Crowded where too many are at it."""
    with turn():
        return hashing().hashed(password)


def proof_of(email: str, password: str) -> Proof | None:
    """Who `email` is, if `password` is theirs. Every other account takes the same time.

    Raises TooSoon while the account has to wait, Crowded where too many are at it.
    """
    with turn():
        _count(email, now())
        credential = credential_of(email)
        right = hashing().matches(credential.password_hash if credential else None, password)
    if credential is None or not right:
        return None
    return Proof(credential.person, credential.password_hash)


def _count(email: str, at: datetime) -> None:
    with tending() as hands:
        until = sign_in.count_attempt(hands, account_hash(email), at=at)
    if until is not None:
        raise TooSoon(
            message="There were too many attempts. Please try again after %(moment)s.",
            moment=zoned(until + timedelta(minutes=1)),
            place="password",
        )
