"""Importing people: a table is handed in, shown row by row, and taken in as it was shown."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.current import current_person
from impactreview.people.forms.people import TakeInForm
from impactreview.people.operations.imports import import_people
from impactreview.people.permissions import Permission
from impactreview.people.queries import imports, sign_in
from impactreview.people.roles import POWERFUL
from impactreview.people.rules.imports import KNOWN, NEEDED, ROLE_WORDS, Plan, plan_of
from impactreview.people.terms import Outcome
from impactreview.people.views.room import bp
from impactreview.people.views.words import COLUMNS
from impactreview.web.access import needs
from impactreview.web.imports import UploadForm
from impactreview.web.languages import LANGUAGES
from impactreview.web.tables import Table

MOST_SHOWN = 500


@bp.route("/people/import", methods=["GET", "POST"])
@needs(Permission.PEOPLE_ADMINISTER)
def import_table() -> ResponseReturnValue:
    form = UploadForm()
    table = form.table(needed=NEEDED, known=KNOWN) if form.sent() else None
    if table is None:
        page = render_template(
            "people/import.html", form=form, columns=COLUMNS, role_words=ROLE_WORDS
        )
        return page, 422 if form.errors else 200
    return _check(table, TakeInForm(formdata=None))


@bp.post("/people/import/take-in")
@needs(Permission.PEOPLE_ADMINISTER)
def take_in() -> ResponseReturnValue:
    form = TakeInForm()
    if not form.sent():
        abort(400)
    table = form.table(needed=NEEDED, known=KNOWN)
    try:
        with acting(by=current_person(), at=now(), key=form.key.data) as act:
            batch = import_people(
                act,
                table.rows,
                content_hash=table.content_hash,
                seen=form.seen.data or "",
                languages=list(LANGUAGES),
                language=str(current_app.config["LANGUAGE"]),
            )
            act.settle()  # those who have just come have no way in yet
            waiting = sign_in.uninvited(act.at)
            act.leads_to(url_for("people.invitations" if waiting else "people.index"))
        flash(gettext("The table was taken in. Rows: %(rows)s.", rows=batch.rows))
        return redirect(act.location)
    except Refusal as refusal:
        again = TakeInForm(formdata=None)
        again.tell(refusal)
        return _check(table, again), refusal.status


def _check(table: Table, form: TakeInForm) -> str:
    """The page that shows what `table` would do, with all that is needed to do it."""
    world = imports.world(importer=current_person(), languages=list(LANGUAGES))
    plan = plan_of(table.rows, world)
    form.text.data, form.content_hash.data = table.text, table.content_hash
    form.seen.data = plan.digest
    return render_template(
        "people/import_check.html",
        form=form,
        plan=plan,
        rows=_worth_showing(plan),
        powerful=POWERFUL,
        counts={outcome: plan.count(outcome) for outcome in Outcome},
    )


def _worth_showing(plan: Plan) -> list[object]:
    """What is wrong first, then what is new or changed; not more than a page can bear."""
    order = list(Outcome)
    rank = {outcome: order.index(outcome) for outcome in Outcome} | {Outcome.WRONG: -1}
    return list(sorted(plan.rows, key=lambda row: (rank[row.outcome], row.line))[:MOST_SHOWN])
