"""Settings, read from the environment once and handed to the app."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

WELL_KNOWN_SECRETS = frozenset(
    {
        "dev",
        "development",
        "secret",
        "secretkey",
        "secret_key",
        "changeme",
        "change-me",
        "changethis",
        "password",
        "impactreview",
        "test",
        "testing",
        "default",
        "example",
        "supersecret",
        "super-secret-key",
        "mysecretkey",
        "your-secret-key",
        "hard to guess string",
        "you-will-never-guess",
    }
)
GUESSED_RUNS = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890123456789"),
    *("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"),
)
GUESSED_WORDS = (
    *("admin", "and", "app", "application", "change", "changed", "correct", "horse", "battery"),
    *("staple", "default", "demo", "dev", "development", "do", "dummy", "example", "fake", "flask"),
    *("foo", "bar", "baz", "for", "geheim", "guess", "hard", "here", "hunter2", "impactreview"),
    *("insert", "insecure", "is", "it", "key", "letmein", "local", "long", "me", "must", "my"),
    *("never", "not", "now", "of", "only", "our", "pass", "passwd", "passwort", "password"),
    *("phrase", "placeholder", "please", "prod", "production", "random", "replace", "sample"),
    *("secret", "secure", "server", "session", "sign", "signing", "some", "string", "super"),
    *("test", "testing", "the", "this", "to", "token", "top", "use", "value", "very", "web"),
    *("will", "with", "you", "your"),
)
"""What stands in examples, and is taken over with them."""
MIN_SECRET_BYTES = 32
MIN_DISTINCT = 8
MIN_UNKNOWN = 8
"""So many characters must remain of a secret when words and runs are taken out of it."""
MIN_RUN = 4


class Misconfigured(ValueError):
    """A setting that can not be read as what it should be; the message says what it should be."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """What an installation may set. Upper case, because Flask reads it so."""

    SECRET_KEY: str = field(repr=False)
    SQLALCHEMY_DATABASE_URI: str = field(repr=False)
    DATABASE_OWNER_URI: str = field(default="", repr=False)
    BASE_URL: str = "http://127.0.0.1:8000"
    SMTP_URL: str = field(default="", repr=False)
    MAIL_FROM: str = "impactreview@localhost"
    QUEUE: str = field(default="", repr=False)
    WORKER: str = "on"
    PROXIES: int = 0
    DATA: str = "instance"
    TIME_ZONE: str = "Europe/Berlin"
    LANGUAGE: str = "en"
    FORM: str = "full"
    CLOCK_MAY_MOVE: bool = False
    TESTING: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """Settings from IMPACTREVIEW_* variables; what is not set keeps its default.

        Raises Misconfigured for one that can not be read as what it should be.
        """
        given: dict[str, Any] = {
            name: environment[variable]
            for name, variable in _VARIABLES.items()
            if environment.get(variable)
        }
        data = Path(given.get("DATA", "instance")).resolve()
        given.setdefault("SQLALCHEMY_DATABASE_URI", f"sqlite:///{data / 'impactreview.db'}")
        given.setdefault("SECRET_KEY", "")
        given["PROXIES"] = _count(given.get("PROXIES", "0"))
        given["TIME_ZONE"] = _zone(given.get("TIME_ZONE", cls.TIME_ZONE))
        for name, (one, other) in _EITHER.items():
            if given.get(name, one) not in {one, other}:
                raise Misconfigured(f"{_VARIABLES[name]} is either {one} or {other}.")
        return cls(**{**given, "DATA": str(data)})

    def as_environment(self) -> dict[str, str]:
        """The variables that another process of ours reads the same settings from."""
        return {variable: str(getattr(self, name)) for name, variable in _VARIABLES.items()}


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Misconfigured("IMPACTREVIEW_PROXIES is how many proxies stand in front: 0, 1, 2 ...")
    return int(text)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise Misconfigured(
            "IMPACTREVIEW_TIME_ZONE is no time zone that is known here:"
            " export IMPACTREVIEW_TIME_ZONE=Europe/Berlin (or UTC, America/New_York ...)"
        ) from None


_EITHER = {"WORKER": ("on", "off"), "LANGUAGE": ("de", "en"), "FORM": ("full", "simple")}
_VARIABLES = {
    "SECRET_KEY": "IMPACTREVIEW_SECRET_KEY",
    "SQLALCHEMY_DATABASE_URI": "IMPACTREVIEW_DATABASE",
    "DATABASE_OWNER_URI": "IMPACTREVIEW_DATABASE_OWNER",
    "BASE_URL": "IMPACTREVIEW_BASE_URL",
    "SMTP_URL": "IMPACTREVIEW_SMTP",
    "MAIL_FROM": "IMPACTREVIEW_MAIL_FROM",
    "QUEUE": "IMPACTREVIEW_QUEUE",
    "WORKER": "IMPACTREVIEW_WORKER",
    "PROXIES": "IMPACTREVIEW_PROXIES",
    "DATA": "IMPACTREVIEW_DATA",
    "TIME_ZONE": "IMPACTREVIEW_TIME_ZONE",
    "LANGUAGE": "IMPACTREVIEW_LANGUAGE",
    "FORM": "IMPACTREVIEW_FORM",
}


def weakness_of(secret: str) -> str | None:
    """Why `secret` must not sign sessions, or None."""
    if not secret:
        return "missing"
    if secret.strip().lower() in WELL_KNOWN_SECRETS:
        return "well-known"
    if len(secret.encode()) < MIN_SECRET_BYTES:
        return "short"
    return next((weakness for weakness, has in _GUESSABLE if has(secret)), None)


def _is_repeated(secret: str) -> bool:
    """Whether `secret` is its own beginning, at least twice; the last time may be cut short."""
    return any(
        secret[length:] == secret[:-length]  # as it is when it is moved by one pattern
        for length in range(1, len(secret) // 2 + 1)
    )


def _unknown(secret: str) -> str:
    """What remains of `secret` without well-known words, runs and what joins them."""
    return _GUESSED.sub("", secret.lower())


def _pieces(run: str) -> set[str]:
    """What may stand of a run, forwards and backwards."""
    ends = range(MIN_RUN, len(run) + 1)
    forwards = {run[begin:end] for end in ends for begin in range(end - MIN_RUN + 1)}
    return forwards | {piece[::-1] for piece in forwards}


_GUESSED = re.compile(
    "|".join(sorted({*GUESSED_WORDS, *chain(*map(_pieces, GUESSED_RUNS))}, key=len, reverse=True))
    + r"|\W|_"
)
_GUESSABLE: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("a pattern repeated", _is_repeated),
    ("made of too few different characters", lambda secret: len(set(secret)) < MIN_DISTINCT),
    ("made of well-known words", lambda secret: len(_unknown(secret)) < MIN_UNKNOWN),
)
