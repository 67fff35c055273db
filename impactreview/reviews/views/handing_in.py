"""Handing a proposal in: what is missing, what will follow, and the act itself."""

from flask import abort, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import Act, acting
from impactreview.governance.queries.rule_sets import rules_in_force
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import may_read_draft, must_own
from impactreview.proposals.terms import State
from impactreview.reviews.forms import HandInForm, ReasonForm
from impactreview.reviews.models import Review
from impactreview.reviews.operations import submit_for_review, withdraw_case
from impactreview.reviews.queries.drawing import check
from impactreview.reviews.queries.reviews import rules_for
from impactreview.reviews.views.room import bp, case, held_proposal, readable, zone
from impactreview.web.access import needs


@bp.route("/proposals/<code>/submit", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def submit(code: str) -> ResponseReturnValue:
    form, by = HandInForm(), current_person()
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            proposal = _held(act, code)
            review = submit_for_review(act, proposal, by=by, rules=_in_force(), zone=zone())
            act.leads_to(case(code))
            said = _handed_in(review)
        flash(said)
        return redirect(act.location, 303)
    proposal = _draft(code)
    if request.method == "POST":
        must_own(by, proposal)
    if proposal.state is not State.DRAFT:
        return redirect(case(code))
    rules = rules_for(proposal) or _in_force()
    page = render_template(
        "reviews/submit.html",
        proposal=proposal,
        check=check(proposal, rules, at=now(), zone=zone()),
        form=form,
        is_own=by.id == proposal.owner_id,
        case=case(code),
    )
    return page, 422 if form.errors else 200


@bp.route("/proposals/<code>/take-back", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def take_back(code: str) -> ResponseReturnValue:
    proposal, form, by = readable(code), ReasonForm(), current_person()
    if proposal.number == 0:
        abort(404)
    must_own(by, proposal)
    if form.sent():
        with acting(by=by, at=now(), key=form.key.data) as act:
            withdraw_case(act, proposal, by=by, why=form.reason.data)
            act.leads_to(case(code))
        flash(gettext("The proposal is withdrawn. It stays readable, with the reason."))
        return redirect(act.location, 303)
    page = render_template("reviews/take_back.html", proposal=proposal, form=form, case=case(code))
    return page, 422 if form.errors else 200


def _handed_in(review: Review) -> str:
    """What has happened: who is seated got a letter, and an empty seat waits for somebody."""
    held = [seat.person is not None for seat in review.seats if seat.ended_at is None]
    if all(held):
        said = gettext("The proposal is handed in. Whoever has to read it got a letter.")
    elif any(held):
        said = gettext(
            "The proposal is handed in. Whoever is seated got a letter; for other seats nobody was"
            " found yet, and the case says what they need."
        )
    else:
        said = gettext(
            "The proposal is handed in, but nobody could be seated to read it yet. The case says"
            " what is needed."
        )
    return str(said)


def _draft(code: str) -> Proposal:
    """The proposal, for whoever may read it while it is being written; else a 404."""
    return _written_by_reader(readable(code))


def _held(act: Act, code: str) -> Proposal:
    """The same, for an act that changes it: others wait."""
    return _written_by_reader(held_proposal(act, code))


def _written_by_reader(proposal: Proposal) -> Proposal:
    return proposal if may_read_draft(current_person().id, proposal) else abort(404)


def _in_force() -> RuleSetContent:
    return rules_in_force(str(current_app.config["FORM"]))
