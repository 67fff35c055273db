"""Tables of evidence."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Record
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.people.models import Person


class Evidence(Record):
    """One finding about one segment, cited by analyses."""

    __tablename__ = "evidence"

    source: Mapped[Source]
    segment: Mapped[str] = mapped_column(sa.String(200), index=True)
    finding: Mapped[str]
    quote: Mapped[str] = mapped_column(default="")
    """The customer's own words, where there are any."""
    stance: Mapped[Stance]
    strength: Mapped[Strength | None]
    """How far it carries; None where nobody can say."""
    period: Mapped[str] = mapped_column(sa.String(200), default="")
    """When it was gathered, in words; empty where it is not known."""
    sample: Mapped[int | None]
    """How many were asked or counted; None where it is not known."""
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(index=True)
    retracted_at: Mapped[datetime | None]

    added_by: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        return f"evidence/{self.id}"
