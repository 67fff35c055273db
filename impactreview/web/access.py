"""Every view carries one mark that says who may enter. A view without one does not start."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, current_app, request
from flask_login import current_user

from impactreview.kernel.refusals import TryAgain

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
_TRIES = 3
_LIBRARY = ("static", "bootstrap.static")  # files that a library serves without a view of ours


def needs(permission: StrEnum) -> Callable[[View], View]:
    """Let in a signed-in person who holds `permission`; rules on the record come later."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not current_user.may(permission):
                abort(403)
            return _patiently(view, *args, **kwargs)

        guarded.access = permission.value  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def public(view: View) -> View:
    """Let in anyone. Written out, so that an open door is a choice."""

    @wraps(view)
    def open_door(*args: Any, **kwargs: Any) -> Any:
        return _patiently(view, *args, **kwargs)

    open_door.access = PUBLIC  # type: ignore[attr-defined]
    return open_door  # type: ignore[return-value]


def _patiently(view: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run the view again when the database gave way to another transaction."""
    for left in reversed(range(_TRIES)):
        try:
            return view(*args, **kwargs)
        except TryAgain:
            if not left:
                abort(503)
    raise AssertionError  # the loop always returns or aborts


def refuse_nul(app: Flask) -> None:
    """No address of ours holds a NUL, which no database takes: there is no such page."""

    @app.before_request
    def _look() -> None:
        if "\0" in request.path or any("\0" in text for text in request.args.values()):
            abort(404)


def refuse_garbled(app: Flask) -> None:
    """What is sent is UTF-8; what is not would be kept as other words than were typed."""

    @app.before_request
    def _look() -> None:
        if request.mimetype == "application/x-www-form-urlencoded":
            try:
                unquote_to_bytes(request.get_data()).decode()
            except UnicodeDecodeError:
                abort(400)


def refuse_unmarked(app: Flask) -> None:
    """Stop the start of an app that has a view with no access mark."""
    bare = [
        name
        for name, view in app.view_functions.items()
        if name not in _LIBRARY and not hasattr(view, "access")
    ]
    if bare:
        raise RuntimeError(f"views without an access mark: {', '.join(sorted(bare))}")
