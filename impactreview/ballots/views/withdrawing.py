"""The page on which a policy is withdrawn: by its owner, or for the board that decides about it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import WithdrawForm
from impactreview.ballots.queries.deciding_body import chairs_for
from impactreview.ballots.views.room import bp
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.policies.operations import withdraw
from impactreview.policies.queries import by_code
from impactreview.policies.rules.register import is_code
from impactreview.policies.rules.withdrawing import why_not_withdraw
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.route("/policies/<code>/withdraw", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def withdraw_policy(code: str) -> ResponseReturnValue:
    policy = (by_code(code) if is_code(code) else None) or abort(404)
    form, by, chairs = WithdrawForm(), current_person(), chairs_for(policy, today())
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            why = form.reason.data
            withdraw(act, policy, by=by, reason=why, on=today(), deciding=chairs)
            act.leads_to(url_for("dashboard.policy", code=code))
        flash(gettext("The policy is withdrawn. Its text and the reason stay in the book."))
        return redirect(act.location, 303)
    refusal = why_not_withdraw(policy, by.id, chairs)
    if refusal:
        raise refusal
    page = render_template("ballots/withdraw_policy.html", policy=policy, form=form)
    return page, 422 if form.errors else 200
