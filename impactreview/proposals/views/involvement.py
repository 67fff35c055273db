"""Who stands beside the owner of a proposal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.queries import boards_of
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person
from impactreview.people.models import Person
from impactreview.people.permissions import Permission
from impactreview.people.queries import by_email, choices
from impactreview.proposals.forms import InvolveForm
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.operations import involve, release
from impactreview.proposals.rules import authors, must_own
from impactreview.proposals.rules.agreeing import had_part, unanswered
from impactreview.proposals.rules.involvement import is_open
from impactreview.proposals.terms import Involvement
from impactreview.proposals.views.room import bp, case_of, readable
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.forms import Form


@bp.route("/proposals/<code>/people", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def people(code: str) -> ResponseReturnValue:
    proposal, form = readable(code), InvolveForm()
    form.offer(restricted=proposal.restricted)
    if request.method == "POST":
        must_own(current_person(), proposal)
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                part = Involvement(form.involvement.data)
                involve(act, proposal, by=current_person(), person=_named(form), involvement=part)
                act.leads_to(url_for("proposals.people", code=code))
            return redirect(act.location, 303)
        except Refusal as refusal:
            form.tell(refusal)
    return _page(proposal, form), 422 if form.errors else 200


@bp.post("/proposals/<code>/people/<uuid:involved_id>/release")
@needs(Permission.PROPOSAL_WRITE)
def release_person(code: str, involved_id: UUID) -> ResponseReturnValue:
    proposal, form = readable(code), Form()
    involved = _involved(proposal, involved_id)
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        release(act, proposal, by=current_person(), involved=involved)
        act.leads_to(url_for("proposals.people", code=code))
    flash(gettext("%(name)s is off the list.", name=involved.person.name))
    return redirect(act.location, 303)


def _page(proposal: Proposal, form: InvolveForm) -> str:
    is_own = current_person().id == proposal.owner_id
    open_parts = [each for each in Involvement if is_own and is_open(proposal, each)]
    standing = sorted(proposal.involved, key=lambda each: (each.since, str(each.id)))
    return render_template(
        "proposals/people.html",
        proposal=proposal,
        standing=[each for each in standing if each.until is None],
        boards=_boards_lost(proposal),
        past=[each for each in standing if had_part(each)],
        open_parts=open_parts,
        form=form,
        plain=Form(formdata=None),
        suggested=choices.active_people() if open_parts else (),
        case=case_of(proposal),
    )


def _boards_lost(proposal: Proposal) -> Mapping[UUID, Sequence[str]]:
    """On which boards those sit who write or sponsor it: there they have no vote on it."""
    asked = {each.person.id for each in unanswered(proposal)}
    backed = {proposal.sponsor_id} if proposal.sponsor_id else set()
    tied = asked | authors(proposal) | backed
    return boards_of(tied, today())


def _named(form: InvolveForm) -> Person:
    person = by_email(form.email.data)
    if person is None:
        raise Unusable("Nobody here has this address.", place="email")
    return person


def _involved(proposal: Proposal, involved_id: UUID) -> Involved:
    found = [each for each in proposal.involved if each.id == involved_id]
    return found[0] if found else abort(404)
