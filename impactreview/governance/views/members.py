"""Places on boards: proposing, deciding as the second person, ending."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.forms.members import (
    ConfirmAllForm,
    ConfirmForm,
    ProposalForm,
    ReasonForm,
)
from impactreview.governance.operations import members as operations
from impactreview.governance.queries import seats as queries
from impactreview.governance.rules.seats import why_not_second
from impactreview.governance.views.room import board_of, bp, place_of
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person
from impactreview.people.models import Person
from impactreview.people.permissions import Permission
from impactreview.people.queries import by_email, choices
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.route("/boards/<slug>/members/new", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def propose(slug: str) -> ResponseReturnValue:
    board, form = board_of(slug), ProposalForm(term_from=today())
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                person, place = _person(form), form.place()
                operations.propose(act, board, person=person, place=place, on=today())
                act.leads_to(url_for("governance.board", slug=slug))
            flash(gettext("Proposed. Another administrator has to confirm it."))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    people = choices.active_people()
    page = render_template("governance/propose.html", form=form, board=board, people=people)
    return page, 422 if form.errors else 200


@bp.get("/boards/<slug>/members/<uuid:place_id>")
@needs(Permission.PEOPLE_READ)
def proposal(slug: str, place_id: UUID) -> ResponseReturnValue:
    place = place_of(slug, place_id)
    refusal = why_not_second(place, current_person().id)
    form = ConfirmForm()
    return render_template("governance/proposal.html", place=place, refusal=refusal, form=form)


@bp.post("/boards/<slug>/members/<uuid:place_id>/confirm")
@needs(Permission.BOARDS_ADMINISTER)
def confirm(slug: str, place_id: UUID) -> ResponseReturnValue:
    place, form = place_of(slug, place_id), ConfirmForm()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        operations.confirm(act, place, on=today())
        act.leads_to(url_for("governance.board", slug=slug))
    flash(gettext("Confirmed. The place is held from the first day of its term on."))
    return redirect(act.location)


@bp.route("/boards/<slug>/members/<uuid:place_id>/decline", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def decline(slug: str, place_id: UUID) -> ResponseReturnValue:
    place, form = place_of(slug, place_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            operations.decline(act, place, reason=form.reason.data)
            act.leads_to(url_for("governance.board", slug=slug))
        flash(gettext("Declined."))
        return redirect(act.location)
    page = render_template("governance/decline.html", place=place, form=form)
    return page, 422 if form.errors else 200


@bp.route("/boards/<slug>/members/<uuid:place_id>/end", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def end(slug: str, place_id: UUID) -> ResponseReturnValue:
    place, form = place_of(slug, place_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            operations.end(act, place, reason=form.reason.data)
            act.leads_to(url_for("governance.board", slug=slug))
        flash(gettext("The term has ended."))
        return redirect(act.location)
    page = render_template("governance/end.html", place=place, form=form)
    return page, 422 if form.errors else 200


@bp.get("/boards/proposals")
@needs(Permission.BOARDS_ADMINISTER)
def proposals() -> ResponseReturnValue:
    places, by = queries.waiting(), current_person().id
    mine = [place for place in places if why_not_second(place, by) is None]
    form = ConfirmAllForm(seen=",".join(str(place.id) for place in mine))
    return render_template("governance/proposals.html", places=places, mine=mine, form=form)


@bp.post("/boards/proposals/confirm")
@needs(Permission.BOARDS_ADMINISTER)
def confirm_all() -> ResponseReturnValue:
    form = ConfirmAllForm()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        operations.confirm_all(act, queries.among(form.ids()), on=today())
        act.leads_to(url_for("governance.index"))
    flash(gettext("Confirmed. The places are held from the first days of their terms on."))
    return redirect(act.location)


def _person(form: ProposalForm) -> Person:
    person = by_email(form.email.data)
    if person is None:
        raise Unusable("Nobody has the address %(email)s.", place="email", email=form.email.data)
    return person
