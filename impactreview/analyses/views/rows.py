"""A row of a table: added, answered, taken out."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.analyses import queries
from impactreview.analyses.forms.building import filled, form_for, given
from impactreview.analyses.forms.choosing import RemoveForm
from impactreview.analyses.operations.answering import add_row, answer_row, remove_row
from impactreview.analyses.rules.finishing import table_of
from impactreview.analyses.rules.reading import differs, place_name, places_to_choose
from impactreview.analyses.views.room import analysed, bp, language, section_or_404
from impactreview.audit.acts import acting
from impactreview.impact.content import rows
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs

CITED = {"evidence", "forecasts"}
"""Tables whose rows are records of other rooms; their pages are in `cited`."""


def table_or_404(section: Section, table: str) -> Question:
    """The question of this section that shows the table."""
    question = table_of(section)
    if question is None or question.table != table or table in CITED:
        abort(404)
    return question


@bp.route("/analysis/<section_id>/rows/<table>/new", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def new_row(code: str, section_id: str, table: str) -> ResponseReturnValue:
    """Add a row to a table."""
    proposal, analysis = analysed(code)
    section, content = section_or_404(section_id), queries.content(analysis)
    question = table_or_404(section, table)
    if not question.adds_rows:
        abort(404)
    form = _form(question, content, {})
    if form.sent():
        person, values = current_person(), _by_key(question, form)
        with acting(by=person, at=now(), key=form.key.data) as act:
            add_row(act, analysis, by=person, table=table, values=values)
            act.leads_to(url_for("analyses.section", code=code, section_id=section_id))
        flash(gettext("Saved."))
        return redirect(act.location)
    return _page(proposal, section, question, form)


@bp.route("/analysis/<section_id>/rows/<table>/<uuid:row_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def edit_row(code: str, section_id: str, table: str, row_id: UUID) -> ResponseReturnValue:
    """Answer what a section asks of one row."""
    proposal, analysis = analysed(code)
    section, content = section_or_404(section_id), queries.content(analysis)
    question, row = table_or_404(section, table), queries.row(analysis, row_id) or abort(404)
    kept = next(each for each in rows(content, table) if each["id"] == str(row_id))
    form = _form(question, content, kept)
    back = url_for("analyses.section", code=code, section_id=section_id)
    if form.sent():
        person, values = current_person(), _by_key(question, form)
        if differs(kept, values):
            with acting(by=person, at=now(), key=form.key.data) as act:
                answer_row(act, analysis, row, by=person, values=values)
                act.leads_to(back)
            flash(gettext("Saved."))
        return redirect(back, 303)
    return _page(proposal, section, question, form, row=kept)


@bp.post("/analysis/<section_id>/rows/<table>/<uuid:row_id>/remove")
@needs(Permission.PROPOSAL_WRITE)
def drop_row(code: str, section_id: str, table: str, row_id: UUID) -> ResponseReturnValue:
    """Take a row out; what it said stays in the book."""
    _, analysis = analysed(code)
    section_or_404(section_id)
    row, form = queries.row(analysis, row_id) or abort(404), RemoveForm()
    person = current_person()
    if form.sent() and row.table == table:
        with acting(by=person, at=now(), key=form.key.data) as act:
            remove_row(act, analysis, row, by=person)
            act.leads_to(url_for("analyses.section", code=code, section_id=section_id))
    return redirect(url_for("analyses.section", code=code, section_id=section_id), 303)


def _form(question: Question, content: Any, kept: Any) -> Any:
    made = form_for(
        question.columns,
        language=language(),
        people=queries.people_to_choose(),
        rows=places_to_choose(default_template(), content, language()),
    )
    return made(data=filled(question.columns, kept))


def _by_key(question: Question, form: Any) -> dict[str, object]:
    values = given(question.columns, form)
    return {column.key: values[column.id] for column in question.columns}


def _page(
    proposal: Any, section: Section, question: Question, form: Any, row: Any = None
) -> ResponseReturnValue:
    return render_template(
        "analyses/row.html",
        proposal=proposal,
        section=section,
        question=question,
        form=form,
        row=row,
        name=place_name(default_template(), row, language())
        if row and question.table == "places"
        else "",
        remove=RemoveForm() if row and question.adds_rows else None,
        language=language(),
        may_write=may_write(current_person().id, proposal),
    )
