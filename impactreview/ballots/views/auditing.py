"""The pages on which claims that no customer is touched are looked into."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import RIGHT, AuditForm
from impactreview.ballots.operations import audit_claim
from impactreview.ballots.queries import auditing as queries
from impactreview.ballots.rules.auditing import why_not_audit
from impactreview.ballots.views.room import bp, decided
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.reviews.queries.circle import advocates, circle
from impactreview.reviews.rules.conflicts import excluded
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.get("/claims")
@needs(Permission.REGISTER_READ)
def claims() -> ResponseReturnValue:
    claims, figures = queries.drawn(today()), queries.figures()
    return render_template("ballots/claims.html", claims=claims, figures=figures)


@bp.route("/proposals/<code>/decision/audit", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def audit(code: str) -> ResponseReturnValue:
    found, by = decided(code), current_person()
    form = AuditForm()
    form.offer(found.audit)
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                right, why = form.finding.data == RIGHT, form.reason.data
                audit_claim(act, found, by=by, right=right, reason=why)
                act.leads_to(url_for("ballots.decision", code=code))
            flash(gettext("What you found is kept, and everybody can read it."))
            return redirect(act.location, 303)
        except NotNow as refusal:
            form.tell(refusal)
    out = excluded(circle(found.proposal))
    too_late = why_not_audit(found, by.id, advocates=advocates(), out=out)
    if too_late:
        raise too_late
    page = render_template("ballots/audit.html", decision=found, form=form)
    return page, 422 if form.errors else 200
