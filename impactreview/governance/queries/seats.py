"""Questions about places on boards: who sits, who sat, who waits for a second person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from impactreview.governance.models import Board, Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.terms import Office
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.terms import State

MOST = 1_000
MOST_WAITING = 500
_OPEN = (State.PROPOSED, State.HELD)
_RANK = {office: rank for rank, office in enumerate(Office)}


def sitting(board: Board, on: date) -> Sequence[Membership]:
    """Everybody who sits on `board` that day: by office, then by name."""
    found = session.scalars(
        _with_people().where(Membership.board_id == board.id, sits_on(on)).limit(MOST)
    ).all()
    return sorted(found, key=lambda seat: (_RANK[seat.office], seat.person.name, seat.id))


_OFFICES = (
    sa.select(Membership.person_id, Membership.office)
    .join(Person, Membership.person_id == Person.id)
    .where(Membership.board_id == sa.bindparam("board_id"), sits_on(sa.bindparam("on")))
    .limit(MOST)
)


def offices(board: Board, on: date) -> Sequence[tuple[UUID, Office]]:
    """Who sits on `board` that day, and in which office."""
    rows = session.execute(_OFFICES, {"board_id": board.id, "on": on})
    return [(person_id, office) for person_id, office in rows]


_HOLDING = (
    sa.select(Membership.board_id)
    .join(Person, Membership.person_id == Person.id)
    .where(
        Membership.person_id == sa.bindparam("person_id"),
        Membership.office.in_(sa.bindparam("offices", expanding=True)),
        sits_on(sa.bindparam("on")),
    )
    .limit(MOST)
)


def boards_held(person_id: UUID, held: Collection[Office], on: date) -> frozenset[UUID]:
    """The boards on which this person sits that day in one of these offices."""
    asked = {"person_id": person_id, "offices": sorted(held), "on": on}
    return frozenset(session.scalars(_HOLDING, asked))


def boards_of(people: Collection[UUID], on: date) -> Mapping[UUID, Sequence[str]]:
    """Of each of these people who sits on a board that day, the names of their boards."""
    rows = session.execute(
        sa.select(Membership.person_id, Board.name)
        .join(Board, Membership.board_id == Board.id)
        .join(Person, Membership.person_id == Person.id)
        .where(Membership.person_id.in_(people), sits_on(on))
        .order_by(Board.name, Membership.id)
        .limit(MOST)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for person_id, name in rows:
        found[person_id].append(name)
    return dict(found)


def places_of(person: Person, on: date) -> Sequence[Membership]:
    """Every board on which `person` sits that day, by the board's name."""
    return session.scalars(
        _with_people()
        .join(Board, Membership.board_id == Board.id)
        .where(Membership.person_id == person.id, sits_on(on))
        .order_by(Board.name, Membership.id)
        .options(joinedload(Membership.board))
        .limit(MOST)
    ).all()


def of_board(board: Board) -> Sequence[Membership]:
    """Every place there ever was on `board`, the newest term first; at most 1,000."""
    return session.scalars(
        _with_people()
        .where(Membership.board_id == board.id)
        .order_by(Membership.term_from.desc(), Membership.proposed_at.desc(), Membership.id)
        .options(joinedload(Membership.proposed_by))
        .limit(MOST)
    ).all()


def open_places(boards: Collection[UUID]) -> Sequence[Membership]:
    """What is proposed or held on these boards, whatever its term."""
    return session.scalars(
        _with_people()
        .where(Membership.board_id.in_(set(boards)), Membership.state.in_(_OPEN))
        .order_by(Membership.board_id, Membership.id)
    ).all()


def open_of(person: Person) -> Sequence[Membership]:
    """Every place of `person` that is proposed or held, whatever its term."""
    return session.scalars(
        _with_people()
        .where(Membership.person_id == person.id, Membership.state.in_(_OPEN))
        .order_by(Membership.board_id, Membership.id)
        .options(joinedload(Membership.board))
        .limit(MOST)
    ).all()


def lost_since(person: Person, since: datetime) -> Sequence[str]:
    """The names of the boards on which a place of `person` was ended since then, within its term.

    By name.
    """
    in_term = sa.or_(Membership.term_until.is_(None), Membership.term_until >= since.date())
    return session.scalars(
        sa.select(Board.name)
        .join(Membership, Membership.board_id == Board.id)
        .where(
            Membership.person_id == person.id,
            Membership.state == State.ENDED,
            Membership.ended_at >= since,
            in_term,
        )
        .distinct()
        .order_by(Board.name)
        .limit(MOST)
    ).all()


def on_board(board: Board, membership_id: UUID) -> Membership | None:
    """The place of this id, if it is one of `board`."""
    found = session.get(Membership, membership_id)
    return found if found is not None and found.board_id == board.id else None


def waiting() -> Sequence[Membership]:
    """What waits for the second person, the oldest first; at most 500."""
    return session.scalars(
        _with_people()
        .where(Membership.state == State.PROPOSED)
        .order_by(Membership.proposed_at, Membership.id)
        .options(joinedload(Membership.board), joinedload(Membership.proposed_by))
        .limit(MOST_WAITING)
    ).all()


def among(ids: Collection[UUID]) -> Sequence[Membership]:
    """The places of these ids, whatever has become of them, in the order of `waiting`."""
    return session.scalars(
        _with_people()
        .where(Membership.id.in_(set(ids)))
        .order_by(Membership.proposed_at, Membership.id)
        .options(joinedload(Membership.board))
    ).all()


def _with_people() -> sa.Select[Membership]:
    return sa.select(Membership).join(Membership.person).options(contains_eager(Membership.person))
