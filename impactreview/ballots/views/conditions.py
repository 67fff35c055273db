"""Pages of conditions: set, handed over, said to be met, verified by somebody else."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import Act, acting
from impactreview.ballots import operations
from impactreview.ballots.forms import MET, ClaimForm, ConditionForm, JudgeForm, OwnerForm
from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.queries.view import ConditionShown
from impactreview.ballots.views.room import bp, condition_of, decided, named, seen
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices
from impactreview.web.access import needs
from impactreview.web.days import today

_ONE = "/proposals/<code>/decision/conditions/<int(max=9999):serial>"


@bp.route("/proposals/<code>/decision/conditions/new", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def condition(code: str) -> ResponseReturnValue:
    found, form = decided(code), ConditionForm()
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                _set(act, found, form)
                act.leads_to(url_for("ballots.decision", code=code))
            return redirect(act.location, 303)
        except (Unusable, NotNow) as refusal:
            form.tell(refusal)
    view = seen(found.proposal)
    if view.decision is None or not view.decision.may_set:
        raise NotYours("Only the chair or the clerk of the deciding board may do this.")
    people = choices.active_people()
    page = render_template(
        "ballots/condition.html", proposal=found.proposal, form=form, people=people
    )
    return page, 422 if form.errors else 200


@bp.route(f"{_ONE}/owner", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def hand_over(code: str, serial: int) -> ResponseReturnValue:
    shown, form, by = _shown(code, serial), OwnerForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                to = named(form.owner.data, "owner")
                operations.hand_over(act, shown.condition, by=by, to=to)
                act.leads_to(url_for("ballots.decision", code=code))
            return redirect(act.location, 303)
        except (Unusable, NotNow) as refusal:
            form.tell(refusal)
    if not shown.may_hand_over:
        raise NotYours("Only the chair or the clerk of the deciding board may do this.")
    people = choices.active_people()
    page = render_template("ballots/hand_over.html", shown=shown, form=form, people=people)
    return page, 422 if form.errors else 200


@bp.route(f"{_ONE}/claim", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def claim(code: str, serial: int) -> ResponseReturnValue:
    shown, form, by = _shown(code, serial), ClaimForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            operations.claim(act, shown.condition, by=by, proof=form.proof.data)
            act.leads_to(url_for("ballots.decision", code=code))
        flash(gettext("Said to be met. Somebody else has to verify it."))
        return redirect(act.location, 303)
    if not shown.may_claim:
        raise NotYours("Only its owner says that a condition is met.")
    page = render_template("ballots/claim.html", shown=shown, form=form)
    return page, 422 if form.errors else 200


@bp.route(f"{_ONE}/verify", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def judge(code: str, serial: int) -> ResponseReturnValue:
    shown, form, by = _shown(code, serial), JudgeForm(), current_person()
    form.offer()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                _judge(act, shown.condition, form)
                act.leads_to(url_for("ballots.decision", code=code))
            return redirect(act.location, 303)
        except Unusable as refusal:
            form.tell(refusal)
    if not shown.may_judge:
        raise NotYours("The chair, the clerk or the customer advocate verify a condition.")
    page = render_template("ballots/judge.html", shown=shown, form=form)
    return page, 422 if form.errors else 200


def _set(act: Act, decision: Decision, form: ConditionForm) -> None:
    operations.set_condition(
        act,
        decision,
        by=current_person(),
        text=form.text.data,
        owner=named(form.owner.data, "owner"),
        due_on=form.due_on.data or today(),
        before_start=bool(form.before_start.data),
        on=today(),
    )


def _judge(act: Act, condition: Condition, form: JudgeForm) -> None:
    by = current_person()
    if form.finding.data == MET:
        operations.verify(act, condition, by=by)
    else:
        operations.refuse(act, condition, by=by, reason=form.reason.data or "")


def _shown(code: str, serial: int) -> ConditionShown:
    """The condition of this number and what whoever sent this request may do with it."""
    decision = decided(code)
    found, view = condition_of(decision, serial), seen(decision.proposal)
    every = view.decision.conditions if view.decision else ()
    mine = [each for each in every if each.condition.id == found.id]
    return mine[0] if mine else abort(404)
