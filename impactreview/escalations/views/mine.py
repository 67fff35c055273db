"""The pages of whoever reported: the receipt, what they reported, the mailbox of each case."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.forms.reporting import ReopenForm, ReplyForm
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.rules.clocks import comment_by
from impactreview.escalations.terms import MeasureKind
from impactreview.escalations.views.room import bp, clocks_of, open_until_of, report_of, zone
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form


@bp.get("/escalations/mine")
@needs(Permission.POLICY_ESCALATE)
def mine() -> ResponseReturnValue:
    reports = [(case, clocks_of(case)) for case in cases.reports_of(current_person())]
    return render_template("escalations/mine.html", reports=reports)


@bp.get("/escalations/mine/<code>/receipt")
@needs(Permission.POLICY_ESCALATE)
def receipt(code: str) -> ResponseReturnValue:
    case = report_of(code)
    return render_template("escalations/receipt.html", case=case, clocks=clocks_of(case))


@bp.get("/escalations/mine/<code>")
@needs(Permission.POLICY_ESCALATE)
def report(code: str) -> ResponseReturnValue:
    return _page(report_of(code), ReplyForm())


@bp.post("/escalations/mine/<code>/reply")
@needs(Permission.POLICY_ESCALATE)
def reply(code: str) -> ResponseReturnValue:
    case, form = report_of(code), ReplyForm()
    if not form.sent():
        return _page(case, form), 422
    with acting(by=case, at=now(), key=form.key.data) as act:
        operations.reply(act, case, on=today(), text=form.text.data)
        act.leads_to(url_for("escalations.report", code=code))
    return redirect(act.location)


@bp.route("/escalations/mine/<code>/reopen", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def report_again(code: str) -> ResponseReturnValue:
    case, form = report_of(code), ReopenForm()
    if form.sent():
        try:
            with acting(by=case, at=now(), key=form.key.data) as act:
                operations.reopen(act, case, by=None, on=today(), why=form.text.data)
                act.leads_to(url_for("escalations.report", code=code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("escalations/report_again.html", case=case, form=form)
    return page, 422 if form.errors else 200


def _page(case: Escalation, form: Form) -> str:
    asked = measures.asked_in(case)
    ends = asked is not None and asked.kind is MeasureKind.LIFT
    circle = circle_of(case, today())
    return render_template(
        "escalations/report.html",
        case=case,
        clocks=clocks_of(case),
        messages=cases.messages(case),
        handlers=[each for each in cases.handlers_of(case) if each.person_id in circle.handlers],
        open_until=open_until_of(case),
        comment_by=comment_by(asked.asked_at, zone()) if asked and ends else None,
        form=form,
        today=today(),
    )
