"""A section's page: its questions, and the rows of its table."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.analyses import queries
from impactreview.analyses.forms.answers import AnswersForm
from impactreview.analyses.forms.building import Offer, filled, form_for
from impactreview.analyses.models import Analysis
from impactreview.analyses.operations.answering import answer
from impactreview.analyses.rules import asking, reading
from impactreview.analyses.rules.finishing import CITED, field_name, table_of
from impactreview.analyses.rules.progress import neighbours
from impactreview.analyses.rules.taken import from_proposal
from impactreview.analyses.views.keeping import Clash, begun, clashes, forget_typed, kept_here
from impactreview.analyses.views.overview import overview_of
from impactreview.analyses.views.room import (
    analysed,
    bp,
    language,
    section_or_404,
    section_path,
    writable,
)
from impactreview.audit.acts import acting
from impactreview.impact.content import asked
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from impactreview.impact.values import Content
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Repeated, Stale
from impactreview.people.current import current_person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs


@dataclass(frozen=True)
class SectionPage:
    """One section of one analysis, as somebody looks at it."""

    proposal: Proposal
    analysis: Analysis
    section: Section
    content: Content

    @cached_property
    def table(self) -> Question | None:
        """The question of this section that shows rows."""
        return table_of(self.section)

    @cached_property
    def shown(self) -> list[asking.Shown]:
        """The plain questions, as far as they can be asked here."""
        return asking.on_page(self.section.questions, self.answers, self.analysis.form)

    @property
    def answers(self) -> dict[str, object]:
        """Every plain answer of the analysis."""
        return dict(self.content["answers"])

    @cached_property
    def people(self) -> dict[str, str]:
        """The names of those who can be chosen, and of those who are named."""
        named = reading.people_named(default_template(), self.content)
        return dict(queries.people_to_choose(also=named))

    def form(self) -> type[AnswersForm]:
        """The form of its plain questions."""
        offer = Offer(language=language(), people=list(self.people.items()))
        return form_for([each.question for each in self.shown], offer)

    def filled(self) -> dict[str, Any]:
        """What this form shows at first."""
        questions = [each.question for each in self.shown]
        return filled(questions, self.answers, from_proposal(self.proposal))

    def details(self) -> dict[str, Any]:
        """What the page shows around the form."""
        template, form = default_template(), self.analysis.form
        seen = asked(template, self.content)
        reader = reading.Reader(template, seen, language(), form, self.people)
        before, after, number, of = neighbours(template, self.section, form)
        overview = overview_of(self.proposal, self.analysis, self.content)
        return {
            "proposal": self.proposal,
            "assessment": overview.assessment,
            "progress": overview.progress,
            "section": self.section,
            "table": self.table,
            "table_if": self._table_if(),
            "rows": reading.rows_shown(reader, self.section),
            "answers": reading.answers_shown(reader, self.section),
            "shown": {field_name(each.question.id): each for each in self.shown},
            "before": before,
            "after": after,
            "number": number,
            "of": of,
            "language": language(),
            "may_write": may_write(current_person().id, self.proposal),
        }

    def _table_if(self) -> Any:
        """The condition, over fields of this page, under which its table is asked for."""
        if self.table is None or not self.table.adds_rows:
            return True
        here = {each.question.id: field_name(each.question.id) for each in self.shown}
        return asking.left_of(self.table.ask_if, self.answers, here)


@bp.route("/analysis/<section_id>", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def section(code: str, section_id: str) -> ResponseReturnValue:
    """Read or answer the questions of one section."""
    proposal, analysis = writable(code) if request.method == "POST" else analysed(code)
    page = SectionPage(proposal, analysis, section_or_404(section_id), queries.content(analysis))
    draft, found = kept_here(), []
    form = begun(page.form(), draft, data=page.filled())
    if form.sent():
        try:
            return redirect(_take_in(page, form), 303)
        except Stale:
            known = queries.content(analysis)["answers"]
            found = clashes(form, known, language(), page.people)
    return render_template(
        "analyses/section.html", **page.details(), form=form, kept=draft, clashes=found
    ), _status(form, found)


def _take_in(page: SectionPage, form: AnswersForm) -> str:
    """Answer as the form says; gives the page that follows."""
    then, person = _next(page), current_person()
    if not reading.differs(page.answers, form.answers()):
        forget_typed()
        return then
    with acting(by=person, at=now(), key=form.key.data) as act:
        changed = answer(act, page.analysis, by=person, values=form.answers(), seen=form.was_seen())
        if not changed:  # somebody else said the same meanwhile
            raise Repeated(then)
        forget_draft(act, person, place=request.path)
        act.leads_to(then)
    flash(gettext("Saved."))
    return act.location


def _status(form: AnswersForm, found: list[Clash]) -> int:
    if found:
        return 409
    return 422 if form.errors else 200


def _next(page: SectionPage) -> str:
    """The next section, the new row that was asked for, or the task list."""
    code, table = page.proposal.code, page.table
    after = neighbours(default_template(), page.section, page.analysis.form)[1]
    if request.form.get("then") == "add" and table is not None and table.adds_rows:
        return _new_row(code, page.section.id, table.table or "")
    if request.form.get("then") == "stay":
        return section_path(code, page.section.id)
    if after is None:
        return url_for("analyses.tasks", code=code)
    return section_path(code, after.id)


def _new_row(code: str, section_id: str, table: str) -> str:
    if table in CITED:
        endpoint = "analyses.evidence" if table == "evidence" else "analyses.forecast"
        return url_for(endpoint, code=code)
    return url_for("analyses.new_row", code=code, section_id=section_id, table=table)
