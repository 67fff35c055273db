"""The page of a policy: its words, what made it, what was found about it, and the way to object."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.ballots.queries.deciding_body import chairs_for
from impactreview.dashboard.queries.policy import decisions_of
from impactreview.dashboard.views.room import bp
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries.cases import published_on
from impactreview.people.current import current_person, may
from impactreview.people.permissions import Permission
from impactreview.policies.queries import book
from impactreview.policies.queries.titles import earlier_titles
from impactreview.policies.rules.register import is_code, why_not_touch
from impactreview.policies.rules.titles import why_not_touch_title
from impactreview.policies.rules.withdrawing import why_not_withdraw
from impactreview.policies.terms import State
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.markdown import stored


@bp.get("/policies/<code>")
@needs(Permission.REGISTER_READ)
def policy(code: str) -> ResponseReturnValue:
    """One policy, for every employee."""
    found = (book.by_code(code) if is_code(code) else None) or abort(404)
    newest = book.newest_version(found)
    registers = may(Permission.POLICY_REGISTER)
    decisions = decisions_of(found, today())
    return render_template(
        "dashboard/policy.html",
        policy=found,
        version=newest,
        html=stored(newest.html),
        versions=book.versions(found),
        may_correct=why_not_touch(found, current_person().id, registers=registers) is None,
        escalate_url=url_for("escalations.raise_", code=code),
        withdraw_url=None
        if why_not_withdraw(found, current_person().id, chairs_for(found, today()))
        else url_for("ballots.withdraw_policy", code=code),
        decisions=decisions,
        made={one.code: one for one in decisions},
        earlier=earlier_titles(found),
        may_retitle=why_not_touch_title(found, current_person().id, registers=registers) is None,
        findings=_by_month(published_on(found)),
        orphaned=found.state is not State.WITHDRAWN and found.owner.deactivated_at is not None,
        today=today(),
    )


def _by_month(findings: Sequence[Escalation]) -> list[tuple[date, list[Escalation]]]:
    """The findings of each month; no order within one tells which was first."""
    months = groupby(findings, key=lambda one: one.published_on and one.published_on.replace(day=1))
    return [(month, sorted(found, key=lambda one: str(one.id))) for month, found in months if month]
