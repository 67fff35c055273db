"""One's own account."""

from flask import render_template
from flask.typing import ResponseReturnValue

from impactreview.people.permissions import Permission
from impactreview.people.views.room import bp
from impactreview.web.access import needs


@bp.get("/account")
@needs(Permission.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    return render_template("people/account.html")
