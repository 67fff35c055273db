"""The blueprint that every page of the dashboard hangs on."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__)
