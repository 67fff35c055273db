"""The page of a determination: its reasons, and how it comes into force."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import ClickForm, ReasonsForm
from impactreview.ballots.operations import decide_without_ballot, give_reasons
from impactreview.ballots.operations import enact as put_into_force
from impactreview.ballots.views.room import bp, case, decided, reviewed, seen, zone
from impactreview.governance.rules.calendar import add_months
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotYours, Unusable
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.post("/proposals/<code>/decision/confirm")
@needs(Permission.REGISTER_READ)
def confirm(code: str) -> ResponseReturnValue:
    review, form, by = reviewed(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        decide_without_ballot(act, review, by=by, zone=zone())
        act.leads_to(url_for("ballots.decision", code=code))
    flash(gettext("The claim is confirmed: the owner can put it into force."))
    return redirect(act.location, 303)


@bp.get("/proposals/<code>/decision")
@needs(Permission.REGISTER_READ)
def decision(code: str) -> ResponseReturnValue:
    proposal = decided(code).proposal
    return render_template("ballots/decision.html", proposal=proposal, view=seen(proposal))


@bp.route("/proposals/<code>/decision/reasons", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def reasons(code: str) -> ResponseReturnValue:
    found, by = decided(code), current_person()
    form = ReasonsForm(obj=found)
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said, minority = form.reasons.data, form.minority.data or ""
                give_reasons(act, found, by=by, reasons=said, minority=minority)
                act.leads_to(url_for("ballots.decision", code=code))
            return redirect(act.location, 303)
        except Unusable as refusal:
            form.tell(refusal)
    view = seen(found.proposal)
    if view.decision is None or not view.decision.may_reason:
        raise NotYours("Only the chair or the clerk of the deciding board may do this.")
    page = render_template("ballots/reasons.html", proposal=found.proposal, view=view, form=form)
    return page, 422 if form.errors else 200


@bp.route("/proposals/<code>/decision/enact", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def enact(code: str) -> ResponseReturnValue:
    found, form, by = decided(code), ClickForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            policy = put_into_force(act, found, by=by, on=today())
            act.leads_to(url_for("dashboard.policy", code=policy.code))
        flash(gettext("The decision is in force as policy %(code)s.", code=policy.code))
        return redirect(act.location, 303)
    view = seen(found.proposal)
    if view.decision is None or not view.decision.owns:
        raise NotYours("Only the owner of a proposal may do this.")
    if not view.decision.may_enact:
        return redirect(url_for("ballots.decision", code=code))
    months = found.review_months
    return render_template(
        "ballots/enact.html",
        proposal=found.proposal,
        form=form,
        on=today(),
        review_by=add_months(today(), months) if months else None,
        case=case(code),
    )
