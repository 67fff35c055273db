"""Letting in everybody who can not come in yet: by letter, or by links that are handed over."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.models import Person
from impactreview.people.operations import links
from impactreview.people.permissions import Permission
from impactreview.people.queries import sign_in
from impactreview.people.views.room import bp, has_mail, link_of
from impactreview.web.access import needs
from impactreview.web.forms import Form


@bp.route("/people/invitations", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def invitations() -> ResponseReturnValue:
    form, by_mail = Form(), has_mail()
    if not form.sent():
        return _page(by_mail=by_mail)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        invited = links.invite_all(act, by_mail=by_mail)
        act.leads_to(url_for("people.invitations"))
    if not by_mail:
        return _page(invited, by_mail=by_mail)
    flash(
        ngettext(
            "%(num)s person is invited by letter.",
            "%(num)s people are invited by letter.",
            len(invited),
        )
    )
    return redirect(act.location, 303)


def _page(invited: Sequence[tuple[Person, str]] = (), *, by_mail: bool) -> str:
    """Who is not invited yet; or the links of those who were invited just now."""
    at = now()
    return render_template(
        "people/invitations.html",
        form=Form(formdata=None),
        by_mail=by_mail,
        waiting=() if invited else sign_in.uninvited(at),
        invited=sign_in.number_invited(at),
        links=[(person, link_of(token)) for person, token in invited],
    )
