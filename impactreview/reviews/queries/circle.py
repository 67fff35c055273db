"""Questions about people around a proposal: who is too close, who could read, who presides."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.analyses.queries.claims import is_after_wrong_claim
from impactreview.governance.models import Board
from impactreview.governance.queries import boards_held, offices
from impactreview.governance.queries.rule_sets import boards_for
from impactreview.governance.rules.plan import Plan
from impactreview.governance.terms import PRESIDING, BoardKind
from impactreview.kernel.db import session
from impactreview.people.models import Credential, Person, RoleGrant, Unit
from impactreview.people.queries.roles import customer_speakers
from impactreview.people.roles import Role
from impactreview.people.terms import State as GrantState
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.rules.choosing import Candidate
from impactreview.reviews.rules.conflicts import Circle
from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import State

_READING = (Role.REVIEWER, Role.EXPERT, Role.ADVOCATE, Role.DEPUTY_ADVOCATE)
_OPEN = tuple(state for state in State if state is not State.CLOSED)
_FALLING_BACK = (BoardKind.UNIT, BoardKind.CENTRAL, BoardKind.GOVERNANCE, BoardKind.TOP)
_IS_NEWEST = (Version.proposal_id == Proposal.id) & (Version.number == Proposal.number)


def _line(name: str, *, up: bool) -> sa.CTE:
    """SQL of everybody above or below a proposal's owner in the line of managers, however far."""
    line = (
        sa.select(Person.id, Person.manager_id)
        .join(Proposal, Proposal.owner_id == Person.id)
        .where(Proposal.id == sa.bindparam("proposal_id"))
        .cte(name, recursive=True)
    )
    next_one = aliased(Person)
    leads = next_one.id == line.c.manager_id if up else next_one.manager_id == line.c.id
    return line.union(sa.select(next_one.id, next_one.manager_id).join(line, leads))


@dataclass(frozen=True, kw_only=True)
class Around:
    """Who stands around a proposal, and what its newest version holds."""

    owner: UUID
    sponsor: UUID | None
    beside: frozenset[UUID]
    """Everybody who ever wrote it beside its owner or owned it before, also who has left since."""
    wrote: frozenset[UUID]
    """The authors of the newest version."""
    above: frozenset[UUID]
    below: frozenset[UUID]
    seated: frozenset[UUID]
    """Everybody who holds a seat in its review or held one: nobody gets a second."""
    owner_is_top: bool
    after_wrong_claim: bool
    """Whether this is among the next five proposals after a claim of the owner was found wrong."""
    number: int
    hashes: Hashes
    """Of the newest version, which is of this number, the hash of each section."""

    @property
    def circle(self) -> Circle:
        """Everybody who is too close to judge."""
        return Circle(
            owner=self.owner,
            authors=self.beside | self.wrote | {self.owner},
            sponsor=self.sponsor,
            above=self.above - {self.owner},
            below=self.below - {self.owner},
        )


def _all_around() -> sa.CompoundSelect[Any]:
    """SQL of everybody around a proposal: their part in it, and who. One row is of its version."""
    this: sa.BindParameter[UUID] = sa.bindparam("proposal_id")
    above, below = _line("above", up=True), _line("below", up=False)
    nothing, nobody, none = (sa.cast(sa.null(), kind) for kind in (sa.JSON, sa.Uuid, sa.Integer))
    rest = (none, nothing, nothing)
    return sa.union_all(
        sa.select(sa.literal("above").label("part"), above.c.id, *rest),
        sa.select(sa.literal("below"), below.c.id, *rest),
        sa.select(sa.literal("beside"), Involved.person_id, *rest).where(
            Involved.proposal_id == this,
            Involved.agreed_at.is_not(None),
        ),
        sa.select(sa.literal("seated"), Seat.person_id, *rest)
        .join(Review, Seat.review_id == Review.id)
        .where(Review.proposal_id == this, Seat.person_id.is_not(None)),
        sa.select(sa.literal("top"), RoleGrant.person_id, *rest)
        .join(Proposal, Proposal.owner_id == RoleGrant.person_id)
        .where(Proposal.id == this, RoleGrant.role == Role.TOP, RoleGrant.state == GrantState.HELD),
        sa.select(sa.literal("wrong"), Proposal.owner_id, *rest).where(
            Proposal.id == this, is_after_wrong_claim()
        ),
        sa.select(
            sa.literal("newest"),
            nobody,
            Version.number,
            Version.content[("proposal", "authors")],
            Version.section_hashes,
        )
        .join(Proposal, _IS_NEWEST)
        .where(Proposal.id == this),
    )


_AROUND = _all_around()


def circle(proposal: Proposal) -> Circle:
    """Everybody who is too close to this proposal to judge it, as of now."""
    return around(proposal).circle


