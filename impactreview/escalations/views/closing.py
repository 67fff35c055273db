"""The answer to the reporter, the closing by two, opening again; what the owner is asked to do."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.forms.handling import AnswerForm, ClickForm, CloseForm
from impactreview.escalations.forms.reporting import ReopenForm
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.views.room import bp, case_of, handled, policy_of, zone
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.route("/escalations/<code>/answer", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def answer(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), AnswerForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                operations.answer(act, shown, form.answer(), by=by, on=today())
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    active = measures.standing_in(shown)
    page = render_template("escalations/answer.html", case=shown, form=form, active=active)
    return page, 422 if form.errors else 200


@bp.route("/escalations/<code>/close", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def propose_closing(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), CloseForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said = form.summary.data or ""
                operations.propose_closing(act, shown, by=by, on=today(), summary=said)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    active = measures.active_in(shown)
    page = render_template("escalations/propose_closing.html", case=shown, form=form, active=active)
    return page, 422 if form.errors else 200


@bp.post("/escalations/<code>/close/confirm")
@needs(Permission.POLICY_ESCALATE)
def close(code: str) -> ResponseReturnValue:
    (shown, _), form, by = case_of(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        operations.close(act, shown, by=by, on=today(), zone=zone())
        act.leads_to(url_for("escalations.case", code=code))
    return redirect(act.location)


@bp.route("/escalations/<code>/reopen", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def reopen(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), ReopenForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                operations.reopen(act, shown, by=by, on=today(), why=form.text.data)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/reopen.html", case=shown, form=form)
    return page, 422 if form.errors else 200


@bp.get("/policies/<code>/remedy")
@needs(Permission.REGISTER_READ)
def remedy(code: str) -> ResponseReturnValue:
    """What the owner of a policy is asked to change; for nobody else is there such a page."""
    policy, by = policy_of(code), current_person()
    asked = [case for case in cases.remedies_of(by) if case.policy_id == policy.id]
    if not asked:
        abort(404)
    return render_template("escalations/remedy.html", policy=policy, asked=asked)
