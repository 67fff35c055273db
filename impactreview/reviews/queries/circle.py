"""Questions about people around a proposal: who is too close, who could read, who presides."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.governance.models import Board
from impactreview.governance.queries import sitting
from impactreview.governance.queries.rule_sets import boards_for
from impactreview.governance.rules.plan import Plan
from impactreview.governance.terms import BoardKind, Office
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant, Unit
from impactreview.people.roles import Role
from impactreview.people.terms import State as GrantState
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.terms import Involvement
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.rules.choosing import Candidate
from impactreview.reviews.rules.conflicts import Circle
from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import Stand, State

_READING = (Role.REVIEWER, Role.EXPERT, Role.ADVOCATE, Role.DEPUTY_ADVOCATE)
_PRESIDING = frozenset({Office.CHAIR, Office.DEPUTY_CHAIR, Office.CLERK})
_FALLING_BACK = (BoardKind.UNIT, BoardKind.CENTRAL, BoardKind.GOVERNANCE, BoardKind.TOP)


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
    """Who is too close to a proposal, and of its newest version the number and the hashes."""

    circle: Circle
    number: int
    hashes: Hashes


def _all_around() -> sa.CompoundSelect[Any]:
    """SQL of everybody around a proposal: their part in it, and who. One row is of its version."""
    above, below = _line("above", up=True), _line("below", up=False)
    nothing, nobody, none = (sa.cast(sa.null(), kind) for kind in (sa.JSON, sa.Uuid, sa.Integer))
    newest = (Version.proposal_id == Proposal.id) & (Version.number == Proposal.number)
    wrote = Version.content[("proposal", "authors")]
    return sa.union_all(
        sa.select(sa.literal("above").label("part"), above.c.id, none, nothing, nothing),
        sa.select(sa.literal("below"), below.c.id, none, nothing, nothing),
        sa.select(sa.literal("author"), Involved.person_id, none, nothing, nothing).where(
            Involved.proposal_id == sa.bindparam("proposal_id"),
            Involved.until.is_(None),
            Involved.involvement == Involvement.CO_AUTHOR,
        ),
        sa.select(sa.literal("newest"), nobody, Version.number, wrote, Version.section_hashes)
        .join(Proposal, newest)
        .where(Proposal.id == sa.bindparam("proposal_id")),
    )


_AROUND = _all_around()


def circle(proposal: Proposal) -> Circle:
    """Everybody who is too close to this proposal to judge it, as of now."""
    return around(proposal).circle


def around(proposal: Proposal) -> Around:
    """Who is too close to this proposal, and what its newest version holds; in one query."""
    parts: dict[str, set[UUID]] = defaultdict(set)
    newest: tuple[int, Hashes] = (0, {})
    for part, person_id, number, wrote, hashes in session.execute(
        _AROUND, {"proposal_id": proposal.id}
    ):
        if person_id is None:
            newest = number, hashes
            parts["author"].update(map(UUID, wrote or ()))
        else:
            parts[part].add(person_id)
    return Around(circle=_circle(proposal, parts), number=newest[0], hashes=newest[1])


def _circle(proposal: Proposal, parts: Mapping[str, set[UUID]]) -> Circle:
    owner = proposal.owner_id
    return Circle(
        owner=owner,
        authors=frozenset(parts["author"] | {owner}),
        sponsor=proposal.sponsor_id,
        above=frozenset(parts["above"] - {owner}),
        below=frozenset(parts["below"] - {owner}),
    )


def candidates() -> Sequence[Candidate]:
    """Everybody active who could take a seat: holders of a reading role, and who leads a team."""
    roles, fields = _roles()
    leading = frozenset(
        session.scalars(
            sa.select(Person.manager_id).where(
                Person.manager_id.is_not(None), Person.deactivated_at.is_(None)
            )
        ).all()
    )
    units, load = _units(), _load()
    people = session.scalars(
        sa.select(Person)
        .where(Person.id.in_({*roles, *leading}), Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
        .limit(5_000)
    ).all()
    return [
        Candidate(
            id=person.id,
            name=person.name,
            roles=frozenset(roles.get(person.id, ())),
            fields=frozenset(fields.get(person.id, ())),
            units=frozenset(_codes_above(person.unit_id, units)),
            unit=units[person.unit_id][0] if person.unit_id else None,
            leads=person.id in leading,
            open_seats=load.get(person.id, 0),
        )
        for person in people
    ]


def _roles() -> tuple[Mapping[UUID, set[Role]], Mapping[UUID, set[str]]]:
    roles: dict[UUID, set[Role]] = defaultdict(set)
    fields: dict[UUID, set[str]] = defaultdict(set)
    rows = session.execute(
        sa.select(RoleGrant.person_id, RoleGrant.role, RoleGrant.scope).where(
            RoleGrant.role.in_(_READING), RoleGrant.state == GrantState.HELD
        )
    )
    for person_id, role, scope in rows:
        roles[person_id].add(role)
        if role is Role.EXPERT:
            fields[person_id].add(scope)
    return roles, fields


def _units() -> Mapping[UUID, tuple[str, UUID | None]]:
    rows = session.execute(sa.select(Unit.id, Unit.code, Unit.parent_id))
    return {unit_id: (code, parent) for unit_id, code, parent in rows}


def _codes_above(unit_id: UUID | None, units: Mapping[UUID, tuple[str, UUID | None]]) -> set[str]:
    found: set[str] = set()
    while unit_id is not None and units[unit_id][0] not in found:
        code, unit_id = units[unit_id]
        found.add(code)
    return found


def _load() -> Mapping[UUID, int]:
    rows = session.execute(
        sa.select(Seat.person_id, sa.func.count())
        .join(Review, Seat.review_id == Review.id)
        .where(Seat.ended_at.is_(None), Seat.person_id.is_not(None), Review.state != State.CLOSED)
        .group_by(Seat.person_id)
    )
    return {person_id: number for person_id, number in rows if person_id is not None}


def is_top(person_id: UUID) -> bool:
    """Whether this person holds the role of the top."""
    return bool(
        session.scalar(
            sa.select(sa.func.count())
            .select_from(RoleGrant)
            .where(
                RoleGrant.person_id == person_id,
                RoleGrant.role == Role.TOP,
                RoleGrant.state == GrantState.HELD,
            )
        )
    )


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
    return frozenset(place.person_id for place in sitting(board, on) if place.office in _PRESIDING)


def who_may_see(proposal: Proposal, on: date) -> frozenset[UUID]:
    """Whom a restricted case is open to by a seat in its review, or on the board that decides.

    Whoever had a seat keeps what they have read; whoever left it for a conflict does not.
    """
    review = session.scalars(sa.select(Review).where(Review.proposal_id == proposal.id)).first()
    if review is None:
        return frozenset()
    recused = sa.exists().where(Position.seat_id == Seat.id, Position.stand == Stand.RECUSED)
    seats = session.scalars(
        sa.select(Seat.person_id).where(
            Seat.review_id == review.id, Seat.person_id.is_not(None), ~recused
        )
    ).all()
    board = board_of(proposal, Plan.from_json(review.plan))
    members = [place.person_id for place in sitting(board, on)] if board else []
    return frozenset(each for each in (*seats, *members) if each is not None)
