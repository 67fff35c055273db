"""Beginning a proposal, and changing it while it is a draft."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person
from impactreview.people.models import Draft, Person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices
from impactreview.people.queries.drafts import draft_of
from impactreview.policies.models import Policy
from impactreview.proposals.forms import Filled, NewProposalForm, ProposalForm, filled
from impactreview.proposals.models import Proposal
from impactreview.proposals.operations import writing
from impactreview.proposals.queries.choices import chosen, policies
from impactreview.proposals.rules import must_write
from impactreview.proposals.rules.details import Details
from impactreview.proposals.rules.tree import in_tree
from impactreview.proposals.views.compared import Difference, differences
from impactreview.proposals.views.room import bp, case_of, held_draft, readable_draft
from impactreview.web.access import needs


@bp.route("/proposals/new", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def new() -> ResponseReturnValue:
    if request.method == "GET":
        kept = _kept()
        return _new_page(NewProposalForm(**_restored({}, kept)), kept)
    form, by = NewProposalForm(), current_person()
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                proposal = writing.begin(act, _said(form), owner=by, co_authors=_co_authors(form))
                forget_draft(act, by, place=request.path)
                act.leads_to(case_of(proposal))
            flash(gettext("Your proposal is begun. Its code is %(code)s.", code=proposal.code))
            return redirect(act.location, 303)
        except Refusal as refusal:
            form.tell(refusal)
    return _new_page(form, _kept()), 422


@bp.route("/proposals/<code>/edit", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def edit(code: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _edit_page(code)
    form, by, status = ProposalForm(), current_person(), 422
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                proposal, seen = held_draft(act, code), form.version.data or 0
                writing.change(act, proposal, by=by, said=_said(form), seen=seen)
                forget_draft(act, by, place=request.path)
                act.leads_to(case_of(proposal))
            return redirect(act.location, 303)
        except Refusal as refusal:
            form.tell(refusal)
            status = refusal.status
    return _edit_page(code, form), status


def _kept() -> Draft | None:
    """What whoever is here left in this very form, and did not send."""
    return draft_of(current_person(), request.path)


def _restored(base: Filled, kept: Draft | None) -> dict[str, Any]:
    """How a form begins that is not being sent: as the record stands, with what was typed since."""
    fields = {**base, **(kept.fields if kept else {})}
    return {"formdata": MultiDict(fields) if fields else None}


def _offer(form: ProposalForm, amends: Policy | None = None) -> None:
    form.offer(in_tree(choices.units()), policies(amends))


def _new_page(form: NewProposalForm, kept: Draft | None) -> str:
    _offer(form)
    return _page("proposals/new.html", form, kept)


def _page(template: str, form: ProposalForm, kept: Draft | None, **more: object) -> str:
    suggested = choices.active_people()
    return render_template(template, form=form, kept=kept, suggested=suggested, **more)


def _edit_page(code: str, sent: ProposalForm | None = None) -> str:
    """The draft's form as it was `sent` and not taken in; else as the draft stands."""
    proposal, kept = readable_draft(code), _kept()
    must_write(current_person(), proposal)
    form = ProposalForm(**_restored(filled(proposal), kept)) if sent is None else sent
    _offer(form, proposal.amends)
    return _page(
        "proposals/edit.html",
        form,
        kept,
        proposal=proposal,
        differing=_differing(form, proposal),
        is_own=current_person().id == proposal.owner_id,
        case=case_of(proposal),
    )


def _differing(form: ProposalForm, proposal: Proposal) -> list[Difference] | None:
    """In what the proposal now differs from the form; None where the writer looked at it as it is.

    Whoever saves once more has seen it: the form goes on from the version that is shown.
    """
    if form.version.data == proposal.version:
        return None
    there = ProposalForm(MultiDict(filled(proposal)))
    there.offer_as(form)
    form.version.raw_data = [str(proposal.version)]
    return differences(there, form)


def _said(form: ProposalForm) -> Details:
    """What the form says. Raises Unusable where it names somebody or something nobody knows."""
    named = chosen(unit=form.unit.data, sponsor=form.sponsor.data or "", amends=form.amends.data)
    if named.unit is None:
        raise Unusable("There is no such unit.", place="unit")
    if form.sponsor.data and named.sponsor is None:
        raise Unusable("Nobody here has this address.", place="sponsor")
    if form.amends.data and named.amends is None:
        raise Unusable("There is no such policy.", place="amends")
    return Details(
        title=form.title.data,
        unit=named.unit,
        door=Door(form.door.data),
        text=form.text.data or "",
        wished_on=form.wished_on.data,
        functions=tuple(form.functions.data or ()),
        channels=form.channels.lines,
        sponsor=named.sponsor,
        amends=named.amends,
        restricted=form.is_restricted,
        embargo_until=form.embargo_until.data if form.is_restricted else None,
    )


def _co_authors(form: NewProposalForm) -> list[Person]:
    found = choices.people_by_email(form.addresses)
    for email in form.addresses:
        if email not in found:
            raise Unusable(
                "Nobody here has the address %(email)s.", place="co_authors", email=email
            )
    return [found[email] for email in form.addresses]
