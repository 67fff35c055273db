"""Raising a case: which policy, what harm. The act's actor is the case, never the person."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.forms.reporting import ChooseForm, RaiseForm
from impactreview.escalations.queries import cases
from impactreview.escalations.rules import cases as rules
from impactreview.escalations.views.room import bp, matter_of, policy_of
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.policies.queries import register
from impactreview.policies.queries.register import Cursor, Search
from impactreview.web.access import needs


@bp.get("/escalate")
@needs(Permission.POLICY_ESCALATE)
def choose() -> ResponseReturnValue:
    form = ChooseForm(request.args)
    page = register.page(
        Search(text=form.text.data or ""),
        older=Cursor.read(request.args.get("older", "")),
        newer=Cursor.read(request.args.get("newer", "")),
    )
    text = form.text.data or None
    links = {
        "newer": page.newer and url_for("escalations.choose", text=text, newer=page.newer),
        "older": page.older and url_for("escalations.choose", text=text, older=page.older),
    }
    return render_template("escalations/choose.html", form=form, page=page, links=links)


@bp.route("/policies/<code>/escalate", methods=["GET", "POST"])
@needs(Permission.POLICY_ESCALATE)
def raise_(code: str) -> ResponseReturnValue:
    form, by = RaiseForm(), current_person()
    if form.sent():
        case = rules.case_of(form.key.data)
        with acting(by=case, at=now(), key=form.key.data) as act:
            made = operations.raise_(act, case, matter_of(code), form.report(), by=by)
            act.leads_to(url_for("escalations.receipt", code=made.code))
        return redirect(act.location)
    policy = policy_of(code)
    form.offer(cases.possible_hands(but=by.id))
    page = render_template("escalations/raise.html", form=form, policy=policy)
    return page, 422 if form.errors else 200
