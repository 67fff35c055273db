"""Questions about boards: which there are, how they are filled, what stands above what."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.governance.models import Board, Membership
from impactreview.governance.rules import boards as rules
from impactreview.governance.rules.boards import Filled
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Missing
from impactreview.people.models import Person
from impactreview.people.terms import State

MOST = 1_000


@dataclass(frozen=True)
class Overview:
    """One board as the list of boards shows it."""

    board: Board
    chair: str | None
    filled: Filled
    waiting: int
    lacks: tuple[Missing, ...]


def by_slug(slug: str) -> Board | None:
    """The board of this short name, with its unit and the board above it."""
    return session.scalars(
        sa.select(Board)
        .where(Board.slug == slug)
        .options(joinedload(Board.unit), joinedload(Board.above))
    ).one_or_none()


def every() -> Sequence[Board]:
    """Every board, by name; at most 1,000."""
    return session.scalars(
        sa.select(Board)
        .options(joinedload(Board.unit), joinedload(Board.above))
        .order_by(Board.name, Board.id)
        .limit(MOST)
    ).all()


def standing() -> Mapping[UUID, UUID | None]:
    """Of every board, which one is directly above it; none of them moves until the act ends."""
    boards = session.execute(
        sa.select(Board.id, Board.above_id).order_by(Board.id).with_for_update()
    )
    return dict(boards.all())


def by_slugs(slugs: Collection[str]) -> Mapping[str, Board]:
    """Those of `slugs` that are there, with their unit and the board above."""
    found = session.scalars(
        sa.select(Board)
        .where(Board.slug.in_(set(slugs)))
        .options(joinedload(Board.unit), joinedload(Board.above))
    )
    return {board.slug: board for board in found}


def overview(on: date) -> Sequence[Overview]:
    """Every board with how it is filled on that day, in four queries however many there are."""
    boards, chairs = every(), _chairs(on)
    filled, waiting = _filled(on), _waiting()
    return [
        Overview(
            board=board,
            chair=chairs.get(board.id),
            filled=filled[board.id],
            waiting=waiting.get(board.id, 0),
            lacks=rules.lacks(board.kind, filled[board.id], has_above=board.above_id is not None),
        )
        for board in boards
    ]


def sits_on(day: date | sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """SQL of `rules.seats.is_sitting`, over a membership joined with its person."""
    return sa.and_(
        Membership.state == State.HELD,
        Membership.term_from <= day,
        sa.or_(Membership.term_until.is_(None), Membership.term_until >= day),
        Person.deactivated_at.is_(None),
    )


def _filled(on: date) -> Mapping[UUID, Filled]:
    rows = session.execute(
        sa.select(Membership.board_id, Membership.chamber, Membership.office, sa.func.count())
        .join(Person, Membership.person_id == Person.id)
        .where(sits_on(on))
        .group_by(Membership.board_id, Membership.chamber, Membership.office)
    ).all()
    numbers: dict[tuple[UUID, Chamber | None], int] = defaultdict(int)
    offices: dict[UUID, set[Office]] = defaultdict(set)
    for board_id, chamber, office, number in rows:
        offices[board_id].add(office)
        if office is not Office.ALTERNATE:
            numbers[board_id, chamber] += number
    nobody = Filled(0, 0, frozenset())
    found: dict[UUID, Filled] = defaultdict(lambda: nobody)
    for board_id, held in offices.items():
        company = numbers[board_id, Chamber.COMPANY]
        customer = numbers[board_id, Chamber.CUSTOMER]
        found[board_id] = Filled(company, customer, frozenset(held))
    return found


def _chairs(on: date) -> Mapping[UUID, str]:
    rows = session.execute(
        sa.select(Membership.board_id, Person.name)
        .join(Person, Membership.person_id == Person.id)
        .where(sits_on(on), Membership.office == Office.CHAIR)
    )
    return dict(rows.all())


def _waiting() -> Mapping[UUID, int]:
    rows = session.execute(
        sa.select(Membership.board_id, sa.func.count())
        .where(Membership.state == State.PROPOSED)
        .group_by(Membership.board_id)
    )
    return dict(rows.all())
