"""The circle of each case: who handles it, who determines it, who is shut out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.escalations.models import Escalation, Handler, Reporter
from impactreview.escalations.queries.conflicts import conflicts
from impactreview.escalations.rules.circle import HANDLERS, Circle, circle
from impactreview.escalations.terms import State as CaseState
from impactreview.governance.models import Board, Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State

_MOST = 100
_CHAIRS = (Office.CHAIR, Office.DEPUTY_CHAIR)
_IS_INDEPENDENT = sa.and_(Board.kind == BoardKind.INDEPENDENT, Board.closed_at.is_(None))
_ROLES = (Role.HANDLER, Role.DUTY_EXECUTIVE, Role.TOP)


def circle_of(case: Escalation, on: date) -> Circle:
    """Who may see this case, and act on it, on that day."""
    return circles_of([case], on)[case.id]


def circles_of(cases: Sequence[Escalation], on: date) -> Mapping[UUID, Circle]:
    """The same for each of these cases, in a fixed number of queries; none for no cases."""
    if not cases:
        return {}
    ids = [case.id for case in cases]
    conflicted = conflicts({case.policy_id for case in cases})
    reporters, assigned, held = reporters_of(ids), _assigned(ids), _held()
    shut = {c.id: conflicted[c.policy_id] | _named(c) | reporters[c.id] for c in cases}
    executives = held[Role.DUTY_EXECUTIVE] | held[Role.TOP]
    independent = _independent(on) if any(executives <= each for each in shut.values()) else ()
    boards = _boards({case.board_id for case in cases if case.board_id}, on)
    return {
        case.id: circle(
            excluded=shut[case.id],
            handlers=assigned[case.id] & held[Role.HANDLER],
            board={seat.person_id: seat.chamber for seat in boards[case.board_id]},
            chairs={seat.person_id for seat in boards[case.board_id] if seat.is_chair},
            duty=held[Role.DUTY_EXECUTIVE],
            top=held[Role.TOP],
            independent=independent,
        )
        for case in cases
    }


def in_need_of_hands(cases: Sequence[Escalation], on: date) -> Sequence[UUID]:
    """Those of `cases` whose handlers must change: one is out, or one more could help."""
    circles, pool = circles_of(cases, on), _held()[Role.HANDLER]
    assigned = _assigned([case.id for case in cases])
    found = []
    for case in cases:
        circle = circles[case.id]
        is_out = assigned[case.id] - circle.handlers
        helpers = pool - circle.excluded - circle.handlers
        if is_out or (len(circle.handlers) < HANDLERS and helpers):
            found.append(case.id)
    return found


def misses_hands(person_id: UUID) -> bool:
    """Whether a case that this person is not in conflict about has no handler at all."""
    handled = sa.exists().where(Handler.escalation_id == Escalation.id, Handler.until.is_(None))
    cases = session.scalars(
        sa.select(Escalation)
        .where(Escalation.state != CaseState.CLOSED, ~handled)
        .order_by(Escalation.received_at, Escalation.id)
        .limit(_MOST)
    ).all()
    if not cases:
        return False
    conflicted = conflicts({case.policy_id for case in cases})
    reporters = reporters_of([case.id for case in cases])
    return any(
        person_id not in conflicted[case.policy_id] | _named(case) | reporters[case.id]
        for case in cases
    )


def excluded_of(case: Escalation) -> frozenset[UUID]:
    """Everybody who must not know that this case exists, its reporter among them."""
    conflicted = conflicts([case.policy_id])[case.policy_id]
    return conflicted | _named(case) | reporters_of([case.id])[case.id]


def _named(case: Escalation) -> frozenset[UUID]:
    return frozenset(UUID(person_id) for person_id in case.not_these)


def reporters_of(cases: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Who reported each of these cases: nobody else's to know, so that it never reaches them."""
    rows = session.execute(
        sa.select(Reporter.escalation_id, Reporter.person_id).where(
            Reporter.escalation_id.in_(cases)
        )
    )
    found: dict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    found.update({case_id: frozenset({person_id}) for case_id, person_id in rows})
    return found


def _assigned(cases: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    rows = session.execute(
        sa.select(Handler.escalation_id, Handler.person_id).where(
            Handler.escalation_id.in_(cases), Handler.until.is_(None)
        )
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, person_id in rows:
        found[case_id].add(person_id)
    return found


def _held() -> Mapping[Role, set[UUID]]:
    rows = session.execute(
        sa.select(RoleGrant.role, RoleGrant.person_id)
        .join(Person, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_(_ROLES),
            RoleGrant.state == State.HELD,
            Person.deactivated_at.is_(None),
        )
    )
    found: dict[Role, set[UUID]] = defaultdict(set)
    for role, person_id in rows:
        found[role].add(person_id)
    return found


@dataclass(frozen=True)
class _Seat:
    person_id: UUID
    chamber: Chamber
    is_chair: bool


def _boards(
    boards: Collection[UUID] | sa.Select[Any], on: date
) -> Mapping[UUID | None, Sequence[_Seat]]:
    """Who votes on these boards that day; nobody where there is no board."""
    rows = session.execute(
        sa.select(Membership.board_id, Membership.person_id, Membership.chamber, Membership.office)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Membership.board_id.in_(boards),
            Membership.chamber.is_not(None),
            Membership.office != Office.ALTERNATE,
            sits_on(on),
        )
    )
    found: dict[UUID | None, list[_Seat]] = defaultdict(list)
    for board_id, person_id, chamber, office in rows:
        if chamber is not None:
            found[board_id].append(_Seat(person_id, chamber, office in _CHAIRS))
    return found


def _independent(on: date) -> frozenset[UUID]:
    """Who votes on an independent board that day."""
    boards = sa.select(Board.id).where(_IS_INDEPENDENT)
    return frozenset(seat.person_id for seats in _boards(boards, on).values() for seat in seats)


def independent_board(on: date) -> Board | None:
    """The independent board that somebody sits on; the first by its short name."""
    return session.scalars(
        sa.select(Board)
        .join(Membership, Membership.board_id == Board.id)
        .join(Person, Membership.person_id == Person.id)
        .where(_IS_INDEPENDENT, sits_on(on))
        .order_by(Board.slug)
        .limit(1)
    ).first()
