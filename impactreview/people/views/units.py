"""The units of the organisation, as a tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.forms.people import UnitForm
from impactreview.people.models import Unit
from impactreview.people.operations import units as operations
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices, directory
from impactreview.people.rules.people import is_code
from impactreview.people.views.room import bp
from impactreview.web.access import needs


@dataclass
class Line:
    """A unit as the tree shows it: how deep, who stands in it, and in all that is below it."""

    unit: Unit
    depth: int
    own: int
    whole: int


@bp.get("/people/units")
@needs(Permission.PEOPLE_READ)
def units() -> ResponseReturnValue:
    tree = _tree(choices.units(), directory.people_in_units())
    return render_template("people/units.html", tree=tree)


@bp.route("/people/units/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def add_unit() -> ResponseReturnValue:
    form = UnitForm(units=choices.units())
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                parent = choices.unit_of(form.parent.data)
                operations.add_unit(act, code=form.code.data, name=form.name.data, parent=parent)
                act.leads_to(url_for("people.units"))
            flash(gettext("The unit %(name)s was added.", name=form.name.data))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
    return _unit_form(form, None)


@bp.route("/people/units/<code>/change", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def change_unit(code: str) -> ResponseReturnValue:
    unit = (choices.unit_of(code) if is_code(code) else None) or abort(404)
    form = UnitForm(units=choices.units(), data=_filled(unit))
    del form.code
    if form.sent():
        try:
            with acting(by=current_person(), at=now(), key=form.key.data) as act:
                parent, seen = choices.unit_of(form.parent.data), form.seen.data or 0
                operations.change_unit(act, unit, name=form.name.data, parent=parent, seen=seen)
                act.leads_to(url_for("people.units"))
            return redirect(act.location)
        except Refusal as refusal:
            form.tell(refusal)
            form.seen.shows(unit.version)
    return _unit_form(form, unit)


def _unit_form(form: UnitForm, unit: Unit | None) -> ResponseReturnValue:
    page = render_template("people/unit_form.html", form=form, unit=unit)
    return page, 422 if form.errors else 200


def _filled(unit: Unit) -> dict[str, object]:
    parent = unit.parent.code if unit.parent else ""
    return {"name": unit.name, "parent": parent, "seen": unit.version}


def _tree(units: Sequence[Unit], counted: Mapping[UUID, int]) -> Sequence[Line]:
    """Every unit right below the one it belongs to, however deep the tree is."""
    below: dict[UUID | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    lines: list[Line] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        number = counted.get(unit.id, 0)
        lines.append(Line(unit, depth, number, number))
        waiting += [(each, depth + 1) for each in reversed(below.get(unit.id, []))]
    by_unit = {line.unit.id: line for line in lines}
    for line in reversed(lines):
        if line.unit.parent_id in by_unit:
            by_unit[line.unit.parent_id].whole += line.whole
    return lines
