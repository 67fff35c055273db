"""The blueprint that every page of this room hangs on."""

from flask import Blueprint, request

bp = Blueprint("people", __name__)


def home() -> str:
    """The path of the first page, which stands in a room above."""
    return f"{request.script_root}/"
