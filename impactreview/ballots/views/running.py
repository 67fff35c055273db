"""What chair and clerk do with a ballot: open it, call it off, close it early."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import ClickForm, ReasonForm
from impactreview.ballots.models import Ballot
from impactreview.ballots.operations import close_ballot, open_ballot
from impactreview.ballots.operations import void as call_off
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries.view import BallotView
from impactreview.ballots.rules.voting import why_not_void
from impactreview.ballots.views.room import (
    bp,
    last_ballot,
    open_ballot_of,
    readable,
    reviewed,
    seen,
    zone,
)
from impactreview.governance.models import Board
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.web.access import needs


@bp.route("/proposals/<code>/ballot/open", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def begin(code: str) -> ResponseReturnValue:
    review, form, by = reviewed(code), ClickForm(), current_person()
    view = seen(review.proposal)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            open_ballot(act, review, by=by, board=_deciding(view), zone=zone())
            act.leads_to(url_for("ballots.ballot", code=code))
        flash(gettext("The ballot is open. Everybody who may vote has been told."))
        return redirect(act.location, 303)
    board = _deciding(view)
    if not view.may_open:
        raise NotYours(
            "Only chair and clerk of %(board)s may do this: it decides about this case.",
            board=board.name,
        )
    plan = Plan.from_json(review.plan)
    return render_template(
        "ballots/begin.html", proposal=review.proposal, view=view, plan=plan, form=form
    )


@bp.route("/proposals/<code>/ballot/void", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def void(code: str) -> ResponseReturnValue:
    proposal, form, by = readable(code), ReasonForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            call_off(act, _running(proposal), by=by, reason=form.reason.data)
            act.leads_to(url_for("ballots.ballot", code=code))
        flash(gettext("The ballot is called off. No vote counts."))
        return redirect(act.location, 303)
    ballot, shown = open_ballot_of(proposal), last_ballot(seen(proposal))
    refusal = why_not_void(ballot, now(), before=queries.was_called_off(proposal))
    if refusal or not shown.presides:
        raise refusal or NotYours("Only the chair or the clerk of the deciding board may do this.")
    page = render_template("ballots/void.html", proposal=proposal, form=form, shown=shown)
    return page, 422 if form.errors else 200


@bp.post("/proposals/<code>/ballot/close")
@needs(Permission.REGISTER_READ)
def close(code: str) -> ResponseReturnValue:
    proposal, form, by = readable(code), ClickForm(), current_person()
    if not form.sent():
        abort(400)
    with acting(by=by, at=now(), key=form.key.data) as act:
        close_ballot(act, _running(proposal), by=by)
        act.leads_to(url_for("ballots.ballot", code=code))
    flash(gettext("The ballot is counted."))
    return redirect(act.location, 303)


def _deciding(view: BallotView) -> Board:
    """The board that can vote now. Raises NotNow: a second click is told from a first one so."""
    if view.opens is None:
        raise NotNow("A ballot can not be opened now.")
    return view.opens


def _running(proposal: Proposal) -> Ballot:
    """The ballot that is open. Raises NotNow where it is over, or never was."""
    ballot = queries.open_ballot_of(proposal)
    if ballot is None:
        raise NotNow("This ballot is over.")
    return ballot
