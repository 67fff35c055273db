"""The quick test, the task list, and why the level is what it is."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.analyses import queries
from impactreview.analyses.forms.answers import AnswersForm
from impactreview.analyses.forms.building import Offer, filled, form_for
from impactreview.analyses.forms.choosing import ChooseForm
from impactreview.analyses.operations.screening import choose_form, screen
from impactreview.analyses.queries.claims import why_no_claim
from impactreview.analyses.rules import asking, reading
from impactreview.analyses.rules.finishing import field_name
from impactreview.analyses.rules.owed import larger, owed
from impactreview.analyses.rules.progress import elsewhere
from impactreview.analyses.views.keeping import begun, clashes, kept_here
from impactreview.analyses.views.overview import overview_of
from impactreview.analyses.views.room import analysed, answerable, bp, language
from impactreview.audit.acts import acting
from impactreview.impact.loading import default_template
from impactreview.impact.quick_test import quick_test as tested
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Form
from impactreview.impact.values import Content
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Stale, Unusable
from impactreview.people.current import current_person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs


@bp.route("/quick-test", methods=["GET", "POST"])
@needs(Permission.REGISTER_READ)
def quick_test(code: str) -> ResponseReturnValue:
    """The questions that say whether an analysis is owed, and how long a one."""
    proposal, draft, found = answerable(code), kept_here(), []
    known = _screened(proposal)
    questions = default_template().section("0").questions
    made = form_for(questions, Offer(language=language()))
    form = begun(made, draft, data=filled(questions, known))
    if form.sent():
        try:
            return redirect(_screen(proposal, form), 303)
        except Stale:
            found = clashes(form, _screened(proposal), language(), {})
    page = _quick_page(proposal, known, form)
    status = 409 if found else 422 if form.errors else 200
    return render_template(
        "analyses/quick_test.html", **page, form=form, kept=draft, clashes=found
    ), status


@bp.get("/analysis")
@needs(Permission.REGISTER_READ)
def tasks(code: str) -> ResponseReturnValue:
    """What is to do, section by section, and the level as far as it can be told."""
    proposal, analysis = analysed(code)
    template, content, form = default_template(), queries.content(analysis), analysis.form
    barred = why_no_claim(proposal)
    overview = overview_of(proposal, analysis, content, may_claim=not barred)
    least = owed(template, content, door=proposal.door, may_claim=not barred)
    choose = ChooseForm(form=larger(form, least.form).value)
    choose.offer(least.choices)
    return render_template(
        "analyses/tasks.html",
        proposal=proposal,
        analysis=analysis,
        result=tested(template, content["answers"]),
        owed=least,
        barred=barred if least.is_barred else None,
        progress=overview.progress,
        missing=overview.missing,
        elsewhere=elsewhere(overview.missing),
        too_small=form not in least.choices,
        assessment=overview.assessment,
        questions={question.id: question for question in template.section("0").questions},
        language=language(),
        may_write=may_write(current_person().id, proposal),
        choose=choose,
    )


@bp.post("/analysis/form")
@needs(Permission.PROPOSAL_WRITE)
def choose(code: str) -> ResponseReturnValue:
    """Hold the analysis to another form than the quick test asks for."""
    _, analysis = analysed(code)
    form, person = ChooseForm(), current_person()
    if not form.sent():
        raise Unusable("Choose one of the forms.")
    with acting(by=person, at=now(), key=form.key.data) as act:
        choose_form(act, analysis, by=person, form=Form(form.form.data))
        act.leads_to(url_for("analyses.tasks", code=code))
    return redirect(act.location, 303)


@bp.get("/analysis/why")
@needs(Permission.REGISTER_READ)
def why(code: str) -> ResponseReturnValue:
    """Why the level is what it is, step by step, and what one step less or more would do."""
    proposal, analysis = analysed(code)
    template, content = default_template(), queries.content(analysis)
    return render_template(
        "analyses/why.html",
        proposal=proposal,
        assessment=assess(template, content, door=proposal.door, form=analysis.form),
        names=reading.names_of_places(template, content, language()),
        titles={question.id: question.title for question in template.questions()},
        language=language(),
    )


def _screened(proposal: Proposal) -> Mapping[str, object]:
    """The answers to the quick test, as they stand."""
    analysis = queries.of(proposal)
    return queries.screen_answers(analysis) if analysis else {}


def _screen(proposal: Proposal, form: AnswersForm) -> str:
    """Screen the proposal as the form says; gives the page that follows."""
    person = current_person()
    with acting(by=person, at=now(), key=form.key.data) as act:
        screen(act, proposal, by=person, answers=form.answers(), seen=form.was_seen())
        forget_draft(act, person, place=request.path)
        act.leads_to(url_for("analyses.tasks", code=proposal.code))
    return act.location


def _quick_page(proposal: Proposal, known: Mapping[str, object], form: AnswersForm) -> Any:
    """What stands around the form of the quick test."""
    template = default_template()
    section = template.section("0")
    content: Content = {"answers": known, "rows": {}}
    reader = reading.Reader(template, content, language(), Form.FULL, {})
    shown = asking.on_page(section.questions, known, Form.FULL)
    return {
        "proposal": proposal,
        "section": section,
        "shown": {field_name(each.question.id): each for each in shown},
        "answers": reading.answers_shown(reader, section),
        "is_new": not known,
        "language": language(),
        "may_write": may_write(current_person().id, proposal),
    }
