"""The blueprint that every page of this room hangs on."""

from flask import Blueprint

bp = Blueprint("people", __name__)
