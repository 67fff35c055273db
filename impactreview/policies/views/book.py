"""The book of policies: its pages, what changed between two versions, what a policy is called."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unusable
from impactreview.people.current import current_person, may
from impactreview.people.permissions import Permission
from impactreview.policies.forms.policies import SearchForm, TitleForm
from impactreview.policies.operations import titles as operations
from impactreview.policies.queries import book, register
from impactreview.policies.queries.register import STANDING, Cursor, Page, Search
from impactreview.policies.rules.changes import changes
from impactreview.policies.rules.titles import why_not_touch_title
from impactreview.policies.views.room import bp, policy_of, version_of
from impactreview.web.access import needs
from impactreview.web.days import today


@bp.get("/policies")
@needs(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    form = SearchForm(request.args, units=register.units(), owners=register.owners())
    page = register.page(
        _search(form),
        older=Cursor.read(request.args.get("older", "")),
        newer=Cursor.read(request.args.get("newer", "")),
    )
    links = _links(page, form.active())
    return render_template("policies/index.html", form=form, page=page, links=links, today=today())


@bp.get("/policies/<code>/changes")
@needs(Permission.REGISTER_READ)
def changed(code: str) -> ResponseReturnValue:
    policy = policy_of(code)
    before = version_of(policy, request.args.get("before", type=int))
    after = version_of(policy, request.args.get("after", type=int))
    return render_template(
        "policies/changes.html",
        policy=policy,
        before=before,
        after=after,
        paragraphs=changes(before.text, after.text),
        versions=book.versions(policy),
    )


@bp.route("/policies/<code>/title", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def retitle(code: str) -> ResponseReturnValue:
    policy, by, registers = policy_of(code), current_person(), may(Permission.POLICY_REGISTER)
    form = TitleForm(title=policy.title)
    refusal = why_not_touch_title(policy, by.id, registers=registers)
    if refusal:
        raise refusal
    if form.sent():
        try:
            with acting(by=by, at=now(), key=form.key.data) as act:
                said = {"title": form.title.data, "reason": form.reason.data}
                operations.retitle(act, policy, by=by, registers=registers, **said)
                act.leads_to(url_for("dashboard.policy", code=code))
            return redirect(act.location)
        except Unusable as wrong:
            form.tell(wrong)
    page = render_template("policies/retitle.html", form=form, policy=policy)
    return page, 422 if form.errors else 200


def _search(form: SearchForm) -> Search:
    return Search(
        text=form.text.data or "",
        unit=form.unit.data,
        states=form.states() or STANDING,
        owner=UUID(form.owner.data) if form.owner.data else None,
    )


def _links(page: Page, filters: dict[str, Any]) -> dict[str, str | None]:
    def link(side: str, cursor: Cursor | None) -> str | None:
        address = {**filters, side: str(cursor)}
        return url_for("policies.index", **address) if cursor else None

    return {"newer": link("newer", page.newer), "older": link("older", page.older)}
