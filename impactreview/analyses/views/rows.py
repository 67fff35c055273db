"""A row of a table: added, answered, taken out."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.analyses import queries
from impactreview.analyses.forms.answers import AnswersForm
from impactreview.analyses.forms.building import Offer, filled, form_for
from impactreview.analyses.forms.choosing import RemoveForm
from impactreview.analyses.models import Analysis, AnswerRow
from impactreview.analyses.operations.answering import (
    add_row,
    answer_row,
    must_stand,
    remove_row,
)
from impactreview.analyses.rules import asking, reading
from impactreview.analyses.rules.finishing import CITED, field_name, table_of
from impactreview.analyses.rules.naming import row_name
from impactreview.analyses.views.keeping import begun, clashes, forget_typed, kept_here
from impactreview.analyses.views.room import (
    bp,
    language,
    section_or_404,
    section_path,
    writable,
)
from impactreview.audit.acts import acting
from impactreview.impact.content import at_row, rows
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from impactreview.impact.values import Content, Row
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import NotNow, Repeated, Stale
from impactreview.people.current import current_person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.web.access import needs


@dataclass(frozen=True)
class RowPage:
    """What one section asks of one row, or of a new one."""

    proposal: Proposal
    analysis: Analysis
    section: Section
    question: Question
    content: Content
    kept: Row = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.question.table or ""

    @property
    def known(self) -> dict[str, object]:
        """What stands in the row, by question id."""
        return {f"{self.table}.{key}": value for key, value in self.kept.items()}

    @cached_property
    def shown(self) -> list[asking.Shown]:
        """The columns, as far as they can be asked here."""
        values = at_row(self.content["answers"], self.kept)
        return asking.on_page(self.question.columns, values, self.analysis.form, table=self.table)

    @cached_property
    def offer(self) -> Offer:
        """Whom and what can be chosen."""
        template = default_template()
        named = reading.people_named(template, self.content)
        place = self.kept.get("place")
        return Offer(
            language=language(),
            people=queries.people_to_choose(also=named),
            rows=reading.places_to_choose(template, self.content, language(), kept=place),
        )

    def form(self, draft: Any) -> AnswersForm:
        """The form, as it was sent or as the row stands."""
        questions = [each.question for each in self.shown]
        made = form_for(questions, self.offer)
        return begun(made, draft, data=filled(questions, self.known))

    def rendered(self, form: AnswersForm, draft: Any, **more: Any) -> str:
        """The page around the form."""
        kept, template = self.kept, default_template()
        names = dict([*self.offer.people, *self.offer.rows])
        return render_template(
            "analyses/row.html",
            proposal=self.proposal,
            section=self.section,
            question=self.question,
            shown={field_name(each.question.id): each for each in self.shown},
            form=form,
            kept=draft,
            row=kept or None,
            name=row_name(template, self.table, kept, language(), names) if kept else "",
            remove=RemoveForm() if kept and self.question.adds_rows else None,
            segments=reading.segments(self.content),
            language=language(),
            **more,
        )


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
    proposal, analysis = writable(code)
    section = section_or_404(section_id)
    question = table_or_404(section, table)
    if not question.adds_rows:
        abort(404)
    page = RowPage(proposal, analysis, section, question, queries.content(analysis))
    if not page.shown:
        raise NotNow("No such row is asked for, as this section is answered now.")
    draft, person = kept_here(), current_person()
    form = page.form(draft)
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            row = add_row(act, analysis, by=person, table=table, values=_by_key(form))
            forget_draft(act, person, place=request.path)
            act.leads_to(section_path(code, section_id, f"row-{row.id}"))
        flash(gettext("Saved."))
        return redirect(act.location, 303)
    return page.rendered(form, draft, clashes=()), 422 if form.errors else 200


@bp.route("/analysis/<section_id>/rows/<table>/<uuid:row_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def edit_row(code: str, section_id: str, table: str, row_id: UUID) -> ResponseReturnValue:
    """Answer what a section asks of one row."""
    proposal, analysis = writable(code)
    section = section_or_404(section_id)
    question, row = table_or_404(section, table), _row_or_404(analysis, table, row_id)
    must_stand(row)
    content = queries.content(analysis)
    page = RowPage(proposal, analysis, section, question, content, _kept(content, table, row_id))
    draft, found = kept_here(), []
    form = page.form(draft)
    if form.sent():
        try:
            return redirect(_take_in(page, row, form), 303)
        except Stale:
            known = _known_now(analysis, table, row_id)
            names = dict([*page.offer.people, *page.offer.rows])
            found = clashes(form, known, language(), names)
    status = 409 if found else 422 if form.errors else 200
    return page.rendered(form, draft, clashes=found), status


@bp.post("/analysis/<section_id>/rows/<table>/<uuid:row_id>/remove")
@needs(Permission.PROPOSAL_WRITE)
def drop_row(code: str, section_id: str, table: str, row_id: UUID) -> ResponseReturnValue:
    """Take a row out; what it said stays in the book."""
    _, analysis = writable(code)
    table_or_404(section_or_404(section_id), table)
    row, form = _row_or_404(analysis, table, row_id), RemoveForm()
    person, back = current_person(), section_path(code, section_id)
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            remove_row(act, analysis, row, by=person)
            act.leads_to(back)
        flash(gettext("The row is taken out."))
    return redirect(back, 303)


def _take_in(page: RowPage, row: AnswerRow, form: AnswersForm) -> str:
    """Answer as the form says; gives the page that follows."""
    person = current_person()
    then = section_path(page.proposal.code, page.section.id, f"row-{row.id}")
    if not reading.differs(page.known, form.answers()):
        forget_typed()
        return then
    with acting(by=person, at=now(), key=form.key.data) as act:
        values, seen = _by_key(form), form.was_seen()
        if not answer_row(act, page.analysis, row, by=person, values=values, seen=seen):
            raise Repeated(then)  # somebody else said the same meanwhile
        forget_draft(act, person, place=request.path)
        act.leads_to(then)
    flash(gettext("Saved."))
    return act.location


def _row_or_404(analysis: Analysis, table: str, row_id: UUID) -> AnswerRow:
    row = queries.row(analysis, row_id)
    return row if row is not None and row.table == table else abort(404)


def _kept(content: Content, table: str, row_id: UUID) -> Row:
    return next((each for each in rows(content, table) if each["id"] == str(row_id)), {})


def _known_now(analysis: Analysis, table: str, row_id: UUID) -> dict[str, object]:
    kept = _kept(queries.content(analysis), table, row_id)
    return {f"{table}.{key}": value for key, value in kept.items()}


def _by_key(form: AnswersForm) -> dict[str, object]:
    return {question.key: form.answer(question) for question in form.questions}
