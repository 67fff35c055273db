"""Evidence and forecasts of an analysis: brought, put right, taken out."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from impactreview.analyses import queries
from impactreview.analyses.forms.choosing import RemoveForm
from impactreview.analyses.forms.citing import EvidenceForm, ForecastForm
from impactreview.analyses.models import Analysis, CitedEvidence, CitedForecast
from impactreview.analyses.operations import citing
from impactreview.analyses.rules.content import evidence_values, forecast_values
from impactreview.analyses.rules.naming import said
from impactreview.analyses.rules.reading import segments
from impactreview.analyses.views.keeping import begun, kept_here
from impactreview.analyses.views.room import bp, language, section_path, writable
from impactreview.audit.acts import acting
from impactreview.impact.loading import default_template
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Stale
from impactreview.people import queries as people
from impactreview.people.current import current_person
from impactreview.people.operations.drafts import forget_draft
from impactreview.people.permissions import Permission
from impactreview.web.access import needs


@bp.route("/analysis/F/evidence", methods=["GET", "POST"], defaults={"cited_id": None})
@bp.route("/analysis/F/rows/evidence/<uuid:cited_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def evidence(code: str, cited_id: UUID | None) -> ResponseReturnValue:
    """Bring a voice of the customer, or put one right."""
    proposal, analysis = writable(code)
    cited, draft = _evidence(analysis, cited_id), kept_here()
    form = begun(EvidenceForm, draft, obj=cited.evidence if cited else None)
    form.offer()
    stale = False
    if form.sent():
        try:
            return redirect(_cite_evidence(analysis, cited, form), 303)
        except Stale:
            stale = True
            form.version.raw_data = [str(cited.evidence.version if cited else 0)]
    told = _said("evidence", evidence_values(cited), {}) if cited else []
    page = {"proposal": proposal, "form": form, "cited": cited, "kept": draft, "told": told}
    rest = _details("F", analysis, cited, stale)
    return render_template("analyses/cited.html", **page, **rest), _status(form, stale)


@bp.route("/analysis/G/forecast", methods=["GET", "POST"], defaults={"cited_id": None})
@bp.route("/analysis/G/rows/forecasts/<uuid:cited_id>", methods=["GET", "POST"])
@needs(Permission.PROPOSAL_WRITE)
def forecast(code: str, cited_id: UUID | None) -> ResponseReturnValue:
    """Make a forecast, or change one."""
    proposal, analysis = writable(code)
    cited, draft = _forecast(analysis, cited_id), kept_here()
    form, names = _forecast_form(cited, draft)
    stale = False
    if form.sent():
        try:
            return redirect(_cite_forecast(analysis, cited, form), 303)
        except Stale:
            stale = True
            form.version.raw_data = [str(cited.forecast.version if cited else 0)]
    told = _said("forecasts", forecast_values(cited), names) if cited else []
    page = {"proposal": proposal, "form": form, "cited": cited, "kept": draft, "told": told}
    rest = _details("G", analysis, cited, stale)
    return render_template("analyses/cited.html", **page, **rest), _status(form, stale)


@bp.post("/analysis/F/rows/evidence/<uuid:cited_id>/drop")
@needs(Permission.PROPOSAL_WRITE)
def drop_evidence(code: str, cited_id: UUID) -> ResponseReturnValue:
    """The analysis no longer rests on it."""
    _, analysis = writable(code)
    cited = queries.cited_evidence(analysis, cited_id) or abort(404)
    form, person, back = RemoveForm(), current_person(), section_path(code, "F")
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            citing.drop_evidence(act, cited, by=person)
            act.leads_to(back)
    return redirect(back, 303)


@bp.post("/analysis/G/rows/forecasts/<uuid:cited_id>/drop")
@needs(Permission.PROPOSAL_WRITE)
def drop_forecast(code: str, cited_id: UUID) -> ResponseReturnValue:
    """The analysis does not make it any more."""
    _, analysis = writable(code)
    cited = queries.cited_forecast(analysis, cited_id) or abort(404)
    form, person, back = RemoveForm(), current_person(), section_path(code, "G")
    if form.sent():
        with acting(by=person, at=now(), key=form.key.data) as act:
            citing.drop_forecast(act, cited, by=person)
            act.leads_to(back)
    return redirect(back, 303)


def _cite_evidence(analysis: Analysis, cited: CitedEvidence | None, form: EvidenceForm) -> str:
    person, finding = current_person(), form.finding_of()
    with acting(by=person, at=now(), key=form.key.data) as act:
        if cited is None:
            cited = citing.cite_evidence(act, analysis, finding, by=person)
        else:
            citing.correct_evidence(act, cited, finding, by=person, seen=form.seen)
        forget_draft(act, person, place=request.path)
        act.leads_to(section_path(analysis.proposal.code, "F", f"row-{cited.id}"))
    flash(gettext("Saved."))
    return act.location


def _cite_forecast(analysis: Analysis, cited: CitedForecast | None, form: ForecastForm) -> str:
    person, owner_id = current_person(), form.owner_id()
    with acting(by=person, at=now(), key=form.key.data) as act:
        expected = form.range_of(people.by_id(owner_id) if owner_id else None)
        if cited is None:
            cited = citing.cite_forecast(act, analysis, expected, by=person)
        else:
            citing.change_forecast(act, cited, expected, by=person, seen=form.seen)
        forget_draft(act, person, place=request.path)
        act.leads_to(section_path(analysis.proposal.code, "G", f"row-{cited.id}"))
    flash(gettext("Saved."))
    return act.location


def _forecast_form(cited: CitedForecast | None, draft: Any) -> tuple[ForecastForm, dict[str, str]]:
    owner_id = cited.forecast.owner_id if cited else None
    handle = f"person/{owner_id}" if owner_id else ""
    offered = queries.people_to_choose(also=[handle])
    shown = {"obj": cited.forecast, "data": {"owner": handle}} if cited else {}
    form = begun(ForecastForm, draft, **shown)
    form.offer(list(offered))
    if not form.is_submitted() and draft is None:
        form.owner.data = handle
    return form, dict(offered)


def _evidence(analysis: Analysis, cited_id: UUID | None) -> CitedEvidence | None:
    if cited_id is None:
        return None
    cited = queries.cited_evidence(analysis, cited_id) or abort(404)
    citing.must_stand(cited.dropped_at)
    return cited


def _forecast(analysis: Analysis, cited_id: UUID | None) -> CitedForecast | None:
    if cited_id is None:
        return None
    cited = queries.cited_forecast(analysis, cited_id) or abort(404)
    citing.must_stand(cited.dropped_at)
    return cited


def _said(table: str, values: Any, names: dict[str, str]) -> list[tuple[str, str]]:
    """What it says now, column by column."""
    columns = default_template().tables[table].columns
    return [
        (c.title.spoken(language()), said(c, values.get(c.key), language(), names)) for c in columns
    ]


_HEADINGS = {"F": lazy_gettext("Voice of the customer"), "G": lazy_gettext("Forecast")}
_DROPS = {"F": "analyses.drop_evidence", "G": "analyses.drop_forecast"}


def _details(section_id: str, analysis: Analysis, cited: Any, stale: bool) -> dict[str, Any]:
    return {
        "section_id": section_id,
        "heading": _HEADINGS[section_id],
        "drop": _DROPS[section_id],
        "segments": segments(queries.content(analysis)),
        "remove": RemoveForm() if cited else None,
        "stale": stale,
    }


def _status(form: Any, stale: bool) -> int:
    return 409 if stale else 422 if form.errors else 200
