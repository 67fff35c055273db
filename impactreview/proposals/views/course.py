"""Taking a proposal back before it was ever submitted; later, the rooms above do it."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.forms import WithdrawForm
from impactreview.proposals.operations.course import withdraw_draft
from impactreview.proposals.rules import must_own
from impactreview.proposals.rules.access import must_be_unsubmitted
from impactreview.proposals.views.room import bp, case_of, readable
from impactreview.web.access import needs


@bp.route("/proposals/<code>/withdraw", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def withdraw(code: str) -> ResponseReturnValue:
    proposal, form, by = readable(code), WithdrawForm(), current_person()
    must_own(by, proposal)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            withdraw_draft(act, proposal, by=by, why=form.why.data)
            act.leads_to(case_of(proposal))
        flash(gettext("The proposal is withdrawn. It stays readable, with the reason."))
        return redirect(act.location, 303)
    must_be_unsubmitted(proposal)
    page = render_template(
        "proposals/withdraw.html", proposal=proposal, form=form, case=case_of(proposal)
    )
    return page, 422 if form.errors else 200
