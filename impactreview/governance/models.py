"""Tables of boards."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Record
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.people.models import Person, Unit
from impactreview.people.terms import State


class Board(Record):
    """A board; `above_id` is the next-higher one, to which it passes what it can not decide."""

    __tablename__ = "board"

    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[BoardKind]
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    above_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("board.id"), index=True)
    closed_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship()
    above: Mapped["Board | None"] = relationship(remote_side="Board.id")

    @property
    def reference(self) -> str:
        return f"board/{self.slug}"


class Membership(Record):
    """A person's place on a board, for a term; proposed by one, confirmed by another."""

    __tablename__ = "membership"
    __table_args__: Any = (
        sa.Index(
            "uq_membership_open",
            "board_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        ),
        sa.Index(None, "person_id", "state"),
        sa.Index(None, "board_id", "state"),
        sa.Index(None, "state", "proposed_at"),
    )

    board_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    office: Mapped[Office]
    chamber: Mapped[Chamber | None]
    """Empty for the clerk alone, who has no vote."""
    state: Mapped[State]
    term_from: Mapped[date]
    term_until: Mapped[date | None]
    proposed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    """Why it was declined or ended."""

    board: Mapped[Board] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    @property
    def reference(self) -> str:
        return f"membership/{self.id}"


class BoardImport(Record):
    """A table of boards and members that was taken in; `content_hash` tells which file it was."""

    __tablename__ = "board_import"

    content_hash: Mapped[str] = mapped_column(sa.String(64))
    rows: Mapped[int]
    imported_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    imported_by: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        return f"board-import/{self.id}"


class RuleSet(Record):
    """Routing rules that were adopted, whole. The newest are in force; none is ever changed."""

    __tablename__ = "rule_set"

    number: Mapped[int] = mapped_column(unique=True)
    form: Mapped[str] = mapped_column(sa.String(20))
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    adopted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    adopted_at: Mapped[datetime]

    adopted_by: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        return f"rule-set/{self.number}"
