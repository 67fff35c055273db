"""Steps out of the ordinary: leaving a seat, asking for changes, having a seat filled again."""

from uuid import UUID

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.reviews.forms import ReasonForm
from impactreview.reviews.operations import fill_seat, recuse, request_changes
from impactreview.reviews.rules.positions import why_not_send_back
from impactreview.reviews.views.room import bp, case, reviewed, seat_of, seated, waits, zone
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form


@bp.route("/proposals/<code>/position/leave", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def leave(code: str) -> ResponseReturnValue:
    review, form, by = reviewed(code), ReasonForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            recuse(act, review, by=by, reason=form.reason.data, zone=zone())
            act.leads_to(case(code))
        flash(gettext("You have left the seat. The next person is asked."))
        return redirect(act.location, 303)
    _, seat = seated(code)
    if shut := waits(review):
        return shut
    page = render_template("reviews/leave.html", review=review, seat=seat, form=form)
    return page, 422 if form.errors else 200


@bp.route("/proposals/<code>/request-changes", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def ask(code: str) -> ResponseReturnValue:
    (review, _), form, by = seated(code), ReasonForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            request_changes(act, review, by=by, reason=form.reason.data)
            act.leads_to(case(code))
        flash(gettext("The proposal is a draft again. Its authors know why."))
        return redirect(act.location, 303)
    if shut := waits(review, why_not_send_back):
        return shut
    page = render_template("reviews/request_changes.html", review=review, form=form)
    return page, 422 if form.errors else 200


@bp.post("/proposals/<code>/seats/<uuid:seat_id>/fill")
@needs(Permission.REGISTER_READ)
def fill(code: str, seat_id: UUID) -> ResponseReturnValue:
    review, form, by = reviewed(code), Form(), current_person()
    seat = seat_of(review, seat_id)
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        filled = fill_seat(act, review, by=by, seat=seat, on=today(), zone=zone())
        act.leads_to(case(code))
    flash(gettext("%(name)s has the seat now.", name=filled.person.name if filled.person else ""))
    return redirect(act.location, 303)
