"""Concerns: raised, answered, settled."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import Act, acting
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.rules import must_own
from impactreview.reviews.forms import AnswerForm, ConcernForm
from impactreview.reviews.models import Concern
from impactreview.reviews.operations import (
    answer_concern,
    contest_concern,
    raise_concern,
    resolve_concern,
    withdraw_concern,
)
from impactreview.reviews.queries import review_view
from impactreview.reviews.views.room import bp, case, concern_of, reviewed, seated, waits
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form


@bp.route("/proposals/<code>/concerns/new", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def new_concern(code: str) -> ResponseReturnValue:
    (review, seat), form, by = seated(code), ConcernForm(), current_person()
    if seat.declared_at is None:
        return redirect(url_for("reviews.declare", code=code))
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            concern = raise_concern(act, review, by=by, text=form.text())
            act.leads_to(url_for("reviews.concern", code=code, serial=concern.serial))
        flash(gettext("The concern is raised. The owner has to answer it."))
        return redirect(act.location, 303)
    if shut := waits(review):
        return shut
    page = render_template("reviews/new_concern.html", review=review, form=form, case=case(code))
    return page, 422 if form.errors else 200


@bp.route("/proposals/<code>/concerns/<int(max=9999):serial>", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def concern(code: str, serial: int) -> ResponseReturnValue:
    review, form, by = reviewed(code), AnswerForm(), current_person()
    found = concern_of(review, serial)
    if request.method == "POST":
        must_own(by, review.proposal)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            answer_concern(act, found, by=by, answer=form.answer.data)
            act.leads_to(url_for("reviews.concern", code=code, serial=serial))
        return redirect(act.location, 303)
    view = review_view(review.proposal, by, at=now(), on=today())
    shown = next(each for each in view.concerns if each.concern.serial == serial) if view else None
    page = render_template(
        "reviews/concern.html",
        review=review,
        shown=shown,
        form=form,
        plain=Form(formdata=None),
        case=case(code),
    )
    return page, 422 if form.errors else 200


@bp.post("/proposals/<code>/concerns/<int(max=9999):serial>/resolve")
@needs(Permission.REGISTER_READ)
def resolve(code: str, serial: int) -> ResponseReturnValue:
    by = current_person()
    return _settled(code, serial, lambda act, found: resolve_concern(act, found, by=by))


@bp.post("/proposals/<code>/concerns/<int(max=9999):serial>/withdraw")
@needs(Permission.REGISTER_READ)
def withdraw(code: str, serial: int) -> ResponseReturnValue:
    by = current_person()
    return _settled(code, serial, lambda act, found: withdraw_concern(act, found, by=by))


@bp.post("/proposals/<code>/concerns/<int(max=9999):serial>/contest")
@needs(Permission.REGISTER_READ)
def contest(code: str, serial: int) -> ResponseReturnValue:
    by, on = current_person(), today()
    return _settled(code, serial, lambda act, found: contest_concern(act, found, by=by, on=on))


def _settled(
    code: str, serial: int, does: Callable[[Act, Concern], Concern]
) -> ResponseReturnValue:
    found, form = concern_of(reviewed(code), serial), Form()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        does(act, found)
        act.leads_to(url_for("reviews.concern", code=code, serial=serial))
    return redirect(act.location, 303)
