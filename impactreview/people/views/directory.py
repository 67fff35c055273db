"""Who is here, and where everybody stands."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.people.current import current_person
from impactreview.people.forms.people import SearchForm
from impactreview.people.models import Person, RoleGrant, Unit
from impactreview.people.permissions import Permission
from impactreview.people.queries import choices, directory, sign_in
from impactreview.people.queries import roles as role_queries
from impactreview.people.queries.directory import PAGE, Search
from impactreview.people.roles import Role
from impactreview.people.rules.people import MOST_NAME, below
from impactreview.people.rules.roles import why_not_deactivate, why_not_end
from impactreview.people.views.room import bp, has_mail
from impactreview.web.access import needs
from impactreview.web.forms import Form


@bp.get("/people")
@needs(Permission.PEOPLE_READ)
def index() -> ResponseReturnValue:
    units = choices.units()
    form = SearchForm(request.args, units=units)
    search = _search(form, units)
    found = directory.people(search, after=_after(), limit=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "people/index.html",
        form=form,
        active=sum(bool(field.data) for field in (form.q, form.unit, form.role, form.left)),
        people=shown,
        roles=role_queries.held_by([person.id for person in shown]),
        number=directory.number_of(search),
        next=_turned(shown[-1].id) if len(found) > PAGE else None,
        first=_turned(None) if _after() else None,
    )


@bp.get("/people/<uuid:person_id>")
@needs(Permission.PEOPLE_READ)
def person(person_id: UUID) -> ResponseReturnValue:
    return person_page(directory.by_id(person_id) or abort(404))


def person_page(shown: Person, *, link: str = "") -> str:
    """The page of a person; `link` is a one-time link that was made just now."""
    by, administrators = current_person(), role_queries.administrators()
    grants = role_queries.of_person(shown)
    return render_template(
        "people/person.html",
        shown=shown,
        led=directory.led_by(shown),
        grants=grants,
        endable=_endable(grants, by, administrators),
        staying=why_not_deactivate(shown, by.id, administrators),
        by_mail=has_mail(),
        has_password=by.id in administrators and sign_in.credential_for(shown) is not None,
        form=Form(formdata=None),
        link=link,
    )


def _endable(
    grants: Sequence[RoleGrant], by: Person, administrators: frozenset[UUID]
) -> frozenset[UUID]:
    return frozenset(
        grant.id for grant in grants if why_not_end(grant, by.id, administrators) is None
    )


def _search(form: SearchForm, units: Sequence[Unit]) -> Search:
    """What the address asks for. A unit or a role that there is not is not asked for."""
    role = form.role.data if form.role.data in set(Role) else ""
    unit = next((each for each in units if each.code == form.unit.data), None)
    above = {each.id: each.parent_id for each in units}
    return Search(
        text=(form.q.data or "")[:MOST_NAME],
        units=below(unit.id, above) if unit else None,
        role=Role(role) if role else None,
        left=bool(form.left.data),
    )


def _after() -> UUID | None:
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None


def _turned(after: UUID | None) -> str:
    asked = {name: request.args.get(name) or None for name in ("q", "unit", "role", "left")}
    return url_for("people.index", after=after, **asked)  # type: ignore[arg-type]
