"""The suspension of a policy: what everybody may know of it, and its owner's confirmation."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotYours
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.policies import operations, queries
from impactreview.policies.forms.suspensions import ConfirmSuspensionForm
from impactreview.policies.views.room import bp, policy_of
from impactreview.web.access import needs


@bp.route("/policies/<code>/suspension", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def suspension(code: str) -> ResponseReturnValue:
    policy, form, by = policy_of(code), ConfirmSuspensionForm(), current_person()
    shown = queries.open_suspension(policy) or abort(404)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            operations.confirm_suspension(
                act,
                policy,
                by=by,
                what_stopped=form.what_stopped.data,
                who_was_told=form.who_was_told.data,
            )
            act.leads_to(url_for("policies.suspension", code=code))
        return redirect(act.location)
    if form.errors and policy.owner_id != by.id:
        raise NotYours("Only the owner of the policy confirms what has stopped.")
    page = render_template(
        "policies/suspension.html", policy=policy, suspension=shown, form=form, by=by
    )
    return page, 422 if form.errors else 200
