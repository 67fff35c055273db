"""Questions about analyses: the analysis of a proposal, its answers, and all of it as content."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from impactreview.analyses.models import (
    Analysis,
    Answer,
    AnswerRow,
    CitedEvidence,
    CitedForecast,
)
from impactreview.analyses.rules.content import (
    assembled,
    evidence_values,
    forecast_values,
)
from impactreview.audit.acts import Act
from impactreview.impact.values import Content
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal

_MOST = 2_000


def of(proposal: Proposal) -> Analysis | None:
    """The analysis of a proposal; None before its quick test."""
    return session.scalars(
        sa.select(Analysis).where(Analysis.proposal_id == proposal.id)
    ).one_or_none()


@dataclass(frozen=True)
class Held:
    """An analysis that an act changes, with the answers that stand in no row, by path."""

    analysis: Analysis
    answers: Mapping[str, Answer]


_OF_CODE = sa.select(Analysis).join(Analysis.proposal).where(Proposal.code == sa.bindparam("code"))
_ANSWERED = (
    sa.select(Analysis, Answer)
    .join(Analysis.proposal)
    .outerjoin(Answer, (Answer.analysis_id == Analysis.id) & Answer.row_id.is_(None))
    .where(Proposal.code == sa.bindparam("code"))
    .options(
        contains_eager(Analysis.proposal).options(
            joinedload(Proposal.owner, innerjoin=True), defer(Proposal.text), defer(Proposal.html)
        )
    )
    .order_by(Answer.path)
    .limit(_MOST)
    .execution_options(populate_existing=True)
)


def held(act: Act, code: str) -> Held | None:
    """The analysis of the proposal of this code, for an act that answers it: others wait.

    What it says is read once the lock is there: whoever waited merges with what came before.
    """
    analysis = act.find(_OF_CODE, code=code)
    if analysis is None:
        return None
    found = session.execute(_ANSWERED, {"code": code})
    return Held(analysis, {each.path: each for _, each in found if each is not None})


def _all_written() -> sa.CompoundSelect[Any]:
    """SQL of the rows of an analysis, and of its answers, which have a path.

    Answers in rows and others apart: each kind has an index of its own.
    """
    this: sa.BindParameter[UUID] = sa.bindparam("analysis_id")
    answer = sa.select(
        Answer.path,
        Answer.row_id,
        Answer.value,
        sa.cast(sa.null(), sa.Text),
        sa.cast(sa.null(), sa.Integer),
    ).where(Answer.analysis_id == this)
    row = sa.select(
        sa.cast(sa.null(), sa.Text).label("path"),
        AnswerRow.id.label("row_id"),
        sa.cast(sa.null(), sa.JSON).label("value"),
        AnswerRow.table,
        AnswerRow.position,
    ).where(AnswerRow.analysis_id == this, AnswerRow.removed_at.is_(None))
    plain, in_rows = (
        answer.where(Answer.row_id.is_(None)),
        answer.where(Answer.row_id.is_not(None)),
    )
    return sa.union_all(row, plain, in_rows).limit(_MOST * 20)


_WRITTEN = _all_written()


def content(analysis: Analysis) -> Content:
    """All of an analysis in the shape that scoring takes, in three queries."""
    found = session.execute(_WRITTEN, {"analysis_id": analysis.id}).all()
    rows = [(row.table, row.position, row.row_id) for row in found if row.path is None]
    return assembled(
        [(path, row_id, value) for path, row_id, value, _, _ in found if path is not None],
        [(row_id, table) for table, _, row_id in sorted(rows)],
        evidence=[evidence_values(cited) for cited in evidence_of(analysis)],
        forecasts=[forecast_values(cited) for cited in forecasts_of(analysis)],
    )


def evidence_of(analysis: Analysis) -> Sequence[CitedEvidence]:
    """What the analysis rests on, in the order in which it was brought."""
    return session.scalars(
        sa.select(CitedEvidence)
        .join(CitedEvidence.evidence)
        .where(CitedEvidence.analysis_id == analysis.id, CitedEvidence.dropped_at.is_(None))
        .options(joinedload(CitedEvidence.evidence))
        .order_by(sa.text("evidence.added_at"), CitedEvidence.id)
        .limit(_MOST)
    ).all()


def forecasts_of(analysis: Analysis) -> Sequence[CitedForecast]:
    """What the analysis forecasts, in the order in which it was said."""
    return session.scalars(
        sa.select(CitedForecast)
        .join(CitedForecast.forecast)
        .where(CitedForecast.analysis_id == analysis.id, CitedForecast.dropped_at.is_(None))
        .options(joinedload(CitedForecast.forecast))
        .order_by(sa.text("forecast.made_at"), CitedForecast.id)
        .limit(_MOST)
    ).all()


def plain_answers(analysis: Analysis) -> Sequence[Answer]:
    """The answers that stand in no row."""
    return session.scalars(
        sa.select(Answer)
        .where(Answer.analysis_id == analysis.id, Answer.row_id.is_(None))
        .order_by(Answer.path)
        .limit(_MOST)
    ).all()


def screen_answers(analysis: Analysis) -> Mapping[str, object]:
    """The answers to the quick test."""
    return {each.path: each.value for each in plain_answers(analysis) if each.path[:2] == "0."}


def answers_in(row: AnswerRow) -> Sequence[Answer]:
    """The answers that stand in one row."""
    return session.scalars(
        sa.select(Answer).where(Answer.row_id == row.id).order_by(Answer.path).limit(_MOST)
    ).all()


def rows_of(analysis: Analysis, table: str) -> Sequence[AnswerRow]:
    """The rows of one table, in their order."""
    return session.scalars(
        sa.select(AnswerRow)
        .where(
            AnswerRow.analysis_id == analysis.id,
            AnswerRow.table == table,
            AnswerRow.removed_at.is_(None),
        )
        .order_by(AnswerRow.position, AnswerRow.id)
        .limit(_MOST)
    ).all()


def row(analysis: Analysis, row_id: UUID) -> AnswerRow | None:
    """The row of this id, where it belongs to this analysis; also one that was taken out."""
    return session.scalars(
        sa.select(AnswerRow).where(AnswerRow.id == row_id, AnswerRow.analysis_id == analysis.id)
    ).one_or_none()


def cited_evidence(analysis: Analysis, cited_id: UUID) -> CitedEvidence | None:
    """The evidence cited under this id by this analysis; also what it no longer rests on."""
    return session.scalars(
        sa.select(CitedEvidence)
        .where(CitedEvidence.id == cited_id, CitedEvidence.analysis_id == analysis.id)
        .options(joinedload(CitedEvidence.evidence))
    ).one_or_none()


def cited_forecast(analysis: Analysis, cited_id: UUID) -> CitedForecast | None:
    """The forecast made under this id by this analysis; also one that it does not make any more."""
    return session.scalars(
        sa.select(CitedForecast)
        .where(CitedForecast.id == cited_id, CitedForecast.analysis_id == analysis.id)
        .options(joinedload(CitedForecast.forecast))
    ).one_or_none()


def mitigations_of(analysis: Analysis, place_id: UUID) -> bool:
    """Whether a mitigation that stands names this row of places."""
    named = session.scalars(
        sa.select(Answer.value)
        .join(AnswerRow, AnswerRow.id == Answer.row_id)
        .where(
            Answer.analysis_id == analysis.id,
            Answer.row_id.is_not(None),
            Answer.path == "mitigations.place",
            AnswerRow.removed_at.is_(None),
        )
        .limit(_MOST)
    )
    return str(place_id) in set(named)


def people_to_choose(also: Collection[str] = ()) -> Sequence[tuple[str, str]]:
    """Everybody active by handle and name, for answers that name a person; at most 2,000.

    With those of the handles `also` who have left, so that what names them can still be read.
    """
    ids = [person_id for handle in also if (person_id := _id_in(handle))]
    found = session.execute(
        sa.select(Person.id, Person.name)
        .where(sa.or_(Person.deactivated_at.is_(None), Person.id.in_(ids)))
        .order_by(Person.name, Person.id)
        .limit(_MOST)
    )
    return [(f"person/{person_id}", name) for person_id, name in found]


def people_named(handles: Collection[str]) -> Mapping[str, str]:
    """Those of these handles who are active, with their names."""
    ids = [person_id for handle in handles if (person_id := _id_in(handle))]
    if not ids:
        return {}
    found = session.execute(
        sa.select(Person.id, Person.name).where(Person.id.in_(ids), Person.deactivated_at.is_(None))
    )
    return {f"person/{person_id}": name for person_id, name in found}


def _id_in(handle: str) -> UUID | None:
    try:
        return UUID(handle.removeprefix("person/"))
    except ValueError:
        return None
