"""Settings, read from the environment once and handed to the app."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
MIN_SECRET_BYTES = 32


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
        if given.get("WORKER", "on") not in {"on", "off"}:
            raise Misconfigured("IMPACTREVIEW_WORKER is either on or off.")
        return cls(**{**given, "DATA": str(data)})

    def as_environment(self) -> dict[str, str]:
        """The variables that another process of ours reads the same settings from."""
        return {variable: str(getattr(self, name)) for name, variable in _VARIABLES.items()}


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Misconfigured("IMPACTREVIEW_PROXIES is how many proxies stand in front: 0, 1, 2 ...")
    return int(text)


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
    return None
