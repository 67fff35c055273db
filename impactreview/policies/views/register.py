"""Writing a policy into the book, correcting its record, and seeing how Markdown will look."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person, may
from impactreview.people.models import Person
from impactreview.people.permissions import Permission
from impactreview.people.queries import by_email, choices
from impactreview.policies.forms.policies import (
    CorrectionForm,
    OwnerForm,
    PreviewForm,
    RegistrationForm,
)
from impactreview.policies.operations import register as operations
from impactreview.policies.queries import book
from impactreview.policies.rules.register import (
    review_by_default,
    why_not_hand_over,
    why_not_touch,
)
from impactreview.policies.views.room import bp, policy_of
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.markdown import safe_html


@bp.route("/policies/register", methods=["GET", "POST"])
@needs(Permission.POLICY_REGISTER)
def register() -> ResponseReturnValue:
    form, by = RegistrationForm(review_by=review_by_default(today())), current_person()
    form.offer(choices.units())
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                unit = choices.unit_of(form.unit.data) if form.unit.data else None
                registration = form.registration(owner=_owner(form), unit=unit)
                policy = operations.register(act, registration, by=by, on=today())
                act.leads_to(url_for("dashboard.policy", code=policy.code))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("policies/register.html", form=form, people=choices.active_people())
    return page, 422 if form.errors else 200


@bp.route("/policies/<code>/correct", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def correct(code: str) -> ResponseReturnValue:
    policy, form, by = policy_of(code), CorrectionForm(), current_person()
    registers = may(Permission.POLICY_REGISTER)
    _must(why_not_touch(policy, by.id, registers=registers))
    form.begin(book.newest_version(policy))
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                correction, on = form.correction(), today()
                operations.correct(act, policy, correction, by=by, registers=registers, on=on)
                act.leads_to(url_for("dashboard.policy", code=code))
            flash(gettext("The record has been corrected."))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    page = render_template("policies/correct.html", form=form, policy=policy)
    return page, 422 if form.errors else 200


@bp.route("/policies/<code>/owner", methods=["GET", "POST"])
@needs(Permission.POLICY_REGISTER)
def hand_over(code: str) -> ResponseReturnValue:
    policy, form, by = policy_of(code), OwnerForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                owner, why = _owner(form), form.reason.data
                operations.hand_over(act, policy, owner=owner, by=by, reason=why)
                act.leads_to(url_for("dashboard.policy", code=code))
            flash(gettext("%(name)s owns this policy now.", name=policy.owner.name))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    _must(why_not_hand_over(policy))
    page = render_template(
        "policies/owner.html", form=form, policy=policy, people=choices.active_people()
    )
    return page, 422 if form.errors else 200


@bp.post("/markdown/preview")
@needs(Permission.ACCOUNT_OWN)
def preview() -> ResponseReturnValue:
    form = PreviewForm()
    if not form.sent():
        abort(422)
    return safe_html(form.text.data or "")


def _owner(form: RegistrationForm | OwnerForm) -> Person:
    owner = by_email(form.owner.data)
    if owner is None:
        raise Unusable("Nobody has the address %(email)s.", place="owner", email=form.owner.data)
    return owner


def _must(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal
