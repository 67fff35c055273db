"""A letter as mail: its words in the reader's language, headers that give nothing away."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from babel.support import Translations

from impactreview.web.languages import LANGUAGES, catalogue, long_day

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+")
_MAX_SUBJECT = 200


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A letter in the hands of one worker: what it says, and the lease it is held by."""

    id: UUID
    person_id: UUID
    address: str
    language: str
    subject: str
    body: str
    params: Mapping[str, Any]
    path: str
    attempts: int
    leased_until: datetime


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """What all letters of an installation share. Raises ValueError where the sender is none."""

    sender: str
    base_url: str

    def __post_init__(self) -> None:
        _one_address(self.sender)

    def mail(self, claim: Claim, at: datetime) -> EmailMessage:
        """The mail of `claim`, with the same Message-ID at every attempt.

        Raises ValueError where its address is none.
        """
        language = claim.language if claim.language in LANGUAGES else "en"
        words = catalogue(language)
        params = {name: _said(value, words, language) for name, value in claim.params.items()}
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = _one_line(words.gettext(claim.subject) % params)
        mail["From"] = Address("impactreview", addr_spec=self.sender)
        mail["To"] = _one_address(claim.address)
        mail["Date"] = format_datetime(at.astimezone(UTC))
        mail["Message-ID"] = f"<{claim.id}@{self.hostname}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        text = self._text(words.gettext(claim.body) % params, claim.path, words)
        mail.set_content(text, cte="quoted-printable")
        mail["Content-Language"] = language
        return mail

    def _text(self, body: str, path: str, words: Translations) -> str:
        footer = words.gettext(
            "This letter was written by impactreview. Nobody reads answers to it."
        )
        link = [self.base_url.rstrip("/") + path] if path else []
        return "\n\n".join([words.gettext("Hello,"), body, *link, f"-- \n{footer}"]) + "\n"

    @property
    def hostname(self) -> str:
        """The name of this house towards other mail servers."""
        return self.sender.rpartition("@")[2]


def _said(value: Any, words: Translations, language: str) -> str:
    """A text as it is; a term, a day and several of them in the reader's language."""
    if isinstance(value, dict) and "list" in value:
        return ", ".join(_said(each, words, language) for each in value["list"])
    if isinstance(value, dict) and "term" in value:
        return str(words.gettext(value["term"]))
    if isinstance(value, dict) and "day" in value:
        return long_day(date.fromisoformat(value["day"]), language)
    return str(value)


def _one_address(text: str) -> Address:
    """Raises ValueError for none and for several."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("an address reads name@domain")
    return Address(addr_spec=text)


def _one_line(subject: str) -> str:
    return _CONTROL.sub(" ", subject).strip()[:_MAX_SUBJECT]
