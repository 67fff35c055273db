"""The page on which an administrator gives a proposal whose owner has left to somebody else."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import NewOwnerForm
from impactreview.ballots.operations import name_owner as give
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.succession import why_not_replace
from impactreview.ballots.views.room import bp, named
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow, Unusable
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code, held
from impactreview.web.access import needs
from impactreview.web.cases import door
from impactreview.web.days import today


@bp.route("/proposals/<code>/owner", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def name_owner(code: str) -> ResponseReturnValue:
    form, by = NewOwnerForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                proposal = _left(held(act, code))
                owner = named(form.owner.data, "owner")
                give(act, proposal, by=by, owner=owner, why=form.reason.data, on=today())
                act.leads_to(url_for("dashboard.home"))
            flash(gettext("%(name)s owns %(code)s now.", name=owner.name, code=code))
            return redirect(act.location, 303)
        except (Unusable, NotNow) as refusal:
            form.tell(refusal)
    proposal, people = _left(by_code(code)), choices.active_people()
    page = render_template("ballots/name_owner.html", proposal=proposal, form=form, people=people)
    return page, 422 if form.errors else 200


def _left(found: Proposal | None) -> Proposal:
    """The proposal of somebody who has left: an administrator may know that it is there.

    Of any other one they are told what keeps it from having another owner, if they may know of it.
    """
    proposal = found or abort(404)
    decision, ballot = queries.decision_of(proposal), queries.open_ballot_of(proposal)
    refusal = why_not_replace(proposal, decision, voted_on=ballot is not None)
    if refusal:
        door().know(proposal)
        raise refusal
    return proposal
