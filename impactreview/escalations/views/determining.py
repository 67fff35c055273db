"""Putting a case before those who determine it, their votes, and the close of the vote."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.forms.handling import ClickForm, VoteForm
from impactreview.escalations.queries import cases
from impactreview.escalations.rules.circle import must_judge
from impactreview.escalations.terms import Finding
from impactreview.escalations.views.room import bp, case_of, handled
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.post("/escalations/<code>/submit")
@needs(Permission.POLICY_ESCALATE)
def submit(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        operations.submit(act, shown, by=by, on=today())
        act.leads_to(url_for("escalations.case", code=code))
    return redirect(act.location)


@bp.route("/escalations/<code>/vote", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def vote(code: str) -> ResponseReturnValue:
    (shown, circle), form, by = case_of(code), VoteForm(), current_person()
    must_judge(by.id, circle)
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                finding, why = Finding(form.finding.data), form.reasons.data
                operations.vote(act, shown, by=by, on=today(), finding=finding, reasons=why)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    last = cases.votes(shown).get(by.id)
    page = render_template("escalations/vote.html", case=shown, form=form, last=last)
    return page, 422 if form.errors else 200


@bp.post("/escalations/<code>/determine")
@needs(Permission.POLICY_ESCALATE)
def determine(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        operations.determine(act, shown, by=by, on=today())
        act.leads_to(url_for("escalations.case", code=code))
    return redirect(act.location)
