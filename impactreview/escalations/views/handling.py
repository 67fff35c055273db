"""The handlers' pages: the list with its clocks, a case, the first steps, the mailbox."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.forms.handling import YES, ClickForm, MessageForm, TriageForm
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.rules.circle import Circle, may_handle, may_second_closing
from impactreview.escalations.rules.findings import tally
from impactreview.escalations.rules.measures import possible
from impactreview.escalations.terms import Finding, Severity
from impactreview.escalations.views.room import bp, case_of, clocks_of, handled, open_until_of
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.policies.queries import open_suspension
from impactreview.policies.terms import State as PolicyState
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.get("/escalations")
@needs(Permission.POLICY_ESCALATE)
def index() -> ResponseReturnValue:
    seen = cases.cases_of(current_person(), today())
    rows = [(each, clocks_of(each.case)) for each in seen]
    return render_template("escalations/index.html", rows=rows, today=today())


@bp.get("/escalations/<code>")
@needs(Permission.POLICY_ESCALATE)
def case(code: str) -> ResponseReturnValue:
    shown, circle = case_of(code)
    handles = may_handle(current_person().id, circle)
    more = _for_handlers(shown, circle) if handles else {}
    return render_template(
        "escalations/case.html",
        case=shown,
        circle=circle,
        handles=handles,
        clocks=clocks_of(shown),
        suspension=open_suspension(shown.policy),
        votes=cases.votes(shown),
        me=current_person().id,
        may_close=may_second_closing(current_person().id, circle, shown.closing_by_id),
        open_until=open_until_of(shown),
        form=ClickForm(),
        today=today(),
        **more,
    )


def _for_handlers(shown: Escalation, circle: Circle) -> dict[str, Any]:
    """What handlers see beyond the content: the mailbox, the measures, the name if it was given."""
    asked, active = measures.asked_in(shown), measures.standing_in(shown)
    harm, gone = measures.harm_stands(shown), shown.policy.state is PolicyState.WITHDRAWN
    return {
        "kept": active is not None and harm and not gone,
        "to_end": active is not None and shown.finding is Finding.NOT_UPHELD and not gone,
        "reporter": cases.named_reporter(shown),
        "messages": cases.messages(shown),
        "handlers": [h for h in cases.handlers_of(shown) if h.person_id in circle.handlers],
        "measures": measures.of_case(shown),
        "possible": possible(
            shown.state,
            asked=asked,
            active=active,
            harm=harm,
            gone=gone,
        ),
        "tally": tally(circle.panel, cases.findings(shown)),
    }


@bp.post("/escalations/<code>/acknowledge")
@needs(Permission.POLICY_ESCALATE)
def acknowledge(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        operations.acknowledge(act, shown, by=by, on=today())
        act.leads_to(url_for("escalations.case", code=code))
    return redirect(act.location)


@bp.route("/escalations/<code>/triage", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def triage(code: str) -> ResponseReturnValue:
    shown, form = handled(code), TriageForm()
    if form.sent():
        try:
            return redirect(_triaged(shown, form))
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/triage.html", case=shown, form=form)
    return page, 422 if form.errors else 200


def _triaged(shown: Escalation, form: TriageForm) -> str:
    """Triage the case; where it is to be suspended, the next page asks for it."""
    by, suspend = current_person(), form.suspend.data == YES
    code, place = shown.code, "escalations.suspend" if suspend else "escalations.case"
    with acting(by=by, at=now(), key=form.key.data) as act:
        operations.triage(
            act,
            shown,
            by=by,
            on=today(),
            severity=Severity(form.severity.data),
            assessment=form.assessment.data,
            suspend=suspend,
            suspend_reason=form.suspend_reason.data,
        )
        act.leads_to(url_for(place, code=code))
    return act.location


@bp.route("/escalations/<code>/write", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def write(code: str) -> ResponseReturnValue:
    shown, form, by = handled(code), MessageForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said, due = form.text.data, bool(form.is_feedback.data)
                operations.write(act, shown, by=by, on=today(), text=said, is_feedback=due)
                act.leads_to(url_for("escalations.case", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/write.html", case=shown, form=form, clocks=clocks_of(shown))
    return page, 422 if form.errors else 200
