"""A section's page: its questions, and the rows of its table."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.analyses import queries
from impactreview.analyses.forms.building import filled, form_for, given
from impactreview.analyses.operations.answering import answer
from impactreview.analyses.rules.finishing import table_of
from impactreview.analyses.rules.reading import differs, rows_shown
from impactreview.analyses.views.room import analysed, bp, language, section_or_404
from impactreview.audit.acts import acting
from impactreview.impact.content import asked
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question, Section
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs


def questions_of(section: Section, form: str) -> list[Question]:
    """The plain questions of a section that this form asks."""
    return [q for q in section.questions if not q.table and form in {f.value for f in q.forms}]


def following(section: Section, form: str) -> str | None:
    """The section after this one in the form at hand; None after the last."""
    ids = [s.id for s in default_template().sections if form in {f.value for f in s.forms}]
    place = ids.index(section.id) if section.id in ids else len(ids)
    return ids[place + 1] if place + 1 < len(ids) else None


@bp.route("/analysis/<section_id>", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def section(code: str, section_id: str) -> ResponseReturnValue:
    """Read or answer the questions of one section."""
    proposal, analysis = analysed(code)
    shown, content = section_or_404(section_id), queries.content(analysis)
    plain = questions_of(shown, analysis.form.value)
    offered = queries.people_to_choose()
    form = form_for(plain, language=language(), people=offered)(
        data=filled(plain, content["answers"])
    )
    after = following(shown, analysis.form.value)
    if form.sent():
        person, values = current_person(), given(plain, form)
        if differs(content["answers"], values):
            with acting(by=person, at=now(), key=form.key.data) as act:
                answer(act, analysis, by=person, values=values)
                act.leads_to(_next(code, after))
            flash(gettext("Saved."))
        return redirect(_next(code, after), 303)
    return render_template(
        "analyses/section.html",
        **_page(proposal, analysis, shown, content, offered),
        form=form,
        after=after,
    )


def _next(code: str, after: str | None) -> str:
    if after is None:
        return url_for("analyses.tasks", code=code)
    return url_for("analyses.section", code=code, section_id=after)


def _page(
    proposal: Any, analysis: Any, shown: Section, content: Any, people: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    template, table = default_template(), table_of(shown)
    seen = asked(template, content)
    return {
        "proposal": proposal,
        "analysis": analysis,
        "section": shown,
        "table": table,
        "rows": rows_shown(template, shown, seen, language(), dict(people)) if table else [],
        "language": language(),
        "may_write": may_write(current_person().id, proposal),
    }
