"""Tables of indicators."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Record
from impactreview.indicators.terms import Kind, Lead
from impactreview.people.models import Person

_FIGURE = sa.Numeric(18, 4)


class Forecast(Record):
    """What a figure is now, and the range it is expected in on a day; made before the decision.

    What is None is not known, and said so.
    """

    __tablename__ = "forecast"

    kind: Mapped[Kind]
    name: Mapped[str] = mapped_column(sa.String(200))
    """Of an indicator of one's own: what it is and in which unit."""
    segment: Mapped[str] = mapped_column(sa.String(200), default="")
    baseline: Mapped[Decimal | None] = mapped_column(_FIGURE)
    baseline_on: Mapped[date | None]
    sample: Mapped[int | None]
    low: Mapped[Decimal | None] = mapped_column(_FIGURE)
    likely: Mapped[Decimal | None] = mapped_column(_FIGURE)
    high: Mapped[Decimal | None] = mapped_column(_FIGURE)
    horizon: Mapped[date] = mapped_column(index=True)
    lead: Mapped[Lead]
    source: Mapped[str] = mapped_column(sa.String(300), default="")
    unit: Mapped[str] = mapped_column(sa.String(60), default="")
    money: Mapped[str] = mapped_column(default="")
    """What it means for the organisation's own figures, in words; empty where it is not known."""
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]

    owner: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        return f"forecast/{self.id}"
