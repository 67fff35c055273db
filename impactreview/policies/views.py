"""Pages of policies."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.web.access import needs

bp = Blueprint("policies", __name__)


@bp.get("/policies")
@needs(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    return render_template("policies/index.html")
