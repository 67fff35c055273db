"""Who is here, and where everybody stands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.people.views.room import bp
from impactreview.web.access import needs


@bp.get("/people")
@needs(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    return render_template("people/index.html")
