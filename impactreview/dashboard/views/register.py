"""The register of cases, with its filters in the address."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.dashboard.forms import RegisterForm
from impactreview.dashboard.queries.register import PAGE, Filter, lines
from impactreview.dashboard.rules.cases import KINDS
from impactreview.dashboard.terms import CaseState
from impactreview.dashboard.views.room import bp
from impactreview.people.current import current_person, current_roles
from impactreview.people.permissions import Permission
from impactreview.people.queries.choices import unit_names
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.paging import cursor_of, moment_and_id


@bp.get("/register")
@needs(Permission.REGISTER_READ)
def register() -> ResponseReturnValue:
    """Cases from the newest on, as far as the reader may know of them."""
    form = RegisterForm(request.args)
    form.offer(unit_names())
    found = lines(
        _sought(form),
        reader=current_person().id,
        roles=current_roles(),
        on=today(),
        before=moment_and_id(request.args.get("before")),
    )
    shown, older = found[:PAGE], None
    if len(found) > PAGE:
        kept: dict[str, Any] = {n: text for n, text in request.args.items() if n != "before"}
        older = url_for(
            "dashboard.register", before=cursor_of(shown[-1].created_at, shown[-1].id), **kept
        )
    return render_template(
        "dashboard/register.html", form=form, lines=shown, older=older, kinds=KINDS
    )


def _sought(form: RegisterForm) -> Filter:
    """The filter; what is not offered is not looked for."""
    form.validate()
    fields = (form.unit, form.state, form.level)
    unit, state, level = ("" if field.errors else field.data or "" for field in fields)
    return Filter(
        text="" if form.q.errors else form.q.data or "",
        unit=unit,
        state=CaseState(state) if state else None,
        level=int(level) if level else None,
    )
