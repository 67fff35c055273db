"""Tables of reviews."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Part, Record
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.terms import ConcernState, SeatKind, Stand, State


class Review(Record):
    """The review of one proposal, over all its versions. The plan is frozen for each version."""

    __tablename__ = "review"

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"), unique=True)
    state: Mapped[State] = mapped_column(index=True)
    number: Mapped[int]
    """The number of the version that is read now."""
    plan: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """What governance.rules.route made of this version; holds the rule set's hash."""
    rules: Mapped[dict[str, Any]] = mapped_column(sa.JSON, deferred=True)
    """The whole rule set that this case goes by, whatever is adopted later."""
    unmet: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Names of demands that the analysis does not meet and the board has to settle."""
    rests_until: Mapped[datetime | None]
    """Until when the case rests after its last change."""
    held_at: Mapped[datetime | None]
    """Since when a ballot is open, so that nothing here moves."""
    board_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("board.id"), index=True)
    """The board that decides, as it stood when the review was finished; of a restricted case the
    one that its plan names, from the beginning. None where none does."""
    opened_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship()
    seats: Mapped[list["Seat"]] = relationship(back_populates="review")

    @property
    def reference(self) -> str:
        return f"{self.proposal.reference}/review"


class Seat(Part):
    """A place in a review: why somebody must read, and who does. Empty until somebody is found."""

    __tablename__ = "seat"
    __table_args__: Any = (sa.Index(None, "person_id", "ended_at"),)
    part_of = "review"

    review_id: Mapped[UUID] = mapped_column(sa.ForeignKey("review.id"), index=True)
    kind: Mapped[SeatKind]
    scope: Mapped[str] = mapped_column(sa.String(60), default="")
    """Of an expert the field, of a function the unit's code."""
    person_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(sa.String(300))
    """Message id of the reason for this seat."""
    must: Mapped[bool] = mapped_column(default=True)
    """Whether the review waits for this seat; an informed one may speak but need not."""
    due_at: Mapped[datetime | None]
    seated_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    """When its holder declared to have no conflict; before that the material stays shut."""
    ended_at: Mapped[datetime | None]

    review: Mapped[Review] = relationship(back_populates="seats")
    person: Mapped[Person | None] = relationship()


class Position(Part):
    """What a seat's holder said about one version. A change is a new row; the last one counts."""

    __tablename__ = "position"
    __table_args__: Any = (sa.UniqueConstraint("seat_id", "serial"),)
    part_of = "seat"

    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat.id"))
    serial: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    number: Mapped[int]
    """The version it is about."""
    section_hashes: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    stand: Mapped[Stand]
    reason: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]

    seat: Mapped[Seat] = relationship()
    person: Mapped[Person] = relationship()


class Concern(Part):
    """A named objection: what, whom it harms, what would remove it. It outlives every version."""

    __tablename__ = "concern"
    __table_args__: Any = (sa.UniqueConstraint("review_id", "serial"),)
    part_of = "review"

    review_id: Mapped[UUID] = mapped_column(sa.ForeignKey("review.id"))
    serial: Mapped[int]
    raised_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    by_advocate: Mapped[bool]
    number: Mapped[int]
    what: Mapped[str]
    whom: Mapped[str]
    remedy: Mapped[str]
    state: Mapped[ConcernState]
    answer: Mapped[str] = mapped_column(default="")
    raised_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    review: Mapped[Review] = relationship()
    raised_by: Mapped[Person] = relationship()

    @property
    def code(self) -> str:
        return f"C-{self.serial}"
