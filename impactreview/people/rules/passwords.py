"""Passwords: which ones do, how they are hashed, and how many at once.

Length before all: NIST SP 800-63B-4 asks for 15 characters where a password is the only factor,
for no mixture of kinds of characters, and for a list of those that are tried first.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from impactreview.kernel.refusals import Refusal, Unusable

Hashed = NewType("Hashed", str)
"""A password's argon2id hash, made here."""

LEAST = 15
MOST = 128
_LEAST_DIFFERENT = 5
_LEAST_OF_A_NAME = 4
_AT_ONCE = 4
_PATIENCE = 1.0  # seconds
_turns = BoundedSemaphore(_AT_ONCE)

# Beginnings of what is tried first; written without spaces, signs or capitals.
_COMMON = (
    "password",
    "passwort",
    "kennwort",
    "letmein",
    "welcome",
    "willkommen",
    "iloveyou",
    "ichliebedich",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "administrator",
    "correcthorsebatterystaple",
    "impactreview",
    "changeme",
    "1234567890",
    "0123456789",
    "9876543210",
    "abcdefghij",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
)


class Crowded(Refusal):
    """Too many people hash passwords at this moment."""

    status = 503


@contextmanager
def turn() -> Iterator[None]:
    """One of four places at the hashing, so that a burst of sign-ins leaves room for pages.

    Raises Crowded after a second without one.
    """
    if not _turns.acquire(timeout=_PATIENCE):
        raise Crowded("Too much is going on at once. Please try again.")
    try:
        yield
    finally:
        _turns.release()


@dataclass(frozen=True)
class Hashing:
    """Argon2id with its cost: memory in KiB, and passes over it, in one lane."""

    memory: int
    passes: int

    @cached_property
    def _argon2(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.memory, parallelism=1)

    @cached_property
    def _decoy(self) -> str:
        return self._argon2.hash("nobody has this password")

    def hashed(self, password: str) -> Hashed:
        """The hash of `password` under a fresh salt."""
        return Hashed(self._argon2.hash(_normal(password)))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one behind `kept`; the same work where nothing is kept."""
        decoy = self._decoy
        try:
            right = self._argon2.verify(kept or decoy, _normal(password))
        except (Argon2Error, InvalidHashError):
            return False
        return right and bool(kept)

    def outdated(self, kept: str) -> bool:
        """Whether `kept` was made at another cost than this one."""
        return self._argon2.check_needs_rehash(kept)


STRONG = Hashing(memory=19 * 1024, passes=2)
"""OWASP's least for argon2id: 19 MiB, two passes, one lane."""
QUICK = Hashing(memory=8, passes=1)
"""For tests alone."""


def why_not(password: str, *, name: str, email: str) -> Unusable | None:
    """What keeps `password` from being the one of this person; None: nothing."""
    if len(password) < LEAST:
        return Unusable("Use at least %(least)s characters.", least=LEAST)
    if len(password) > MOST:
        return Unusable("Use at most %(most)s characters.", most=MOST)
    plain = _plain(password)
    if len(set(_normal(password).casefold())) < _LEAST_DIFFERENT or _is_common(plain):
        return Unusable("This password is among the first that would be tried.")
    if any(part in plain for part in _own_words(name, email)):
        return Unusable("The password must not contain your name or your e-mail address.")
    return None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    return "".join(c for c in _normal(text).casefold() if c.isalnum())


def _is_common(plain: str) -> bool:
    """Whether little is left once the words that everybody tries are taken out."""
    left = plain
    for word in _COMMON:
        left = left.replace(word, "")
    return left != plain and len(left.strip("0123456789")) < _LEAST_OF_A_NAME


def _own_words(name: str, email: str) -> set[str]:
    address = email.partition("@")[0]
    words = {_plain(word) for word in [*name.split(), name, address, email]}
    return {word for word in words if len(word) >= _LEAST_OF_A_NAME}
