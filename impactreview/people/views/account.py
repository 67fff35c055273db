"""One's own account: what is known here, and the password."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unusable
from impactreview.people.current import current_device, current_person
from impactreview.people.forms.sign_in import AddressForm, ChangePasswordForm
from impactreview.people.operations import account as operations
from impactreview.people.operations import passwords
from impactreview.people.permissions import Permission
from impactreview.people.queries import sign_in as queries
from impactreview.people.rules.people import as_address
from impactreview.people.views.proof import TooSoon, hashed, proof_of
from impactreview.people.views.room import bp
from impactreview.web.access import needs


@bp.route("/account", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    person = current_person()
    form = ChangePasswordForm(owner=person)
    status = 422 if request.method == "POST" else 200
    try:
        if form.sent():
            _change_password(form)
            flash(gettext("Your password is changed. Every other device is signed out."))
            return redirect(url_for("people.account"), 303)
    except (TooSoon, Unusable) as refusal:
        form.tell(refusal)
        status = refusal.status
    held = queries.roles_held(person)
    return render_template("people/account.html", form=form, person=person, held=held), status


@bp.route("/account/address", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_OWN)
def address() -> ResponseReturnValue:
    form = AddressForm()
    status = 422 if request.method == "POST" else 200
    try:
        if form.sent():
            _change_address(form)
            flash(gettext("Your e-mail address is changed."))
            return redirect(url_for("people.account"), 303)
    except (TooSoon, Unusable) as refusal:
        form.tell(refusal)
        status = refusal.status
    return render_template("people/address.html", form=form, person=current_person()), status


def _change_address(form: AddressForm) -> None:
    proof = proof_of(current_person().email, form.password.data)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        operations.change_address(
            act,
            current_person(),
            email=as_address(form.email.data),
            proven=proof.password_hash if proof else None,
        )
        act.leads_to(url_for("people.account"))


def _change_password(form: ChangePasswordForm) -> None:
    proof = proof_of(current_person().email, form.password.data)
    password_hash = hashed(form.new_password.data)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        passwords.change_password(
            act,
            current_person(),
            proven=proof.password_hash if proof else None,
            password_hash=password_hash,
            keep=current_device(),
        )
        act.leads_to(url_for("people.account"))
