"""Tables of customer-impact analyses. What was submitted is frozen in the proposal's versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Part, Record
from impactreview.evidence.models import Evidence
from impactreview.impact.terms import Form
from impactreview.indicators.models import Forecast
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal


class Analysis(Record):
    """The analysis of one proposal, under one version of one template."""

    __tablename__ = "analysis"

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"), unique=True)
    template_id: Mapped[str] = mapped_column(sa.String(80))
    template_hash: Mapped[str] = mapped_column(sa.String(64))
    form: Mapped[Form]
    """What the quick test asks for, or more where the owner chose more."""
    screened_at: Mapped[datetime]
    screen_reasons: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)

    proposal: Mapped[Proposal] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.proposal.reference}/analysis"


class AnswerRow(Part):
    """A row of one of the analysis's tables: a place, a mitigation, an alternative."""

    __tablename__ = "answer_row"
    part_of = "analysis"

    analysis_id: Mapped[UUID] = mapped_column(sa.ForeignKey("analysis.id"), index=True)
    table: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int]
    removed_at: Mapped[datetime | None]

    analysis: Mapped[Analysis] = relationship()


class Answer(Part):
    """The answer to one question, in one row where the question stands in a table."""

    __tablename__ = "answer"
    __table_args__: Any = (
        sa.Index(
            "uq_answer_plain",
            "analysis_id",
            "path",
            unique=True,
            sqlite_where=sa.text("row_id IS NULL"),
            postgresql_where=sa.text("row_id IS NULL"),
        ),
        sa.Index(
            "uq_answer_in_row",
            "analysis_id",
            "row_id",
            "path",
            unique=True,
            sqlite_where=sa.text("row_id IS NOT NULL"),
            postgresql_where=sa.text("row_id IS NOT NULL"),
        ),
    )
    part_of = "analysis"

    analysis_id: Mapped[UUID] = mapped_column(sa.ForeignKey("analysis.id"))
    row_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("answer_row.id"))
    path: Mapped[str] = mapped_column(sa.String(80))
    value: Mapped[Any] = mapped_column(sa.JSON)
    number: Mapped[int]
    """How often it was written; 1 the first time."""
    changed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    changed_at: Mapped[datetime]

    analysis: Mapped[Analysis] = relationship()
    row: Mapped[AnswerRow | None] = relationship()
    changed_by: Mapped[Person] = relationship()


class CitedEvidence(Part):
    """Evidence that an analysis rests on."""

    __tablename__ = "cited_evidence"
    part_of = "analysis"

    analysis_id: Mapped[UUID] = mapped_column(sa.ForeignKey("analysis.id"), index=True)
    evidence_id: Mapped[UUID] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    dropped_at: Mapped[datetime | None]

    analysis: Mapped[Analysis] = relationship()
    evidence: Mapped[Evidence] = relationship()


class CitedForecast(Part):
    """A forecast that an analysis makes."""

    __tablename__ = "cited_forecast"
    part_of = "analysis"

    analysis_id: Mapped[UUID] = mapped_column(sa.ForeignKey("analysis.id"), index=True)
    forecast_id: Mapped[UUID] = mapped_column(sa.ForeignKey("forecast.id"), unique=True)
    dropped_at: Mapped[datetime | None]

    analysis: Mapped[Analysis] = relationship()
    forecast: Mapped[Forecast] = relationship()
