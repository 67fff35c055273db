"""Evidence and forecasts of an analysis: brought, put right, taken out."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from impactreview.analyses import queries
from impactreview.analyses.forms.choosing import RemoveForm
from impactreview.analyses.forms.citing import EvidenceForm, ForecastForm, choices_of
from impactreview.analyses.operations import citing
from impactreview.analyses.views.room import analysed, bp
from impactreview.audit.acts import acting
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.indicators.terms import Kind, Lead
from impactreview.kernel.clock import now
from impactreview.people import queries as people
from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.proposals.rules import may_write
from impactreview.web.access import needs
from impactreview.web.languages import term


@bp.route("/analysis/F/evidence", methods=["GET", "POST"], defaults={"cited_id": None})
@bp.route("/analysis/F/rows/evidence/<uuid:cited_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def evidence(code: str, cited_id: UUID | None) -> ResponseReturnValue:
    """Bring a voice of the customer, or put one right."""
    proposal, analysis = analysed(code)
    cited = _cited(queries.evidence_of(analysis), cited_id)
    form = EvidenceForm(obj=cited.evidence if cited else None)
    form.source.choices = choices_of(Source, term)
    form.stance.choices = choices_of(Stance, term)
    form.strength.choices = choices_of(Strength, term, blank=True)
    if form.sent():
        person = current_person()
        with acting(by=person, at=now(), key=form.key.data) as act:
            if cited is None:
                citing.cite_evidence(act, analysis, form.finding_of(), by=person)
            else:
                citing.correct_evidence(act, cited, form.finding_of(), by=person)
            act.leads_to(_back(code, "F"))
        flash(gettext("Saved."))
        return redirect(act.location)
    return _page("analyses/evidence.html", proposal, form, cited)


@bp.route("/analysis/G/forecast", methods=["GET", "POST"], defaults={"cited_id": None})
@bp.route("/analysis/G/rows/forecasts/<uuid:cited_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def forecast(code: str, cited_id: UUID | None) -> ResponseReturnValue:
    """Make a forecast, or change one."""
    proposal, analysis = analysed(code)
    cited = _cited(queries.forecasts_of(analysis), cited_id)
    form = _forecast_form(cited)
    if form.sent():
        person, owner_id = current_person(), form.owner_id()
        with acting(by=person, at=now(), key=form.key.data) as act:
            expected = form.range_of(people.by_id(owner_id) if owner_id else None)
            if cited is None:
                citing.cite_forecast(act, analysis, expected, by=person)
            else:
                citing.change_forecast(act, cited, expected, by=person)
            act.leads_to(_back(code, "G"))
        flash(gettext("Saved."))
        return redirect(act.location)
    return _page("analyses/forecast.html", proposal, form, cited)


@bp.post("/analysis/F/rows/evidence/<uuid:cited_id>/drop")
@needs(Permission.PROPOSAL_WRITE)
def drop_evidence(code: str, cited_id: UUID) -> ResponseReturnValue:
    """The analysis no longer rests on it."""
    _, analysis = analysed(code)
    cited, person = _cited(queries.evidence_of(analysis), cited_id), current_person()
    form = RemoveForm()
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            citing.drop_evidence(act, cited, by=person)
            act.leads_to(_back(code, "F"))
    return redirect(_back(code, "F"), 303)


@bp.post("/analysis/G/rows/forecasts/<uuid:cited_id>/drop")
@needs(Permission.PROPOSAL_WRITE)
def drop_forecast(code: str, cited_id: UUID) -> ResponseReturnValue:
    """The analysis does not make it any more."""
    _, analysis = analysed(code)
    cited, person = _cited(queries.forecasts_of(analysis), cited_id), current_person()
    form = RemoveForm()
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            citing.drop_forecast(act, cited, by=person)
            act.leads_to(_back(code, "G"))
    return redirect(_back(code, "G"), 303)


def _forecast_form(cited: Any) -> ForecastForm:
    form = ForecastForm(obj=cited.forecast if cited else None)
    form.kind.choices = choices_of(Kind, term)
    form.lead.choices = choices_of(Lead, term)
    offered = (SelectChoice(*each) for each in queries.people_to_choose())
    form.owner.choices = [SelectChoice("", "–"), *offered]
    if cited and not form.is_submitted():
        form.owner.data = f"person/{cited.forecast.owner_id}" if cited.forecast.owner_id else ""
    return form


def _cited(standing: Any, cited_id: UUID | None) -> Any:
    if cited_id is None:
        return None
    return next((each for each in standing if each.id == cited_id), None) or abort(404)


def _back(code: str, section_id: str) -> str:
    return url_for("analyses.section", code=code, section_id=section_id)


def _page(template: str, proposal: Any, form: Any, cited: Any) -> ResponseReturnValue:
    return render_template(
        template,
        proposal=proposal,
        form=form,
        cited=cited,
        remove=RemoveForm() if cited else None,
        may_write=may_write(current_person().id, proposal),
    )
