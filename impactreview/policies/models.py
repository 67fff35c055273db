"""Tables of policies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Operational, Part, Record
from impactreview.people.models import Person, Unit
from impactreview.policies.terms import Event, Origin, State


class Policy(Record):
    """A rule that customers live under. Its words stand in its versions."""

    __tablename__ = "policy"
    __table_args__: Any = (
        sa.Index(None, "state", "code"),
        sa.Index(None, "in_force_since", "id"),
    )

    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200), index=True)
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    state: Mapped[State]
    origin: Mapped[Origin]
    in_force_since: Mapped[date]
    review_by: Mapped[date | None] = mapped_column(index=True)
    against_customers: Mapped[bool] = mapped_column(default=False)
    """Whether the top has allowed its words against the customers' side; it is always shown."""
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawal: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn; every employee reads it."""

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])
    unit: Mapped[Unit | None] = relationship()

    @property
    def reference(self) -> str:
        return f"policy/{self.code}"


class PolicyVersion(Part):
    """The words of a policy from a day on. `html` is made from `text` once, when it is written."""

    __tablename__ = "policy_version"
    __table_args__: Any = (sa.UniqueConstraint("policy_id", "number"),)
    part_of = "policy"

    policy_id: Mapped[UUID] = mapped_column(sa.ForeignKey("policy.id"))
    number: Mapped[int]
    text: Mapped[str]
    html: Mapped[str]
    valid_from: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    """What this version is, or why the record was corrected."""
    written_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    written_at: Mapped[datetime]

    policy: Mapped[Policy] = relationship()
    written_by: Mapped[Person | None] = relationship()
    entry: Mapped[Entry] = relationship(
        primaryjoin=lambda: PolicyVersion.event_id == Entry.id, viewonly=True
    )
    """What the log says of it."""

    @property
    def corrects(self) -> bool:
        """Whether it changed the record without a decision."""
        return self.entry.kind == Event.CORRECTED


class Suspension(Part):
    """A time in which a policy is not applied. What led to it stands nowhere in this room."""

    __tablename__ = "policy_suspension"
    __table_args__: Any = (
        sa.Index(
            "uq_policy_suspension_open",
            "policy_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )
    part_of = "policy"

    policy_id: Mapped[UUID] = mapped_column(sa.ForeignKey("policy.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[date | None]
    """The last day it is meant to take; empty: until a decision changes the policy."""
    ended_at: Mapped[datetime | None]
    what_stopped: Mapped[str] = mapped_column(default="")
    who_was_told: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))

    policy: Mapped[Policy] = relationship()
    confirmed_by: Mapped[Person | None] = relationship()


class PolicyCode(Operational):
    """The last number given to a policy; the next one is one more."""

    __tablename__ = "policy_code"

    series: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    last: Mapped[int]


class PolicyWord(Operational):
    """A word of a policy's code or title, as a search compares it: folded, in bytes."""

    __tablename__ = "policy_word"

    word: Mapped[bytes] = mapped_column(sa.LargeBinary(160), primary_key=True)
    policy_id: Mapped[UUID] = mapped_column(sa.ForeignKey("policy.id"), primary_key=True)

    policy: Mapped[Policy] = relationship()


class PolicyImport(Record):
    """A table of policies that was taken in; `content_hash` tells which file it was."""

    __tablename__ = "policy_import"

    content_hash: Mapped[str] = mapped_column(sa.String(64))
    rows: Mapped[int]
    imported_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    imported_by: Mapped[Person] = relationship()

    @property
    def reference(self) -> str:
        return f"policy-import/{self.id}"
