"""Interim suspension: a handler asks, an executive answers on a page that shows no reporter."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import Act, acting
from impactreview.escalations import operations
from impactreview.escalations.forms.handling import (
    YES,
    AnswerMeasureForm,
    LiftForm,
    SuspendForm,
)
from impactreview.escalations.models import Measure
from impactreview.escalations.queries import measures as queries
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules.clocks import comment_by
from impactreview.escalations.rules.measures import may_answer
from impactreview.escalations.terms import MeasureKind, MeasureState
from impactreview.escalations.views.room import bp, handled, zone
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.route("/escalations/<code>/suspend", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def suspend(code: str) -> ResponseReturnValue:
    case, form, by = handled(code), SuspendForm(), current_person()
    active = queries.active_in(case)
    kind = MeasureKind.RENEW if active else MeasureKind.SUSPEND
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said, days = form.reason.data, form.days.data
                operations.ask(act, case, by=by, on=today(), kind=kind, reason=said, days=days)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/suspend.html", case=case, form=form, active=active)
    return page, 422 if form.errors else 200


@bp.route("/escalations/<code>/lift", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def lift(code: str) -> ResponseReturnValue:
    case, form, by, kind = handled(code), LiftForm(), current_person(), MeasureKind.LIFT
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                why, told = form.reason.data, form.message.data
                operations.ask(act, case, by=by, on=today(), kind=kind, reason=why, message=told)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/lift.html", case=case, form=form)
    return page, 422 if form.errors else 200


@bp.route("/escalations/measures/<uuid:measure_id>", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def measure(measure_id: UUID) -> ResponseReturnValue:
    shown, form = _measure_of(measure_id), AnswerMeasureForm()
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                _answer(act, shown, form)
                act.leads_to(url_for("escalations.measure", measure_id=measure_id))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    heard = comment_by(shown.asked_at, zone()) if shown.kind is MeasureKind.LIFT else None
    page = render_template(
        "escalations/measure.html",
        measure=shown,
        form=form,
        heard_by=heard,
        me=current_person().id,
        today=today(),
    )
    failed = 422 if shown.state is MeasureState.REQUESTED else 409
    return page, failed if form.errors else 200


def _answer(act: Act, shown: Measure, form: AnswerMeasureForm) -> None:
    by, why = current_person(), form.reason.data
    if form.agrees.data == YES:
        operations.agree(act, shown, by=by, on=today(), reason=why, zone=zone())
    else:
        operations.refuse(act, shown, by=by, on=today(), reason=why)


def _measure_of(measure_id: UUID) -> Measure:
    """The request of an address, for who may answer it or did; else there is no such page."""
    found, by = queries.by_id(measure_id) or abort(404), current_person()
    circle = circle_of(found.escalation, today())
    answered = found.answered_by_id == by.id and by.id not in circle.excluded
    if not answered and not may_answer(by.id, circle, found):
        abort(404)
    return found
