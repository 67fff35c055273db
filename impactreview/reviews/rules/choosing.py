"""Who gets a seat: whoever may, has the least to read, and comes first by name.

Whoever was invited and can not come in yet gets one only where nobody else may take it. Nobody
picks a reader: the same facts always seat the same person. A seat that nobody can fill stays empty,
and the case says so.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from impactreview.governance.rules.plan import Plan
from impactreview.people.roles import Role
from impactreview.reviews.terms import SeatKind

_HARDEST_FIRST = (
    SeatKind.ADVOCATE,
    SeatKind.INDEPENDENT,
    SeatKind.EXPERT,
    SeatKind.FUNCTION,
    SeatKind.OTHER_UNIT,
    SeatKind.DOMAIN,
    SeatKind.CONFIRMER,
)
"""The narrower the choice, the earlier it is made."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could read: their roles (with an expert's fields), units, and load."""

    id: UUID
    name: str
    roles: frozenset[Role]
    fields: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """Codes of the person's unit and of every unit above it."""
    unit: str | None = None
    leads: bool = False
    """Whether somebody's line manager."""
    open_seats: int = 0
    awaited: bool = False
    """Whether they were invited, and have set no password yet: till then they can say nothing."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One seat that needs a person."""

    kind: SeatKind
    scope: str
    why: str
    must: bool
    taken_by: tuple[UUID, ...] = field(default=())


def wanted(plan: Plan, there: Sequence[tuple[SeatKind, str]]) -> list[Wanted]:
    """The seats of a plan that are not `there` yet, the hardest to fill first."""
    left = list(there)
    missing: list[Wanted] = []
    for seat in plan.seats:
        kind = SeatKind(seat.kind)
        for _ in range(seat.count):
            if (kind, seat.scope) in left:
                left.remove((kind, seat.scope))
            else:
                missing.append(Wanted(kind=kind, scope=seat.scope, why=seat.why, must=seat.must))
    return sorted(missing, key=lambda seat: _HARDEST_FIRST.index(seat.kind))


def choose(
    seat: Wanted, candidates: Collection[Candidate], *, barred: Collection[UUID], unit: str
) -> Candidate | None:
    """The person for a seat; None where nobody may take it.

    `barred` are those who are excluded, sit in this review already or left it; `unit` is the code
    of the unit that proposes.
    """
    free = [each for each in candidates if each.id not in barred]
    here = [each for each in free if not each.awaited]
    narrow = [circle for circle in _circles(seat, unit) if not circle.last]
    for asked, circles in ((here, narrow), (free, _circles(seat, unit))):
        for circle in circles:
            able = [each for each in asked if circle(each)]
            if able:
                return min(able, key=_order)
    return None


def _order(each: Candidate) -> tuple[bool, int, str, UUID]:
    return each.awaited, each.open_seats, each.name, each.id


def _circles(seat: Wanted, unit: str) -> Iterator["_Test"]:
    """Whom to ask, one circle after the other: the next only where the one before is empty."""
    if seat.kind is SeatKind.ADVOCATE:
        yield _Test(role=Role.ADVOCATE)
        yield _Test(role=Role.DEPUTY_ADVOCATE)
    elif seat.kind in (SeatKind.EXPERT, SeatKind.INDEPENDENT):
        yield _Test(role=Role.EXPERT, field=seat.scope or "independent")
    elif seat.kind is SeatKind.FUNCTION:
        yield _Test(role=Role.REVIEWER, below=seat.scope)
    elif seat.kind is SeatKind.OTHER_UNIT:
        yield _Test(role=Role.REVIEWER, outside=unit)
    elif seat.kind is SeatKind.DOMAIN:
        yield _Test(role=Role.REVIEWER, below=unit)
        yield _Test(role=Role.REVIEWER)
    else:
        yield _Test(leads=True, outside=unit)
        yield _Test(role=Role.REVIEWER, last=True)


@dataclass(frozen=True, kw_only=True)
class _Test:
    """What somebody must be; what is not said does not matter."""

    role: Role | None = None
    field: str | None = None
    below: str | None = None
    outside: str | None = None
    leads: bool = False
    last: bool = False
    """Asked only where there is nobody in the circles before, not even one who is awaited."""

    def __call__(self, person: Candidate) -> bool:
        return (
            (self.role is None or self.role in person.roles)
            and (self.field is None or self.field in person.fields)
            and (self.below is None or self.below in person.units)
            and (self.outside is None or person.unit not in (None, self.outside))
            and (not self.leads or person.leads)
        )
