"""The cover of a restricted case: what it says is shown to whoever says that they open it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.people.rules.sign_in import local_path
from impactreview.proposals.models import Proposal
from impactreview.proposals.operations.reading import open_case
from impactreview.proposals.views.room import bp, case_of, known
from impactreview.web.access import needs
from impactreview.web.cases import door
from impactreview.web.forms import Form


@bp.route("/proposals/<code>/cover", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def cover(code: str) -> ResponseReturnValue:
    proposal, form, by = known(code), Form(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            open_case(act, proposal, by=by)
            act.leads_to(_onward(proposal))
        flash(gettext("The case is open to you. It will not ask again."))
        return redirect(act.location, 303)
    if not door().covers(proposal):
        return redirect(_onward(proposal))
    return render_template("proposals/cover.html", proposal=proposal, form=form)


def _onward(proposal: Proposal) -> str:
    """The page of this case that was asked for first; else the case itself."""
    case, asked = case_of(proposal), local_path(request.args.get("to"))
    return asked if asked and asked.startswith(f"{case}/") and ".." not in asked else case
