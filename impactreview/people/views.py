"""Pages of people."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.web.access import needs

bp = Blueprint("people", __name__)


@bp.get("/people")
@needs(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    return render_template("people/index.html")


@bp.get("/account")
@needs(Permission.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    return render_template("people/account.html")
