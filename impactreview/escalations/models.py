"""Tables of escalations. Who reported lies in a table of its own; no table tells an order."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Part, Record
from impactreview.escalations.terms import (
    Finding,
    MeasureKind,
    MeasureState,
    Mode,
    Severity,
    State,
)
from impactreview.governance.models import Board
from impactreview.governance.terms import Chamber
from impactreview.people.models import Person
from impactreview.policies.models import Policy

_UNORDERED = {"sqlite_with_rowid": False}  # no row number that would tell who came when


class Escalation(Record):
    """A case: what harm a policy does, as it was reported, and what was made of it."""

    __tablename__ = "escalation"
    __table_args__: Any = (sa.Index(None, "policy_id"), sa.Index(None, "state"), _UNORDERED)

    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    policy_id: Mapped[UUID] = mapped_column(sa.ForeignKey("policy.id"))
    mode: Mapped[Mode]
    harm: Mapped[str]
    whom: Mapped[str]
    since: Mapped[str] = mapped_column(sa.String(200))
    not_these: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    """Ids of people whom the reporter does not want to see the case."""
    state: Mapped[State]
    round: Mapped[int] = mapped_column(default=1)
    """1, and one more each time the case is opened again."""
    received_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    severity: Mapped[Severity | None]
    assessment: Mapped[str] = mapped_column(default="")
    suspend: Mapped[bool | None]
    """The answer to the question of an interim suspension; None until it is answered."""
    suspend_reason: Mapped[str] = mapped_column(default="")
    board_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("board.id"))
    finding: Mapped[Finding | None]
    finding_reasons: Mapped[str] = mapped_column(default="")
    determined_at: Mapped[datetime | None]
    remedy: Mapped[str] = mapped_column(default="")
    """What the policy's owner is asked to change, in words that the owner reads."""
    answer: Mapped[str] = mapped_column(default="")
    """What was found, as the reporter is told."""
    answer_done: Mapped[str] = mapped_column(default="")
    answer_ways: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    feedback_at: Mapped[datetime | None]
    """When the reporter got the feedback that the clock asks for: the answer, or why it waits."""
    summary: Mapped[str] = mapped_column(default="")
    """What everybody is to read of the finding once the case is closed; empty: nothing."""
    published_finding: Mapped[Finding | None]
    published_summary: Mapped[str] = mapped_column(default="")
    published_on: Mapped[date | None]
    """What stands on the policy's page, and stays when the case is opened again."""
    closing_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    policy: Mapped[Policy] = relationship()
    board: Mapped[Board | None] = relationship()
    closing_by: Mapped[Person | None] = relationship()

    @property
    def handle(self) -> str:
        """The actor that the log knows in place of the reporter: the case, not the name."""
        return f"case/{self.id}"

    @property
    def reference(self) -> str:
        return f"escalation/{self.id}"


class Reporter(Part):
    """Who reported. Read for the reporter's own pages, for the conflict set and, where the
    reporter chose to be named, for the handlers of the case; for nothing else."""

    __tablename__ = "escalation_reporter"
    __table_args__: Any = (_UNORDERED,)
    part_of = "escalation"

    escalation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("escalation.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)

    escalation: Mapped[Escalation] = relationship()


class Handler(Part):
    """Somebody who handles a case, for as long as `until` is empty."""

    __tablename__ = "escalation_handler"
    __table_args__: Any = (sa.Index(None, "person_id", "until"), _UNORDERED)
    part_of = "escalation"

    escalation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("escalation.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    escalation: Mapped[Escalation] = relationship()
    person: Mapped[Person] = relationship()


class Message(Part):
    """A letter of the case's mailbox, from a handler or from the reporter."""

    __tablename__ = "escalation_message"
    __table_args__: Any = (_UNORDERED,)
    part_of = "escalation"

    escalation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("escalation.id"), index=True)
    from_reporter: Mapped[bool]
    handler_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str]
    written_at: Mapped[datetime]

    escalation: Mapped[Escalation] = relationship()
    handler: Mapped[Person | None] = relationship()


class Measure(Part):
    """What one handler asks about an interim suspension, and what a duty executive answered."""

    __tablename__ = "escalation_measure"
    __table_args__: Any = (_UNORDERED,)
    part_of = "escalation"

    escalation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("escalation.id"), index=True)
    kind: Mapped[MeasureKind]
    state: Mapped[MeasureState]
    reason: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    days: Mapped[int] = mapped_column(default=0)
    """For how many days the suspension is asked for."""
    until: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]

    escalation: Mapped[Escalation] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class FindingVote(Part):
    """What one member of the independent board finds. A change is a new row; the last counts."""

    __tablename__ = "escalation_vote"
    __table_args__: Any = (sa.UniqueConstraint("escalation_id", "person_id", "serial"), _UNORDERED)
    part_of = "escalation"

    escalation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("escalation.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    chamber: Mapped[Chamber]
    round: Mapped[int]
    serial: Mapped[int]
    finding: Mapped[Finding]
    reasons: Mapped[str]
    cast_at: Mapped[datetime]

    escalation: Mapped[Escalation] = relationship()
    person: Mapped[Person] = relationship()
