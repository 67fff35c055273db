"""What signing in goes by: what is kept of a token, how long one waits, where one may be led."""

import re
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from impactreview.people.rules.people import as_address

FREE_FAILURES = 5
"""So many wrong passwords in a row cost nothing; each one after that doubles the wait."""
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
"""Failures older than this no longer count."""
LETTER_EVERY = timedelta(minutes=5)
"""A letter with a one-time link goes to one account this often at most."""
SESSION_LASTS = timedelta(hours=12)
MOST_SESSIONS = 20
"""So many devices may be signed in as one person; the oldest gives way."""
LINK_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=7)

_LOCAL = re.compile(r"/(?![/\\])[^\\]*")
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_MOST_PATH = 4_000

# The first that fits: what a browser calls itself beside its own name comes later.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token of 256 random bits: 32 bytes."""
    return sha256(token.encode()).digest()


def page_of(token: str) -> str:
    """The page where the holder of a one-time link sets a password."""
    return f"/link/{token}"


def account_hash(email: str, purpose: str = "") -> bytes:
    """The name under which attempts on an account are counted; the address itself is not kept."""
    return sha256(f"{purpose}{as_address(email)}".encode()).digest()


def wait_after(failures: int) -> timedelta:
    """How long an account waits after so many failures in a row: 1, 2, 4 ... 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)


def counted(failures: int, last_at: datetime, at: datetime) -> int:
    """How many of `failures`, the newest at `last_at`, still count at `at`."""
    return 0 if at - last_at > FORGOTTEN_AFTER else failures


def local_path(text: str | None) -> str | None:
    """`text` if it is a path on this site and nothing that leads a browser elsewhere; else None."""
    if not text or len(text) > _MOST_PATH or not _LOCAL.fullmatch(text):
        return None
    if any(unicodedata.category(character) in _HIDDEN for character in text):
        return None
    try:
        parsed = urlsplit(text)
    except ValueError:
        return None
    return None if parsed.scheme or parsed.netloc else text


def device_label(user_agent: str) -> str:
    """The browser and the system alone, such as `Firefox, Linux`; empty where neither is known."""
    names = (
        next((name for mark, name in known if mark in user_agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in names if name)
