"""Which role may do what, who holds each, and which wait for a second person."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person
from impactreview.people.forms.people import ReasonForm
from impactreview.people.forms.roles import RoleForm
from impactreview.people.models import Person, RoleGrant
from impactreview.people.operations import roles as operations
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices, directory, imports
from impactreview.people.queries import roles as queries
from impactreview.people.roles import HOLDS, POWERFUL, Role
from impactreview.people.rules.roles import why_not_confirm, why_not_end
from impactreview.people.terms import Expertise, State
from impactreview.people.views.room import bp
from impactreview.people.views.words import ABOUT
from impactreview.web.access import needs
from impactreview.web.forms import Form


@bp.get("/people/roles")
@needs(Permission.PEOPLE_READ)
def roles() -> ResponseReturnValue:
    by, administrators = current_person(), queries.administrators()
    held, waiting = queries.held(), queries.waiting()
    refusals = {grant.id: why_not_confirm(grant, by.id, administrators) for grant in waiting}
    return render_template(
        "people/roles.html",
        roles=list(Role),
        about=ABOUT,
        powerful=POWERFUL,
        permissions=list(Permission),
        matrix=HOLDS,
        openers=[role for role in Role if HOLDS[role]],
        held={role: [grant for grant in held if grant.role is role] for role in Role},
        endable={grant.id for grant in held if not why_not_end(grant, by.id, administrators)},
        waiting=waiting,
        refusals=refusals,
        batches=_batches([grant for grant in waiting if refusals[grant.id] is None]),
        past=queries.past(),
        is_alone=len(administrators) < 2,
        fresh=lambda: Form(formdata=None),  # each button is an act of its own, under its own key
    )


@bp.route("/people/roles/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def propose_role() -> ResponseReturnValue:
    form = RoleForm(data={name: request.args.get(name, "") for name in ("person", "role")})
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                field = Expertise(form.field.data) if form.field.data else None
                grant = operations.propose_role(
                    act, _meant(form), role=Role(form.role.data), field=field
                )
                act.leads_to(url_for("people.person", person_id=grant.person_id))
            flash(_said(grant))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    return _role_form(form)


@bp.post("/people/roles/<uuid:grant_id>/confirm")
@needs(Permission.PEOPLE_ADMINISTER)
def confirm_role(grant_id: UUID) -> ResponseReturnValue:
    grant, form = _grant(grant_id), Form()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        operations.confirm_role(act, grant)
        act.leads_to(url_for("people.roles"))
    flash(_said(grant))
    return redirect(act.location)


@bp.post("/people/imports/<uuid:import_id>/confirm")
@needs(Permission.PEOPLE_ADMINISTER)
def confirm_import(import_id: UUID) -> ResponseReturnValue:
    batch, form = imports.batch(import_id) or abort(404), Form()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        count = operations.confirm_import(act, batch)
        act.leads_to(url_for("people.roles"))
    flash(gettext("Roles confirmed: %(count)s.", count=count))
    return redirect(act.location)


@bp.route("/people/roles/<uuid:grant_id>/decline", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def decline_role(grant_id: UUID) -> ResponseReturnValue:
    grant, form = _grant(grant_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            operations.decline_role(act, grant, reason=form.reason.data)
            act.leads_to(url_for("people.roles"))
        return redirect(act.location)
    page = render_template("people/decline_role.html", form=form, grant=grant)
    return page, 422 if form.errors else 200


@bp.route("/people/roles/<uuid:grant_id>/end", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def end_role(grant_id: UUID) -> ResponseReturnValue:
    grant, form = _grant(grant_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            operations.end_role(act, grant, reason=form.reason.data)
            act.leads_to(url_for("people.person", person_id=grant.person_id))
        return redirect(act.location)
    page = render_template("people/end_role.html", form=form, grant=grant)
    return page, 422 if form.errors else 200


def _grant(grant_id: UUID) -> RoleGrant:
    return queries.grant(grant_id) or abort(404)


def _role_form(form: RoleForm) -> ResponseReturnValue:
    page = render_template(
        "people/role_form.html",
        form=form,
        about={role.value: text for role, text in ABOUT.items()},
        suggested=choices.active_people(),
    )
    return page, 422 if form.errors else 200


def _meant(form: RoleForm) -> Person:
    """The person whose address stands in the form. Raises Unusable where nobody has it."""
    found = directory.by_email(form.person.data)
    if found is None:
        raise Unusable("Nobody here has this address.", place="person")
    return found


def _said(grant: RoleGrant) -> str:
    name = grant.person.name
    if grant.state is State.HELD:
        return str(gettext("%(name)s holds the role from now on.", name=name))
    return str(gettext("The role of %(name)s waits for another administrator.", name=name))


def _batches(grants: list[RoleGrant]) -> dict[UUID, int]:
    """How many roles of each import wait that this reader may confirm."""
    counted: dict[UUID, int] = {}
    for grant in grants:
        if grant.import_id is not None:
            counted[grant.import_id] = counted.get(grant.import_id, 0) + 1
    return counted
