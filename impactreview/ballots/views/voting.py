"""The page of a ballot: what is decided, the vote, and leaving it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import ClickForm, ReasonForm, VoteForm
from impactreview.ballots.operations import cast, recuse_elector
from impactreview.ballots.rules.voting import why_not_elector
from impactreview.ballots.terms import Choice
from impactreview.ballots.views.room import (
    bp,
    last_ballot,
    open_ballot_of,
    readable,
    seen,
    voted_on,
)
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unusable
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import now as reading
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import ConcernState, SeatKind
from impactreview.web.access import needs
from impactreview.web.markdown import stored


@bp.route("/proposals/<code>/ballot", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def ballot(code: str) -> ResponseReturnValue:
    form, by = VoteForm(), current_person()
    form.offer()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said, why = Choice(form.choice.data), form.reason.data or ""
                cast(act, voted_on(act, code), by=by, choice=said, reason=why)
                act.leads_to(url_for("ballots.ballot", code=code))
            flash(gettext("Your vote is cast. You can change it until the ballot closes."))
            return redirect(act.location, 303)
        except Unusable as refusal:
            form.tell(refusal)
    proposal = readable(code)
    if form.errors:
        _must_vote(proposal)
    return _page(proposal, form), 422 if form.errors else 200


@bp.route("/proposals/<code>/ballot/recuse", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def leave(code: str) -> ResponseReturnValue:
    proposal, form, by = readable(code), ReasonForm(), current_person()
    shown = open_ballot_of(proposal)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            recuse_elector(act, shown, by=by, reason=form.reason.data)
            act.leads_to(url_for("ballots.ballot", code=code))
        flash(gettext("You have left the ballot. A vote that you had cast does not count."))
        return redirect(act.location, 303)
    _must_vote(proposal)
    page = render_template("ballots/leave.html", proposal=proposal, form=form)
    return page, 422 if form.errors else 200


def _must_vote(proposal: Proposal) -> None:
    """Raise where whoever sent this request has no vote, or has none any more."""
    shown = last_ballot(seen(proposal))
    refusal = why_not_elector(shown.ballot, shown.mine, now())
    if refusal:
        raise refusal


def _page(proposal: Proposal, form: VoteForm) -> str:
    view, review = seen(proposal), review_of(proposal)
    read = reading(review, now()) if review else None
    return render_template(
        "ballots/ballot.html",
        proposal=proposal,
        form=form,
        view=view,
        plain=ClickForm(formdata=None),
        text=stored(proposal.html) if view.current else "",
        spoken=[seat for seat in read.seats if seat.kind is SeatKind.ADVOCATE] if read else [],
        contested=[each for each in read.concerns if each.state is ConcernState.CONTESTED]
        if read
        else [],
    )
