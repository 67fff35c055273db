"""Tables of ballots and determinations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Part, Record
from impactreview.ballots.terms import Audit, Choice, ConditionState, DecisionState, State
from impactreview.governance.models import Board
from impactreview.governance.terms import Chamber
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.proposals.models import Proposal


class Ballot(Record):
    """A board's vote on one version. Its rule and its electorate are frozen when it opens."""

    __tablename__ = "ballot"
    __table_args__: Any = (
        sa.Index(
            "uq_ballot_open",
            "proposal_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index(None, "state", "closes_at"),
        sa.Index(None, "proposal_id", "opened_at"),
    )

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"))
    number: Mapped[int]
    """The version that is voted on."""
    board_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board.id"), index=True)
    round: Mapped[int]
    """1, and one more for each ballot about the same case: deferred, gone up, or called off."""
    state: Mapped[State]
    rule: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Quorum and thresholds, from the frozen plan; ballots.rules.tally reads it."""
    zone: Mapped[str] = mapped_column(sa.String(60))
    """Where its days are counted."""
    pack: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    """What lay before those who vote when it opened: hashes only, ballots.rules.pack."""
    pack_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    motion: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    """Where the top is asked to overrule: who asks for it, the reasons, an answer to each concern.

    `{"reasons": ..., "answers": {"3": ...}}`; empty for every other ballot.
    """
    opened_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")
    """Why it was called off."""
    tally: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)

    proposal: Mapped[Proposal] = relationship()
    board: Mapped[Board] = relationship()
    opened_by: Mapped[Person | None] = relationship()
    electors: Mapped[list["Elector"]] = relationship(back_populates="ballot")

    @property
    def reference(self) -> str:
        return f"{self.proposal.reference}/ballot/{self.id}"


class Elector(Part):
    """Somebody who may vote in a ballot, and for which chamber."""

    __tablename__ = "elector"
    __table_args__: Any = (
        sa.UniqueConstraint("ballot_id", "person_id"),
        sa.Index(None, "person_id"),
    )
    part_of = "ballot"

    ballot_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ballot.id"))
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    chamber: Mapped[Chamber]
    recused_at: Mapped[datetime | None]
    recusal: Mapped[str] = mapped_column(default="")

    ballot: Mapped[Ballot] = relationship(back_populates="electors")
    person: Mapped[Person] = relationship()


class Vote(Part):
    """A vote as it was cast. A change is a new row; the last before the close counts."""

    __tablename__ = "vote"
    __table_args__: Any = (sa.UniqueConstraint("elector_id", "serial"),)
    part_of = "elector"

    elector_id: Mapped[UUID] = mapped_column(sa.ForeignKey("elector.id"))
    serial: Mapped[int]
    choice: Mapped[Choice]
    reason: Mapped[str] = mapped_column(default="")
    cast_at: Mapped[datetime]

    elector: Mapped[Elector] = relationship()


class Decision(Record):
    """A determination: what was decided about one version, why, and what follows."""

    __tablename__ = "decision"
    __table_args__: Any = (
        sa.Index(None, "state", "decided_at", "id"),
        sa.Index(None, "decided_at", "id"),
    )

    proposal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("proposal.id"), unique=True)
    ballot_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("ballot.id"), unique=True)
    """Empty where nobody votes: a confirmed claim of level 0."""
    overruling_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("ballot.id"), unique=True)
    """The ballot of the top that set a rejection aside; it stays for good."""
    number: Mapped[int]
    state: Mapped[DecisionState]
    level: Mapped[int]
    """The residual level it was decided at, 0 to 4."""
    reasons: Mapped[str] = mapped_column(default="")
    minority: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]
    enactable_from: Mapped[date]
    """The day after the objection window."""
    lapses_on: Mapped[date]
    review_months: Mapped[int | None]
    enacted_on: Mapped[date | None]
    policy_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("policy.id"), index=True)
    audit: Mapped[Audit] = mapped_column(default=Audit.NOT_ASKED, index=True)
    """Whether a claim of level 0 was drawn for audit, and what was found."""
    audited_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    audited_at: Mapped[datetime | None]
    audit_reason: Mapped[str] = mapped_column(default="")

    proposal: Mapped[Proposal] = relationship()
    ballot: Mapped[Ballot | None] = relationship(foreign_keys=[ballot_id])
    overruling: Mapped[Ballot | None] = relationship(foreign_keys=[overruling_id])
    policy: Mapped[Policy | None] = relationship()
    audited_by: Mapped[Person | None] = relationship()
    conditions: Mapped[list["Condition"]] = relationship(back_populates="decision")

    @property
    def reference(self) -> str:
        return f"{self.proposal.reference}/decision"


class Condition(Part):
    """Something a determination demands. Its owner claims it is met, somebody else verifies."""

    __tablename__ = "condition"
    __table_args__: Any = (
        sa.UniqueConstraint("decision_id", "serial"),
        sa.Index(None, "owner_id", "state"),
    )
    part_of = "decision"

    decision_id: Mapped[UUID] = mapped_column(sa.ForeignKey("decision.id"))
    serial: Mapped[int]
    text: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    due_on: Mapped[date]
    before_start: Mapped[bool]
    state: Mapped[ConditionState]
    proof: Mapped[str] = mapped_column(default="")
    refusal: Mapped[str] = mapped_column(default="")
    """Why the last claim was refused."""
    claimed_at: Mapped[datetime | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(back_populates="conditions")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])
