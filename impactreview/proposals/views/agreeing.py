"""The page on which somebody who was named as co-author or sponsor says yes or no."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.queries import places_of
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.forms import YES, AnswerForm
from impactreview.proposals.models import Proposal
from impactreview.proposals.operations import agree, decline, leave
from impactreview.proposals.queries import by_code, held
from impactreview.proposals.rules import asked_of
from impactreview.proposals.rules.agreeing import held_by
from impactreview.proposals.views.room import bp, case_of
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form


@bp.route("/proposals/<code>/invitation", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def invitation(code: str) -> ResponseReturnValue:
    form, by = AnswerForm(), current_person()
    if not form.sent():
        return _page(by_code(code), form), 422 if form.errors else 200
    takes_part = form.answer.data == YES
    with acting(by=by, at=now(), key=form.key.data) as act:
        proposal = _mine(held(act, code))
        no = decline if asked_of(by, proposal) else leave
        (agree if takes_part else no)(act, proposal, by=by)
        act.leads_to(case_of(proposal) if takes_part else url_for("dashboard.home"))
    flash(_thanks(proposal, takes_part=takes_part))
    return redirect(act.location, 303)


def _mine(proposal: Proposal | None) -> Proposal:
    """The proposal, for whoever is asked in it or has agreed; for all others there is no page."""
    by = current_person()
    if proposal is None or not (asked_of(by, proposal) or held_by(by, proposal)):
        abort(404)
    return proposal


def _page(found: Proposal | None, form: Form) -> str:
    proposal, person = _mine(found), current_person()
    return render_template(
        "proposals/invitation.html",
        proposal=proposal,
        ties=asked_of(person, proposal) or held_by(person, proposal),
        asked=bool(asked_of(person, proposal)),
        places=places_of(person, today()),
        form=form,
        case=case_of(proposal),
    )


def _thanks(proposal: Proposal, *, takes_part: bool) -> str:
    if takes_part:
        return str(gettext("You take part in %(code)s.", code=proposal.code))
    return str(gettext("Your name is off %(code)s. Its owner is told.", code=proposal.code))
