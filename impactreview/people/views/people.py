"""What an administrator does to people: add, change, open the account, deactivate, let return."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Unusable
from impactreview.people.current import current_person
from impactreview.people.forms.people import PersonForm, ReasonForm
from impactreview.people.models import Person
from impactreview.people.operations import people
from impactreview.people.operations.leaving import deactivate_person, reactivate_person
from impactreview.people.operations.people import Details
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices, directory
from impactreview.people.rules.people import as_address
from impactreview.people.views.directory import person_page
from impactreview.people.views.room import bp, has_mail, link_of
from impactreview.web.access import needs
from impactreview.web.forms import Form
from impactreview.web.leaving import farewells, left_behind


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def add_person() -> ResponseReturnValue:
    form = PersonForm(units=choices.units(), data={"language": current_app.config["LANGUAGE"]})
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                added = people.add_person(act, _details(form))
                act.leads_to(url_for("people.person", person_id=added.id))
            flash(gettext("%(name)s was added.", name=added.name))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    return _person_form(form, None)


@bp.route("/people/<uuid:person_id>/change", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def change_person(person_id: UUID) -> ResponseReturnValue:
    person = _person(person_id)
    form = PersonForm(units=choices.units(), data=_filled(person))
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                people.change_person(act, person, _details(form), seen=form.seen.data or 0)
                act.leads_to(url_for("people.person", person_id=person.id))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
            form.seen.shows(person.version)
    return _person_form(form, person)


@bp.post("/people/<uuid:person_id>/link")
@needs(Permission.PEOPLE_ADMINISTER)
def make_link(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), Form()
    if not form.sent():
        abort(400)
    with acting(by=current_person(), at=now(), key=form.key.data) as act:
        token = people.open_account(act, person, by_mail=has_mail())
        act.leads_to(url_for("people.person", person_id=person.id))
    if not token:
        flash(gettext("%(name)s gets a letter with a one-time link.", name=person.name))
        return redirect(act.location, 303)
    return person_page(person, link=link_of(token))


@bp.route("/people/<uuid:person_id>/deactivate", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def deactivate(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            deactivate_person(act, person, reason=form.reason.data, farewells=farewells())
            act.leads_to(url_for("people.person", person_id=person.id))
        flash(gettext("%(name)s can no longer sign in.", name=person.name))
        return redirect(act.location)
    left, led = left_behind(person), directory.led_by(person)
    page = render_template("people/deactivate.html", form=form, shown=person, left=left, led=led)
    return page, 422 if form.errors else 200


@bp.route("/people/<uuid:person_id>/reactivate", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def reactivate(person_id: UUID) -> ResponseReturnValue:
    person, form = _person(person_id), ReasonForm()
    if form.sent():
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            reactivate_person(act, person, reason=form.reason.data, farewells=farewells())
            act.leads_to(url_for("people.person", person_id=person.id))
        flash(gettext("%(name)s is here again.", name=person.name))
        return redirect(act.location)
    page = render_template("people/reactivate.html", form=form, shown=person)
    return page, 422 if form.errors else 200


def _person(person_id: UUID) -> Person:
    return directory.by_id(person_id) or abort(404)


def _person_form(form: PersonForm, person: Person | None) -> ResponseReturnValue:
    page = render_template(
        "people/person_form.html", form=form, shown=person, suggested=choices.active_people()
    )
    return page, 422 if form.errors else 200


def _filled(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "unit": person.unit.code if person.unit else "",
        "manager": person.manager.email if person.manager else "",
        "seen": person.version,
    }


def _details(form: PersonForm) -> Details:
    """What the form says. Raises Unusable where it names a line manager whom nobody knows."""
    manager = directory.by_email(form.manager.data) if form.manager.data else None
    if form.manager.data and manager is None:
        raise Unusable("Nobody here has this address.", place="manager")
    return Details(
        name=form.name.data,
        email=as_address(form.email.data),
        language=form.language.data,
        unit=choices.unit_of(form.unit.data) if form.unit.data else None,
        manager=manager,
    )
