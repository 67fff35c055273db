"""Signing in and out, and what becomes of a request whose session has ended."""

from contextlib import suppress

from flask import abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from impactreview.audit.acts import acting, tending
from impactreview.kernel.clock import now, unmoved
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people import current
from impactreview.people.forms.sign_in import SignInForm, say
from impactreview.people.operations import account, passwords
from impactreview.people.operations import sign_in as signing
from impactreview.people.rules.sign_in import device_label, local_path
from impactreview.people.views.proof import Proof, hashed, hashing, proof_of
from impactreview.people.views.resend import (
    Kept,
    is_from_our_pages,
    kept_from_request,
    kept_through_sign_in,
    may_ask_by_get,
    resend_page,
    this_path,
)
from impactreview.people.views.room import bp, home
from impactreview.web.access import PUBLIC, public
from impactreview.web.languages import LANGUAGES
from impactreview.web.refusals import forged


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method != "POST":
        form.next.data = local_path(request.args.get("next")) or ""
        if current_user.is_authenticated:
            return redirect(form.next.data or home())
        return _page(form, None, 200)
    if not form.sent():
        return _page(form, kept_through_sign_in(), 422)
    try:
        _begin(form)
    except Refusal as refusal:  # shown on the form, so that what it carries stays on the page
        form.form_errors = [say(refusal)]
        return _page(form, kept_through_sign_in(), refusal.status)
    return _led_on(form)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        with tending() as hands:
            signing.end_session(hands, current.current_device(), at=unmoved())
    current.end()
    return redirect(url_for("people.signed_out"), 303)


@bp.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    return render_template("people/signed_out.html")


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        abort(400)
    session[current.LANGUAGE] = wanted
    if current_user.is_authenticated and current.current_person().language != wanted:
        with acting(by=current.current_person(), at=now()) as act:
            account.choose_language(act, current.current_person(), language=wanted)
    return redirect(local_path(request.form.get("next")) or home(), 303)


@current.login_manager.unauthorized_handler  # type: ignore[untyped-decorator]
def _unauthorized() -> ResponseReturnValue:
    """Ask to sign in; what was about to be sent waits on the page meanwhile."""
    if request.method not in {"GET", "HEAD"}:
        return _ask_again(401)
    here = this_path()
    return redirect(url_for("people.sign_in", next=here if here != home() else None))


@bp.app_errorhandler(CSRFError)
def _without_token(error: CSRFError) -> ResponseReturnValue:
    """A page older than the session it is sent in loses nothing; a forged one gains nothing."""
    if not is_from_our_pages():
        return forged(error)
    if request.endpoint == "people.sign_in":
        return _led_on(SignInForm()) if current_user.is_authenticated else _ask_once_more()
    if _is_public():
        return forged(error)
    if not current_user.is_authenticated:
        return _ask_again(401)
    kept = kept_from_request()
    return (resend_page(kept, signed_in_again=False), 400) if kept else forged(error)


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "access", None) == PUBLIC


def _begin(form: SignInForm) -> None:
    """Begin a session. Raises TooSoon, Crowded, or Unusable with one text for every reason."""
    proof = proof_of(form.email.data, form.password.data)
    token = _session_for(proof) if proof else None
    if proof is None or token is None:
        raise Unusable("This e-mail address and this password do not belong together.")
    _renew(proof, form.password.data)
    current.begin(token)
    refresh()  # the page that follows speaks the person's language


def _session_for(proof: Proof) -> str | None:
    with tending() as hands:
        token = signing.begin_session(
            hands,
            proof.person,
            proven=proof.password_hash,
            device=device_label(request.user_agent.string),
            at=unmoved(),
        )
        if token and current_user.is_authenticated:
            signing.end_session(hands, current.current_device(), at=unmoved())
    return token


def _renew(proof: Proof, password: str) -> None:
    """Keep the password at today's cost; where that fails, it stays as it is."""
    if hashing().outdated(proof.password_hash):
        with suppress(Refusal):
            renewed = hashed(password)
            with acting(by=proof.person, at=now()) as act:
                passwords.rehash(
                    act, proof.person, proven=proof.password_hash, password_hash=renewed
                )


def _led_on(form: SignInForm) -> ResponseReturnValue:
    kept = kept_through_sign_in()
    if kept:
        return resend_page(kept, signed_in_again=True)
    return redirect(local_path(form.next.data) or home(), 303)


def _ask_again(status: int) -> ResponseReturnValue:
    """The sign-in page in place of the answer to a form that came without a session."""
    form = SignInForm(formdata=None)
    kept = kept_from_request()
    if kept is None and is_from_our_pages() and may_ask_by_get():
        form.next.data = local_path(this_path()) or ""
    return _page(form, kept, status)


def _ask_once_more() -> ResponseReturnValue:
    """The sign-in page anew, because its token was older than the session."""
    form = SignInForm()
    form.form_errors = [say(Unusable("This page was too old. Please sign in once more."))]
    return _page(form, kept_through_sign_in(), 400)


def _page(form: SignInForm, kept: Kept | None, status: int) -> ResponseReturnValue:
    return render_template("people/sign_in.html", form=form, kept=kept), status
