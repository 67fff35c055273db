"""Importing policies: a table is checked, then taken in."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unfinished
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.policies.forms.imports import KNOWN, NEEDED, line_of
from impactreview.policies.operations import imports as operations
from impactreview.policies.queries import imports as queries
from impactreview.policies.rules.imports import Checked, check
from impactreview.policies.views.room import bp
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.imports import ConfirmForm, ShownRow, UploadForm, confirming, shown
from impactreview.web.languages import day
from impactreview.web.tables import Table


@bp.route("/policies/import", methods=["GET", "POST"])
@needs(Permission.POLICY_REGISTER)
def import_table() -> ResponseReturnValue:
    form = UploadForm()
    table = form.table(needed=NEEDED, known=KNOWN) if form.sent() else None
    if table is not None:
        return _checked(table)
    page = render_template("policies/import.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/policies/import/confirm")
@needs(Permission.POLICY_REGISTER)
def import_confirmed() -> ResponseReturnValue:
    form, by = ConfirmForm(), current_person()
    if not form.sent():
        abort(400)
    table = form.table(needed=NEEDED, known=KNOWN)
    lines = [line_of(row) for row in table.rows]
    try:
        with acting(by=by, at=now(), key=form.key.data) as act:
            operations.take_in(act, lines, content_hash=table.content_hash, by=by, on=today())
            act.leads_to(url_for("policies.index"))
        flash(gettext("The table has been taken in."))
        return redirect(act.location)
    except Unfinished:
        return _checked(table)


def _checked(table: Table) -> ResponseReturnValue:
    lines = [line_of(row) for row in table.rows]
    rows = check(lines, queries.known(lines, on=today()))
    form, result = confirming(table), shown([_told(row) for row in rows])
    page = render_template("policies/import_checked.html", form=form, result=result)
    return page, 422 if result.wrong else 200


def _told(row: Checked) -> ShownRow:
    does = []
    if row.registration:
        does.append(
            gettext(
                "Registers it as in force since %(since)s, owned by %(owner)s, to be reviewed by"
                " %(review)s.",
                since=day(row.registration.in_force_since),
                owner=row.registration.owner.name,
                review=day(row.registration.review_by),
            )
        )
    label = " · ".join(part for part in (row.line.code, row.line.title) if part)
    return ShownRow.of(row.line.number, label, does, row.problems)
