"""A section's page: its questions, and the rows of its table."""

from collections.abc import Mapping
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
from impactreview.analyses.rules.content import assembled
from impactreview.analyses.rules.finishing import CITED, field_name, table_of
from impactreview.analyses.rules.progress import neighbours
from impactreview.analyses.rules.taken import from_proposal
from impactreview.analyses.views.keeping import Clash, begun, clashes, forget_typed, kept_here
from impactreview.analyses.views.overview import overview_of
from impactreview.analyses.views.room import (
    analysed,
    bp,
    held,
    language,
    section_or_404,
    section_path,
    writable,
)
from impactreview.audit.acts import acting
from impactreview.impact.content import asked
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import Content, is_known
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal, Stale, Unusable
from impactreview.people.current import current_person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs
from impactreview.web.forms import Form

_WRONG = "This answer does not fit its question."


@dataclass(frozen=True)
class SectionPage:
    """One section of one analysis, as somebody looks at it."""

    proposal: Proposal
    analysis: Analysis
    section: Section
    content: Content
    people: dict[str, str]
    """By handle the names of those who can be chosen, and of those who are named."""

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
    asked_for = section_or_404(section_id)
    if request.method == "GET":
        return _shown(analysed(code), asked_for)
    try:
        return redirect(_take_in(code, asked_for), 303)
    except (Unusable, Stale) as refusal:
        return _shown(writable(code), asked_for, refusal)


def _shown(
    found: tuple[Proposal, Analysis], section: Section, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """The section's page; with the form as it was sent, where the form was refused."""
    proposal, analysis = found
    content = queries.content(analysis)
    named = reading.people_named(default_template(), content)
    page = SectionPage(
        proposal, analysis, section, content, dict(queries.people_to_choose(also=named))
    )
    draft, clashing = kept_here(), []
    form = begun(page.form(), draft, data=page.filled())
    if refusal is not None and form.validate():
        clashing = clashes(form, page.answers, language(), page.people)
        if not clashing:
            form.tell(refusal)
    return render_template(
        "analyses/section.html", **page.details(), form=form, kept=draft, clashes=clashing
    ), _status(form, clashing)


class _NothingNew(Exception):
    """The form says what stands there already."""


def _take_in(code: str, section: Section) -> str:
    """Answer as the form says; gives the page that follows. Raises Unusable for a wrong form."""
    sent, person = Form(), current_person()
    if not sent.sent():
        raise Unusable(_WRONG)
    try:
        with acting(by=person, at=now(), key=sent.key.data) as act:
            found = held(act, code)
            page = _page_sent(found, section)
            form = page.form()()
            act.leads_to(_next(page))
            if not form.validate():
                raise Unusable(_WRONG)
            if not answer(act, found, by=person, values=form.answers(), seen=form.was_seen()):
                raise _NothingNew
            forget_draft(act, person, place=request.path)
    except _NothingNew:
        forget_typed()
    else:
        flash(gettext("Saved."))
    return act.location


def _page_sent(found: queries.Held, section: Section) -> SectionPage:
    """The page as far as its form must be known to be taken in."""
    plain = [(each.path, None, each.value) for each in found.answers.values()]
    content = assembled(plain, (), evidence=(), forecasts=())
    people = _people_sent(section, content["answers"])
    return SectionPage(found.analysis.proposal, found.analysis, section, content, people)


def _people_sent(section: Section, known: Mapping[str, object]) -> dict[str, str]:
    """Whom the form may name: those who stand there already, and who else is found."""
    asked_for = [q.id for q in section.questions if q.type is QuestionType.PERSON]
    standing = {str(known[path]) for path in asked_for if is_known(known.get(path))}
    sent = {request.form.get(field_name(path), "") for path in asked_for}
    return {**dict.fromkeys(standing, ""), **queries.people_named(sent - standing)}


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
