"""Importing boards and members: a table is checked, then taken in."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.governance.forms.imports import KNOWN, NEEDED, line_of
from impactreview.governance.operations import imports as operations
from impactreview.governance.queries import imports as queries
from impactreview.governance.rules.imports import Checked, check
from impactreview.governance.views.room import bp
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unfinished
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.imports import ConfirmForm, ShownRow, UploadForm, confirming, shown
from impactreview.web.languages import day, term
from impactreview.web.tables import Table


@bp.route("/boards/import", methods=["GET", "POST"])
@needs(Permission.BOARDS_ADMINISTER)
def import_table() -> ResponseReturnValue:
    form = UploadForm()
    table = form.table(needed=NEEDED, known=KNOWN) if form.sent() else None
    if table is not None:
        return _checked(table)
    page = render_template("governance/import.html", form=form)
    return page, 422 if form.errors else 200


@bp.post("/boards/import/confirm")
@needs(Permission.BOARDS_ADMINISTER)
def import_confirmed() -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.sent():
        abort(400)
    table = form.table(needed=NEEDED, known=KNOWN)
    lines = [line_of(row) for row in table.rows]
    try:
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            operations.take_in(act, lines, content_hash=table.content_hash, on=today())
            act.leads_to(url_for("governance.index"))
        flash(gettext("The table has been taken in."))
        return redirect(act.location)
    except Unfinished:
        return _checked(table)


def _checked(table: Table) -> ResponseReturnValue:
    lines = [line_of(row) for row in table.rows]
    rows = check(lines, queries.known(lines, by=current_person(), on=today()))
    form, result = confirming(table), shown([_told(row) for row in rows])
    page = render_template("governance/import_checked.html", form=form, result=result)
    return page, 422 if result.wrong else 200


def _told(row: Checked) -> ShownRow:
    does = []
    if row.board:
        does.append(gettext("Makes the board %(name)s.", name=row.board.name))
    if row.person and row.place:
        does.append(
            gettext(
                "Proposes %(name)s as %(office)s from %(day)s.",
                name=row.person.name,
                office=term(row.place.office),
                day=day(row.place.term_from),
            )
        )
    label = " · ".join(part for part in (row.line.board, row.line.email) if part)
    return ShownRow.of(row.line.number, label, does, row.problems)
