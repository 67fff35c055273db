"""The ways a mail leaves the house: an SMTP server, or files where there is none."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

Transport = Callable[[EmailMessage], None]
"""Hands a mail over, or raises."""

TIMEOUT = 10
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class Unreachable(Exception):
    """The server does not answer at all; it will not answer to the next letter either."""


class Smtp:
    """The server at `smtp://`, `smtps://` or `smtp+starttls://`, with name and password if given.

    It is greeted as `hostname`. Raises ValueError for an address that is none of these.
    """

    def __init__(self, url: str, hostname: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("an SMTP address reads smtp://, smtps:// or smtp+starttls://host:port")
        self._hostname = hostname
        self._scheme = parts.scheme
        self._host = parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def __call__(self, mail: EmailMessage) -> None:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(reason(error)) from error
        with server:
            server.send_message(mail)

    def _connected(self) -> smtplib.SMTP:
        where = (self._host, self._port, self._hostname)
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(*where, timeout=TIMEOUT)
        try:
            if self._scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


class Outgoing:
    """A folder that the operator reads where there is no mail server: one .eml for each letter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, mail: EmailMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0] + ".eml"
        half = self._folder / f".{name}"
        half.unlink(missing_ok=True)
        half.touch(mode=0o600, exist_ok=False)
        half.write_bytes(mail.as_bytes())
        half.replace(self._folder / name)


def transport(url: str, hostname: str, data: Path) -> Transport:
    """The way letters leave: to `url`, greeted as `hostname`, or if empty into `data`/outgoing."""
    return Smtp(url, hostname) if url else Outgoing(data / "outgoing")


def reason(error: Exception) -> str:
    """Why a delivery failed, in few words, with no address and nothing a server said."""
    if isinstance(error, Unreachable):
        return str(error)
    code = ""
    if isinstance(error, smtplib.SMTPResponseException):
        code = str(error.smtp_code)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = " ".join(sorted({str(answer[0]) for answer in error.recipients.values()}))
    return f"{type(error).__name__} {code}".strip()
