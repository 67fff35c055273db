"""The blueprint that every page of this room hangs on."""

from flask import Blueprint, current_app, request

from impactreview.people.rules.sign_in import page_of

bp = Blueprint("people", __name__)


def home() -> str:
    """The path of the first page, which stands in a room above."""
    return f"{request.script_root}/"


def has_mail() -> bool:
    """Whether letters leave the house, so that links go to their person alone."""
    return bool(current_app.config["SMTP_URL"])


def link_of(token: str) -> str:
    """A one-time link as it is handed over."""
    return str(current_app.config["BASE_URL"]).rstrip("/") + page_of(token)
