"""The quick test, the task list, and why the level is what it is."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from impactreview.analyses import queries
from impactreview.analyses.forms.building import filled, form_for, given
from impactreview.analyses.forms.choosing import ChooseForm
from impactreview.analyses.operations.screening import choose_form, screen
from impactreview.analyses.rules.finishing import missing_of
from impactreview.analyses.rules.progress import progress
from impactreview.analyses.rules.reading import places_to_choose
from impactreview.analyses.views.room import analysed, bp, language, readable
from impactreview.audit.acts import acting
from impactreview.impact.loading import default_template
from impactreview.impact.quick_test import quick_test as tested
from impactreview.impact.scoring import assess
from impactreview.impact.terms import Form
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs


def today() -> date:
    """The day it is in the organisation's zone."""
    return now().astimezone(ZoneInfo(current_app.config["TIME_ZONE"])).date()


@bp.route("/quick-test", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def quick_test(code: str) -> ResponseReturnValue:
    """The questions that say whether an analysis is owed, and how long a one."""
    proposal = readable(code)
    analysis = queries.of(proposal)
    questions = default_template().section("0").questions
    kept = queries.screen_answers(analysis) if analysis else {}
    form = form_for(questions, language=language())(data=filled(questions, kept))
    if form.sent():
        person = current_person()
        with acting(by=person, at=now(), key=form.key.data) as act:
            screen(act, proposal, by=person, answers=given(questions, form))
            act.leads_to(url_for("analyses.tasks", code=code))
        return redirect(act.location)
    may = may_write(current_person().id, proposal)
    return render_template("analyses/quick_test.html", proposal=proposal, form=form, may_write=may)


@bp.get("/analysis")
@needs(Permission.REGISTER_READ)
def tasks(code: str) -> ResponseReturnValue:
    """What is to do, section by section, and the level as far as it can be told."""
    proposal, analysis = analysed(code)
    template, content = default_template(), queries.content(analysis)
    found = missing_of(
        code, template, content, form=analysis.form, door=proposal.door, today=today()
    )
    result = tested(template, content["answers"])
    return render_template(
        "analyses/tasks.html",
        proposal=proposal,
        analysis=analysis,
        result=result,
        progress=progress(template, content, analysis.form, found),
        missing=found,
        assessment=assess(template, content, door=proposal.door, form=analysis.form),
        questions={question.id: question for question in template.section("0").questions},
        language=language(),
        may_write=may_write(current_person().id, proposal),
        choose=ChooseForm(form=analysis.form.value),
    )


@bp.post("/analysis/form")
@needs(Permission.PROPOSAL_WRITE)
def choose(code: str) -> ResponseReturnValue:
    """Hold the analysis to another form than the quick test asks for."""
    _, analysis = analysed(code)
    form, person = ChooseForm(), current_person()
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            choose_form(act, analysis, by=person, form=Form(form.form.data))
    return redirect(url_for("analyses.tasks", code=code), 303)


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
        names=dict(places_to_choose(template, content, language())),
    )
