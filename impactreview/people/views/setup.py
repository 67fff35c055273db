"""The first run: as long as nobody is here, every page leads to this one."""

from secrets import compare_digest

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, refresh
from flask_login import current_user

from impactreview.audit.acts import System, acting, tending
from impactreview.kernel.clock import now, unmoved
from impactreview.people import current
from impactreview.people.forms.sign_in import FirstRunForm
from impactreview.people.models import Person
from impactreview.people.operations import setup
from impactreview.people.operations import sign_in as signing
from impactreview.people.operations.people import Details
from impactreview.people.queries.sign_in import is_empty
from impactreview.people.rules.passwords import Hashed
from impactreview.people.rules.people import as_address
from impactreview.people.rules.sign_in import device_label
from impactreview.people.views.proof import hashed
from impactreview.people.views.room import bp, has_mail, home, link_of
from impactreview.web.access import public

_OPEN = ("people.first_run", "people.language")
_ONCE = "first-run"


@bp.before_app_request
def _lead_to_first_run() -> ResponseReturnValue | None:
    """Lead everybody to the first run while there is nobody. Whoever is signed in is somebody."""
    endpoint = request.endpoint or ""
    if endpoint in _OPEN or endpoint.endswith("static"):
        return None
    if current_user.is_authenticated or not is_empty():
        return None
    return redirect(url_for("people.first_run"))


@bp.route("/first-run", methods=["GET", "POST"])
@public
def first_run() -> ResponseReturnValue:
    if not is_empty():
        abort(404)
    code = str(current_app.config.get("SETUP_CODE") or "")
    if not code:
        return render_template("people/first_run.html", form=None), 403
    spoken = str(get_locale() or "en")
    form = FirstRunForm(language=spoken, second_language=spoken)
    if not form.sent() or not _knows(code, form):
        status = 422 if form.errors else 200
        return render_template("people/first_run.html", form=form), status
    token = _set_up(form, hashed(form.new_password.data))
    refresh()
    second = form.second_name.data
    return render_template("people/first_run_done.html", address=link_of(token), second=second)


def _knows(code: str, form: FirstRunForm) -> bool:
    if compare_digest(code.encode(), form.code.data.encode()):
        return True
    form.code.errors = [gettext("This is not the set-up code that the server has printed.")]
    return False


def _set_up(form: FirstRunForm, password_hash: Hashed) -> str:
    """Do it once, whoever else tries at the same time, and sign the first of the two in."""
    with acting(by=System(), at=now(), key=_ONCE) as act:
        founder, token = setup.set_up(
            act,
            first=_details(form.name.data, form.email.data, form.language.data),
            second=_details(
                form.second_name.data, form.second_email.data, form.second_language.data
            ),
            password_hash=password_hash,
            by_mail=has_mail(),
        )
        act.leads_to(home())
    _sign_in(founder, password_hash)
    return token


def _details(name: str, email: str, language: str) -> Details:
    return Details(name=name, email=as_address(email), language=language, unit=None, manager=None)


def _sign_in(founder: Person, password_hash: Hashed) -> None:
    with tending() as hands:
        token = signing.begin_session(
            hands,
            founder,
            proven=password_hash,
            device=device_label(request.user_agent.string),
            at=unmoved(),
        )
    if token is not None:
        current.begin(token)
