"""The page on which the top is asked to set the customer chamber's no aside."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.ballots.forms import motion_form
from impactreview.ballots.operations import ask_the_top
from impactreview.ballots.views.room import bp, decided, seen, zone
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotYours
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.reviews.queries import concerns
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.terms import ConcernState
from impactreview.web.access import needs


@bp.route("/proposals/<code>/decision/overrule", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def overrule(code: str) -> ResponseReturnValue:
    found, by = decided(code), current_person()
    review = review_of(found.proposal)
    raised = concerns(review) if review else []
    contested = [each for each in raised if each.state is ConcernState.CONTESTED]
    form = motion_form(contested)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            ask_the_top(act, found, by=by, motion=form.motion(), zone=zone())
            act.leads_to(url_for("ballots.ballot", code=code))
        flash(gettext("The top is asked. The customers' side and the owner have been told."))
        return redirect(act.location, 303)
    view = seen(found.proposal)
    if view.decision is None or not view.decision.may_ask_top:
        raise NotYours(
            "Only who runs the board that rejected it, or sits at the top, may ask for this."
        )
    return render_template(
        "ballots/overrule.html", proposal=found.proposal, view=view, form=form, contested=contested
    ), (422 if form.errors else 200)
