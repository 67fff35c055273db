"""A refusal becomes a page with its own words; a view needs no try for it."""

from flask import Flask, flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from impactreview.kernel.refusals import Refusal, Repeated, SentOtherwise, Unfinished

_WORDS = {
    400: lazy_gettext("This request could not be understood."),
    403: lazy_gettext("You may not do this."),
    404: lazy_gettext("There is no such page."),
    405: lazy_gettext("This page does not take that kind of request."),
    413: lazy_gettext("What you sent is too large."),
    429: lazy_gettext("Too many attempts. Please wait a little."),
    503: lazy_gettext("Too much is going on at once. Please try again."),
}

_TITLE = lazy_gettext("This can not be done now")
_TITLES = {
    403: lazy_gettext("This is not for you to do"),
    404: lazy_gettext("Nothing is here"),
    422: lazy_gettext("Something is still missing"),
    500: lazy_gettext("That was our fault"),
}
_AGAIN = {409, 422}
"""Answers after which going back to the page is what one wants."""


def _page(message: str, status: int, missing: object = ()) -> tuple[str, int]:
    page = render_template(
        "_house/refusal.html",
        title=str(_TITLES.get(status, _TITLE)),
        message=message,
        missing=missing,
        back=request.path if request.method == "POST" and status in _AGAIN else None,
    )
    return page, status


def _refused(refusal: Refusal) -> ResponseReturnValue:
    missing = refusal.missing if isinstance(refusal, Unfinished) else ()
    return _page(gettext(refusal.message, **refusal.params), refusal.status, missing)


def _repeated(repeated: Repeated) -> ResponseReturnValue:
    """Lead where the first one led, and say that it was done.

    A browser that is clicked twice throws the first answer away, and its words with it.
    """
    if "_flashes" not in session:
        flash(gettext("Done. It was sent more than once and counts once."))
    return redirect(repeated.location or "/", 303)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        return _page(gettext("Something went wrong on our side. Nothing was changed."), 500)
    if error.response is not None:
        return error.response
    status = error.code or 500
    words = _WORDS.get(status, lazy_gettext("This is not possible."))
    if status == RequestEntityTooLarge.code:
        words = _too_large() or words
    answer = _page(str(words), status)
    allowed = getattr(error, "valid_methods", None)
    return (*answer, {"Allow": ", ".join(sorted(allowed))}) if allowed else answer


def _too_large() -> str:
    """What is said of a request that is longer than may be, with the limit; else nothing."""
    most = request.max_content_length
    if most is None or (request.content_length or 0) <= most:
        return ""
    words = gettext(
        "What you sent is larger than %(most)s MB, and so much is not taken at once. Nothing of it"
        " was kept. The back button of your browser leads to what you typed.",
        most=most // 1_000_000,
    )
    return str(words)


def forged(error: CSRFError) -> ResponseReturnValue:
    """The page for a form that can not be shown to come from a page of ours."""
    words = gettext("This form was not sent from a page of ours, or the page is too old.")
    return _page(words, 400)


def sent_otherwise(_: SentOtherwise) -> ResponseReturnValue:
    """The page for a form that was sent before with something else, and can not be shown again."""
    words = gettext(
        "You have sent this page before, with something else in it. That was done and counts; what"
        " you sent now was not. Ask for the page anew to send it too."
    )
    return _page(words, 409)


def init_app(app: Flask) -> None:
    """Show every refusal and every HTTP error as a page of the house."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Repeated, _repeated)
    app.register_error_handler(SentOtherwise, sent_otherwise)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, _http)
