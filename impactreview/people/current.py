"""The person of this request. The only room that knows Flask-Login's current_user."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from impactreview.kernel.clock import unmoved
from impactreview.people import queries
from impactreview.people.models import Person, UserSession
from impactreview.people.permissions import Permission
from impactreview.people.roles import HOLDS, Role
from impactreview.people.rules.sign_in import token_hash

IDLE = timedelta(minutes=30)
LANGUAGE = "language"
_SEEN = "seen"

login_manager = LoginManager()
login_manager.session_protection = None  # the session is a row of ours, bound to nothing but itself


class SignedIn(UserMixin):
    """Flask-Login's view of a person, so that the table need not know Flask-Login."""

    def __init__(
        self, token: str, person: Person, device: UserSession, roles: frozenset[Role]
    ) -> None:
        self.token = token
        self.person = person
        self.device = device
        self.language = person.language
        self.roles = roles
        self.permissions = frozenset().union(*(HOLDS[role] for role in roles))

    def get_id(self) -> str:
        return self.token

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    """Who holds this cookie, unless it lay idle too long (its own stamp says so, and is signed)."""
    moment = unmoved()
    seen = session.get(_SEEN)
    if not isinstance(seen, int | float):
        return None
    if moment - datetime.fromtimestamp(seen, UTC) > IDLE:
        return None
    found = queries.signed_in(token_hash(token), moment)
    if found is None:
        return None
    session[_SEEN] = int(moment.timestamp())
    return SignedIn(token, *found)


def stamp() -> None:
    """Say in the cookie that its holder was here now. Called when a session begins."""
    session[_SEEN] = int(unmoved().timestamp())


def begin(token: str) -> None:
    """The browser holds `token` from now on, and of what it held before the language alone."""
    _empty()
    stamp()
    login_user(_load(token))
    session.pop("_id", None)  # Flask-Login's hash of address and browser; nothing here reads it


def end() -> None:
    """The browser holds nothing any more, but for the language it chose."""
    logout_user()
    _empty()


def _empty() -> None:
    kept = {LANGUAGE: session[LANGUAGE]} if LANGUAGE in session else {}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)  # it was made for the session that is gone


def current_person() -> Person:
    """Who sent this request. Only behind `needs`."""
    person: Person = current_user.person
    return person


def current_device() -> UserSession:
    """The session of this request. Only behind `needs`."""
    device: UserSession = current_user.device
    return device


def may(permission: Permission) -> bool:
    """Whether whoever sent this request holds `permission`."""
    return bool(current_user.is_authenticated and current_user.may(permission))


def current_roles() -> frozenset[Role]:
    """The roles that whoever sent this request holds. Only behind `needs`."""
    roles: frozenset[Role] = current_user.roles
    return roles


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person of each request."""
    login_manager.init_app(app)

    @app.context_processor
    def _offer() -> dict[str, Any]:
        return {"may": may, "Permission": Permission}
