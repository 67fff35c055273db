"""One-time links: the page behind one, and the page that asks for one."""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting, tending
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow
from impactreview.people import current
from impactreview.people.forms.sign_in import ForgotForm, NewPasswordForm
from impactreview.people.models import Person
from impactreview.people.operations import links
from impactreview.people.operations import sign_in as signing
from impactreview.people.queries import by_email
from impactreview.people.queries import sign_in as queries
from impactreview.people.rules.sign_in import account_hash, token_hash
from impactreview.people.views.proof import hashed
from impactreview.people.views.room import bp, has_mail
from impactreview.web.access import public


@bp.route("/link/<token>", methods=["GET", "POST"])
@public
def link(token: str) -> ResponseReturnValue:
    found = queries.open_link(token_hash(token), now())
    if found is None:
        return _no_link()
    if current.LANGUAGE not in session:
        g.language = found.person.language
    form = NewPasswordForm(owner=found.person)
    if not form.sent():
        status = 422 if request.method == "POST" else 200
        return render_template("people/link.html", form=form, person=found.person), status
    try:
        _use(found.person, token, form)
    except NotNow:
        return _no_link()
    session.setdefault(current.LANGUAGE, found.person.language)
    flash(gettext("Your password is set. Sign in with it now."))
    return redirect(url_for("people.sign_in"), 303)


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    by_mail = has_mail()
    if by_mail and form.sent():
        _send_link(form.email.data)
        return redirect(url_for("people.forgot_sent"), 303)
    status = 422 if form.errors else 200
    return render_template("people/forgot.html", form=form, has_mail=by_mail), status


@bp.get("/forgot/sent")
@public
def forgot_sent() -> ResponseReturnValue:
    return render_template("people/forgot_sent.html")


def _use(person: Person, token: str, form: NewPasswordForm) -> None:
    password_hash = hashed(form.new_password.data)
    with acting(by=person, at=now(), key=form.key.data) as act:
        links.use_link(act, person, token=token, password_hash=password_hash)
        act.leads_to(url_for("people.sign_in"))


def _send_link(email: str) -> None:
    """Send a link, where there is somebody to send it to; the answer does not depend on it."""
    with tending() as hands:
        due = signing.count_letter(hands, account_hash(email, "letter:"), at=now())
    person = by_email(email)
    if due and person is not None and person.deactivated_at is None:
        with acting(by=person, at=now()) as act:
            links.send_link(act, person)


def _no_link() -> ResponseReturnValue:
    return render_template("people/link.html", form=None), 404
