"""Pages of governance."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.web.access import needs

bp = Blueprint("governance", __name__)


@bp.get("/boards")
@needs(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    return render_template("governance/index.html")
