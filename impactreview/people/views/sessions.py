"""One's own devices: where one is signed in, and how to end it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import tending
from impactreview.kernel.clock import unmoved
from impactreview.people.current import current_device, current_person
from impactreview.people.operations import sign_in as signing
from impactreview.people.permissions import Permission
from impactreview.people.queries import sign_in as queries
from impactreview.people.views.room import bp
from impactreview.web.access import needs


@bp.get("/account/sessions")
@needs(Permission.ACCOUNT_OWN)
def sessions() -> ResponseReturnValue:
    devices = queries.sessions_of(current_person(), unmoved())
    return render_template("people/sessions.html", devices=devices, this=current_device().id)


@bp.post("/account/sessions/<uuid:session_id>/end")
@needs(Permission.ACCOUNT_OWN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    device = queries.session_of(current_person(), session_id, unmoved()) or abort(404)
    with tending() as hands:
        signing.end_session(hands, device, at=unmoved())
    flash(gettext("That device is signed out."))
    return redirect(url_for("people.sessions"), 303)


@bp.post("/account/sessions/end-others")
@needs(Permission.ACCOUNT_OWN)
def end_other_sessions() -> ResponseReturnValue:
    with tending() as hands:
        signing.end_other_sessions(hands, current_device(), at=unmoved())
    flash(gettext("Every other device is signed out."))
    return redirect(url_for("people.sessions"), 303)
