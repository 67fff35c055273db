"""Where a review stands, as plain data: seats, positions, concerns, and what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from impactreview.governance.rules.plan import Plan
from impactreview.people.terms import Expertise
from impactreview.reviews.terms import ConcernState, SeatKind, Stand, State

Hashes = Mapping[str, str]
"""Of each section of a version, the hash."""


@dataclass(frozen=True, kw_only=True)
class PositionNow:
    """The last position of a seat. `outdated` are the sections that changed since, in order."""

    stand: Stand
    person_id: UUID
    number: int
    reason: str
    conditions: str
    given_at: datetime
    outdated: tuple[str, ...]
    is_current: bool
    """Whether it still counts for the version that is read now."""


@dataclass(frozen=True, kw_only=True)
class SeatWords:
    """What a seat is called, and why it is there."""

    kind: SeatKind
    scope: str
    why: str
    must: bool

    @property
    def expertise(self) -> Expertise | None:
        """The field an expert is asked about."""
        known = {member.value: member for member in Expertise}
        return known.get(self.scope) if self.kind is SeatKind.EXPERT else None

    @property
    def unit(self) -> str:
        """The code of the unit whose function is touched; empty for every other seat."""
        return self.scope if self.kind is SeatKind.FUNCTION else ""


@dataclass(frozen=True, kw_only=True)
class SeatNow(SeatWords):
    """A seat that has not ended, who holds it, and what they said last."""

    id: UUID
    person_id: UUID | None
    name: str
    left: bool
    """Whether its holder has left the organisation."""
    awaited: bool = False
    """Whether its holder was invited and has not come yet; told where pages are made."""
    due_at: datetime | None
    declared_at: datetime | None
    position: PositionNow | None


@dataclass(frozen=True, kw_only=True)
class ConcernNow:
    """A concern and what became of it."""

    id: UUID
    serial: int
    state: ConcernState
    raised_by_id: UUID
    raised_by: str
    raiser_left: bool
    """Whether whoever raised it has left the organisation."""
    by_advocate: bool
    number: int
    what: str
    whom: str
    remedy: str
    answer: str
    raised_at: datetime
    answered_at: datetime | None
    settled_at: datetime | None

    @property
    def code(self) -> str:
        return f"C-{self.serial}"


@dataclass(frozen=True, kw_only=True)
class ReviewNow:
    """Everything that says whether a review is finished."""

    id: UUID
    state: State
    number: int
    plan: Plan
    seats: tuple[SeatNow, ...]
    concerns: tuple[ConcernNow, ...]
    unmet: tuple[str, ...]
    """Names of demands that the analysis does not meet and the board has to settle."""
    rests_until: datetime | None
    held: bool
    """Whether a ballot is open: then nothing here moves."""
    at: datetime
