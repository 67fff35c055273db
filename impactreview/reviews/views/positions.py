"""What the holder of a seat does: declares, reads, takes a position, calls a case in."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import Act, acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unfinished, Unusable
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.reviews.forms import DeclareForm, PositionForm
from impactreview.reviews.models import Review
from impactreview.reviews.operations import call_in, declare_no_conflict, give_position
from impactreview.reviews.queries import review_view
from impactreview.reviews.queries.reviews import Heard
from impactreview.reviews.rules.positions import why_not_send_back
from impactreview.reviews.terms import Stand
from impactreview.reviews.views.room import bp, case, held, reviewed, seated, told, waits, zone
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form
from impactreview.web.markdown import stored


@bp.route("/proposals/<code>/position", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def position(code: str) -> ResponseReturnValue:
    form, by = PositionForm(), current_person()
    form.offer()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                _give(act, *held(act, code), form)
                act.leads_to(case(code))
            flash(gettext("Your position is kept. You can change it until the review is over."))
            return redirect(act.location, 303)
        except (Unusable, Unfinished) as refusal:
            told(form, refusal)
    review, seat = seated(code)
    if shut := waits(review):
        return shut
    if seat.declared_at is None:
        return redirect(url_for("reviews.declare", code=code))
    form.offer(seat.kind)
    return _page(review, form), 422 if form.errors else 200


@bp.route("/proposals/<code>/position/declare", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def declare(code: str) -> ResponseReturnValue:
    (review, seat), form = seated(code), DeclareForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            declare_no_conflict(act, review, by=current_person())
            act.leads_to(url_for("reviews.position", code=code))
        return redirect(act.location, 303)
    if shut := waits(review):
        return shut
    if seat.declared_at is not None:
        return redirect(url_for("reviews.position", code=code))
    page = render_template("reviews/declare.html", review=review, seat=seat, form=form)
    return page, 422 if form.errors else 200


@bp.post("/proposals/<code>/position/call-in")
@needs(Permission.REGISTER_READ)
def call(code: str) -> ResponseReturnValue:
    review, form = reviewed(code), Form()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        call_in(act, review, by=current_person(), zone=zone())
        act.leads_to(url_for("reviews.position", code=code))
    flash(gettext("The case waits for you now."))
    return redirect(act.location, 303)


def _give(act: Act, review: Review, said: Heard, form: PositionForm) -> None:
    give_position(
        act,
        review,
        said=said,
        by=current_person(),
        number=form.version(),
        stand=Stand(form.stand.data),
        reason=form.reason.data or "",
        conditions=form.conditions.data or "",
        concern=form.concern(),
    )


def _page(review: Review, form: PositionForm) -> str:
    view = review_view(review.proposal, current_person(), at=now(), on=today())
    if not form.number.data:
        form.number.data = str(review.number)
    return render_template(
        "reviews/position.html",
        review=review,
        view=view,
        form=form,
        plain=Form(formdata=None),
        may_send_back=why_not_send_back(review) is None,
        text=stored(review.proposal.html),
        case=case(review.proposal.code),
    )
