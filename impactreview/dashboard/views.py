"""Pages of the dashboard."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.web.access import needs

bp = Blueprint("dashboard", __name__)


@bp.get("/")
@needs(Permission.REGISTER_READ)
def home() -> ResponseReturnValue:
    return render_template("dashboard/home.html")


@bp.get("/audit")
@needs(Permission.AUDIT_OWN)
def log() -> ResponseReturnValue:
    return render_template("dashboard/log.html")