def around(proposal: Proposal) -> Around:
    """Everybody around this proposal as of now, in one query."""
    parts: dict[str, set[UUID]] = defaultdict(set)
    newest: tuple[int, Any, Hashes] = (0, None, {})
    for part, person_id, *told in session.execute(_AROUND, {"proposal_id": proposal.id}):
        if person_id is None:
            newest = (told[0], told[1], told[2])
        else:
            parts[part].add(person_id)
    number, wrote, hashes = newest
    return Around(
        owner=proposal.owner_id,
        sponsor=proposal.sponsor_id if proposal.sponsor_agreed_at else None,
        beside=frozenset(parts["beside"]),
        wrote=frozenset(map(UUID, wrote or ())),
        above=frozenset(parts["above"]),
        below=frozenset(parts["below"]),
        seated=frozenset(parts["seated"]),
        owner_is_top=bool(parts["top"]),
        after_wrong_claim=bool(parts["wrong"]),
        number=number,
        hashes=hashes,
    )


def _all_able() -> sa.CompoundSelect[Any]:
    """SQL of what a choice of readers rests on: held roles, who leads, open seats, and units."""
    no_role, no_text, no_number = (
        sa.cast(sa.null(), kind) for kind in (RoleGrant.role.type, sa.Text, sa.Integer)
    )
    led = aliased(Person)
    who = (Person.id, Person.name, Person.unit_id)
    came = sa.exists().where(Credential.person_id == Person.id).correlate(Person)
    is_awaited = sa.case((came, 0), else_=1)
    return sa.union_all(
        sa.select(
            sa.literal("role").label("part"), *who, RoleGrant.role, RoleGrant.scope, is_awaited
        )
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_(_READING),
            RoleGrant.state == GrantState.HELD,
            Person.deactivated_at.is_(None),
        ),
        sa.select(sa.literal("leads"), *who, no_role, no_text, is_awaited).where(
            Person.deactivated_at.is_(None),
            Person.id.in_(sa.select(led.manager_id).where(led.deactivated_at.is_(None))),
        ),
        sa.select(
            sa.literal("reads"),
            Seat.person_id,
            no_text,
            sa.cast(sa.null(), sa.Uuid),
            no_role,
            no_text,
            sa.func.count(),
        )
        .join(Review, Seat.review_id == Review.id)
        .where(Seat.ended_at.is_(None), Seat.person_id.is_not(None), Review.state.in_(_OPEN))
        .group_by(Seat.person_id),
        sa.select(
            sa.literal("unit"), Unit.id, Unit.code, Unit.parent_id, no_role, no_text, no_number
        ),
    )


_ABLE = _all_able()


def candidates() -> Sequence[Candidate]:
    """Everybody active who could take a seat: holders of a reading role, and who leads a team.

    By name, in one query.
    """
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(_ABLE):
        parts[row.part].append(row)
    units = {row.id: (row.name, row.unit_id) for row in parts["unit"]}
    reads = {row.id: row[-1] for row in parts["reads"]}
    leading = {row.id for row in parts["leads"]}
    held: dict[UUID, list[Any]] = defaultdict(list)
    for row in parts["role"]:
        held[row.id].append(row)
    people = {row.id: row for row in (*parts["role"], *parts["leads"])}
    return [
        Candidate(
            id=person.id,
            name=person.name,
            roles=frozenset(row.role for row in held[person.id]),
            fields=frozenset(row.scope for row in held[person.id] if row.role is Role.EXPERT),
            units=frozenset(_codes_above(person.unit_id, units)),
            unit=units[person.unit_id][0] if person.unit_id else None,
            leads=person.id in leading,
            open_seats=reads.get(person.id, 0),
            awaited=bool(person[-1]),
        )
        for person in sorted(people.values(), key=lambda row: (row.name, row.id))
    ]


def _codes_above(unit_id: UUID | None, units: Mapping[UUID, tuple[str, UUID | None]]) -> set[str]:
    found: set[str] = set()
    while unit_id is not None and units[unit_id][0] not in found:
        code, unit_id = units[unit_id]
        found.add(code)
    return found


def advocates() -> frozenset[UUID]:
    """Customer advocate and deputy, as long as they are here."""
    return frozenset(person.id for person in customer_speakers())


def board_of(proposal: Proposal, plan: Plan) -> Board | None:
    """The board that decides about this case, or that watches over it where nobody decides."""
    boards = boards_for(proposal.unit)
    if plan.decides.board_kind in boards:
        return boards[plan.decides.board_kind]
    there = [boards[kind] for kind in _FALLING_BACK if kind in boards]
    return next(iter(there), None)


def presiding(proposal: Proposal, plan: Plan, on: date) -> frozenset[UUID]:
    """Chair, deputy chair and clerk of the board of this case, as they sit that day."""
    board = board_of(proposal, plan)
    if board is None:
        return frozenset()
    return frozenset(person_id for person_id, office in offices(board, on) if office in PRESIDING)


def presides(person_id: UUID, proposal: Proposal, plan: Plan, on: date) -> bool:
    """Whether this person is one of `presiding`. Few run any board, so that is asked first."""
    held = boards_held(person_id, PRESIDING, on)
    board = board_of(proposal, plan) if held else None
    return board is not None and board.id in held
