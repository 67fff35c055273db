"""An analysis as content: the JSON shape that scoring, freezing and every page read."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from impactreview.analyses.models import CitedEvidence, CitedForecast
from impactreview.impact.values import UNKNOWN, Content, is_answered


def assembled(
    answers: Sequence[tuple[str, UUID | None, object]],
    rows: Sequence[tuple[UUID, str]],
    *,
    evidence: Sequence[Mapping[str, object]],
    forecasts: Sequence[Mapping[str, object]],
) -> Content:
    """The content that these answers and rows make; answers of rows taken out do not count."""
    tables: dict[str, list[dict[str, object]]] = {}
    by_id: dict[UUID, dict[str, object]] = {}
    for row_id, table in rows:
        by_id[row_id] = {"id": str(row_id)}
        tables.setdefault(table, []).append(by_id[row_id])
    plain: dict[str, object] = {}
    for path, row, value in answers:
        if not is_answered(value):
            continue
        if row is None:
            plain[path] = value
        elif row in by_id:
            by_id[row][path.partition(".")[2]] = value
    tables["evidence"] = [dict(each) for each in evidence]
    tables["forecasts"] = [dict(each) for each in forecasts]
    return {"answers": plain, "rows": {name: kept for name, kept in tables.items() if kept}}


def evidence_values(cited: CitedEvidence) -> Mapping[str, object]:
    """A piece of evidence as a row; what is not known says so."""
    kept = cited.evidence
    return {
        "id": str(cited.id),
        "source": kept.source.value,
        "period": kept.period or UNKNOWN,
        "sample": _said(kept.sample),
        "segment": kept.segment,
        "finding": kept.finding,
        "stance": kept.stance.value,
        "strength": _said(kept.strength),
        "link": kept.link,
    }


def forecast_values(cited: CitedForecast) -> Mapping[str, object]:
    """A forecast as a row; what is not known says so."""
    made = cited.forecast
    return {
        "id": str(cited.id),
        "kpi": made.kind.value,
        "name": made.name,
        "segment": made.segment,
        "unit": made.unit,
        "baseline": _said(made.baseline),
        "baseline_on": _said(made.baseline_on),
        "sample": _said(made.sample),
        "low": _said(made.low),
        "likely": _said(made.likely),
        "high": _said(made.high),
        "horizon": made.horizon.isoformat(),
        "timing": made.lead.value,
        "source": made.source or UNKNOWN,
        "owner": f"person/{made.owner_id}" if made.owner_id else UNKNOWN,
        "money": made.money or UNKNOWN,
    }


def _said(value: Decimal | int | date | StrEnum | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
