"""Evidence and forecasts of an analysis: kept in rooms of their own, cited here."""

from datetime import datetime

from impactreview.analyses.models import Analysis, CitedEvidence, CitedForecast
from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act
from impactreview.evidence import operations as evidence
from impactreview.evidence.operations import Finding
from impactreview.indicators import operations as indicators
from impactreview.indicators.operations import Range
from impactreview.kernel.refusals import NotNow, Stale
from impactreview.people.models import Person
from impactreview.proposals.rules import must_write


def cite_evidence(act: Act, analysis: Analysis, finding: Finding, *, by: Person) -> CitedEvidence:
    """The analysis rests on a new finding too. Raises NotYours or NotNow."""
    must_write(by, analysis.proposal)
    kept = evidence.add(act, finding, by=by)
    cited = act.add(CitedEvidence(analysis=analysis, evidence=kept, dropped_at=None))
    act.record(Event.EVIDENCE_CITED, analysis, evidence=str(kept.id))
    return cited


def correct_evidence(
    act: Act, cited: CitedEvidence, finding: Finding, *, by: Person, seen: int
) -> None:
    """A finding of this analysis is put right, by one who saw its version `seen`.

    Raises NotYours, NotNow, or Stale where somebody else put it right meanwhile; nothing is then
    written.
    """
    must_write(by, cited.analysis.proposal)
    act.lock(cited.evidence)
    must_stand(cited.dropped_at)
    _must_be_seen(cited.evidence.version, seen)
    evidence.correct(act, cited.evidence, finding)
    act.record(Event.EVIDENCE_CITED, cited.analysis, evidence=str(cited.evidence_id))


def drop_evidence(act: Act, cited: CitedEvidence, *, by: Person) -> None:
    """The analysis no longer rests on this finding. Raises NotYours or NotNow."""
    must_write(by, cited.analysis.proposal)
    must_stand(cited.dropped_at)
    cited.dropped_at = act.at
    act.record(Event.EVIDENCE_DROPPED, cited.analysis, evidence=str(cited.evidence_id))


def cite_forecast(act: Act, analysis: Analysis, expected: Range, *, by: Person) -> CitedForecast:
    """The analysis makes one forecast more. Raises NotYours or NotNow."""
    must_write(by, analysis.proposal)
    made = indicators.make_forecast(act, expected)
    cited = act.add(CitedForecast(analysis=analysis, forecast=made, dropped_at=None))
    act.record(Event.FORECAST_CITED, analysis, forecast=str(made.id))
    return cited


def change_forecast(
    act: Act, cited: CitedForecast, expected: Range, *, by: Person, seen: int
) -> None:
    """A forecast of this analysis says something else, by one who saw its version `seen`.

    Raises NotYours, NotNow, or Stale where somebody else changed it meanwhile; nothing is then
    written.
    """
    must_write(by, cited.analysis.proposal)
    act.lock(cited.forecast)
    must_stand(cited.dropped_at)
    _must_be_seen(cited.forecast.version, seen)
    indicators.change_forecast(act, cited.forecast, expected)
    act.record(Event.FORECAST_CITED, cited.analysis, forecast=str(cited.forecast_id))


def drop_forecast(act: Act, cited: CitedForecast, *, by: Person) -> None:
    """The analysis does not make this forecast any more. Raises NotYours or NotNow."""
    must_write(by, cited.analysis.proposal)
    must_stand(cited.dropped_at)
    cited.dropped_at = act.at
    indicators.drop_forecast(act, cited.forecast)
    act.record(Event.FORECAST_DROPPED, cited.analysis, forecast=str(cited.forecast_id))


def must_stand(dropped_at: datetime | None) -> None:
    """Raise NotNow for what the analysis does not cite any more."""
    if dropped_at is not None:
        raise NotNow("Somebody has taken this row out meanwhile.")


def _must_be_seen(version: int, seen: int) -> None:
    if version != seen:
        raise Stale("Somebody else changed this meanwhile. What it says now stands below.")
