"""Tables of proposals."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Operational, Part, Record
from impactreview.impact.terms import Door, Form, Level
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy
from impactreview.proposals.terms import Involvement, State

_HANDED_IN = sa.text("number > 0")


class Proposal(Record):
    """A proposal as its owner last saved it. What others judge are its frozen versions."""

    __tablename__ = "proposal"
    __table_args__: Any = (
        sa.Index(None, "state", "created_at", "id"),
        # Of what was handed in alone: else a register would leaf through everybody's drafts.
        sa.Index(None, "created_at", "id", postgresql_where=_HANDED_IN, sqlite_where=_HANDED_IN),
    )

    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[State]
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    sponsor_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    sponsor_agreed_at: Mapped[datetime | None]
    """When the sponsor said yes; nobody is tied to a decision by being named."""
    unit_id: Mapped[UUID] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    amends_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("policy.id"), index=True)
    door: Mapped[Door]
    wished_on: Mapped[date | None]
    functions: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Codes of the units whose function is touched; reviewers come from each."""
    channels: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Names of the channels touched, as the organisation calls them."""
    text: Mapped[str]
    """What changes and for whom, as Markdown."""
    html: Mapped[str]
    restricted: Mapped[bool] = mapped_column(default=False)
    embargo_until: Mapped[date | None]
    number: Mapped[int] = mapped_column(default=0)
    """The number of the newest frozen version; 0 before the first."""
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(2000), default="")
    """Why it was withdrawn."""

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id])
    unit: Mapped[Unit] = relationship()
    amends: Mapped[Policy | None] = relationship()
    involved: Mapped[list["Involved"]] = relationship(back_populates="proposal")

    @property
    def reference(self) -> str:
        return f"proposal/{self.code}"


class Involved(Part):
    """A person beside the owner, for as long as `until` is empty."""

    __tablename__ = "proposal_involved"
    __table_args__: Any = (sa.Index(None, "person_id", "until"),)
    part_of = "proposal"

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    involvement: Mapped[Involvement]
    since: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    """When a co-author said yes; empty for those whom their part does not tie."""
    until: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(back_populates="involved")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Version(Part):
    """A proposal with its analysis as it was submitted, frozen."""

    __tablename__ = "proposal_version"
    __table_args__: Any = (sa.UniqueConstraint("proposal_id", "number"),)
    part_of = "proposal"

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """`{"proposal": {...}, "analysis": {"answers": ..., "rows": ...}, "attachments": [...]}`"""
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    section_hashes: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    template_hash: Mapped[str] = mapped_column(sa.String(64))
    form: Mapped[Form]
    gross: Mapped[int]
    residual: Mapped[int]
    """Levels 0 to 4, impactreview.impact.terms.Level."""
    assessment: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Grid, rows and trace as they were computed on that day."""
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))

    proposal: Mapped[Proposal] = relationship()
    frozen_by: Mapped[Person] = relationship()

    @property
    def gross_level(self) -> Level:
        return Level(self.gross)

    @property
    def residual_level(self) -> Level:
        return Level(self.residual)


class Attachment(Part):
    """A file that hangs on a proposal, known by the SHA-256 of its bytes."""

    __tablename__ = "attachment"
    part_of = "proposal"

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int]
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    added_by: Mapped[Person] = relationship()


class Reading(Record):
    """That somebody has opened a restricted case: once for each of them, whatever its version."""

    __tablename__ = "proposal_reading"
    __table_args__: Any = (sa.UniqueConstraint("proposal_id", "person_id"),)

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    number: Mapped[int]
    """The newest version of that moment."""
    opened_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.proposal.reference}/reading"


class ProposalCode(Operational):
    """The last number given to a proposal of a year, which names the series."""

    __tablename__ = "proposal_code"

    series: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    last: Mapped[int]
