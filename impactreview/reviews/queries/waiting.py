"""What waits for a person: the seats in which somebody still has to say something."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal, Version
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.queries.reviews import IS_LAST
from impactreview.reviews.rules.changes import is_current, outdated_sections
from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import SeatKind, State

MOST = 200


@dataclass(frozen=True, kw_only=True)
class SeatWaiting:
    """A seat that waits for its holder."""

    code: str
    title: str
    kind: SeatKind
    why: str
    must: bool
    declared: bool
    outdated: tuple[str, ...]
    """Sections that changed since its holder's last position; empty where there is none yet."""
    gross: int
    seated_at: datetime | None
    due_at: datetime | None


_HELD = (
    sa.select(
        Proposal.id,
        Proposal.code,
        Proposal.title,
        Seat.kind,
        Seat.why,
        Seat.must,
        Seat.declared_at,
        Seat.seated_at,
        Seat.due_at,
        Review.number,
        Review.plan["gross"].as_integer().label("gross"),
        Position.stand,
        Position.number.label("said_of"),
    )
    .join(Review, Seat.review_id == Review.id)
    .join(Proposal, Review.proposal_id == Proposal.id)
    .outerjoin(Position, IS_LAST)
    .where(
        Seat.person_id == sa.bindparam("person_id"),
        Seat.ended_at.is_(None),
        Review.state.in_((State.IN_REVIEW, State.READY)),
        Review.held_at.is_(None),
    )
    .order_by(Seat.due_at, Seat.id)
    .limit(MOST)
)


def seats_of(person: Person) -> Sequence[SeatWaiting]:
    """Every seat that waits for this person, the earliest due first; in two queries at most."""
    held = session.execute(_HELD, {"person_id": person.id}).all()
    spoken = {seat.id for seat in held if seat.said_of not in (None, seat.number)}
    versions = _hashes(spoken) if spoken else {}
    found = [_waiting(seat, versions.get(seat.id, {})) for seat in held]
    return [each for each in found if each is not None]


def _waiting(seat: Any, versions: Mapping[int, Hashes]) -> SeatWaiting | None:
    outdated = () if seat.stand is None else outdated_sections(seat.said_of, versions)
    if seat.stand and is_current(seat.stand, seat.said_of, seat.number, outdated):
        return None
    return SeatWaiting(
        code=seat.code,
        title=seat.title,
        kind=seat.kind,
        why=seat.why,
        must=seat.must,
        declared=seat.declared_at is not None,
        outdated=outdated,
        gross=seat.gross,
        seated_at=seat.seated_at,
        due_at=seat.due_at,
    )


def _hashes(proposals: Collection[UUID]) -> dict[UUID, dict[int, Hashes]]:
    rows = session.execute(
        sa.select(Version.proposal_id, Version.number, Version.section_hashes)
        .where(Version.proposal_id.in_(proposals))
        .order_by(Version.proposal_id, Version.number)
        .limit(10_000)
    )
    found: dict[UUID, dict[int, Hashes]] = {}
    for proposal_id, number, hashes in rows:
        found.setdefault(proposal_id, {})[number] = hashes
    return found


def moved_by_time(at: datetime, limit: int = 500) -> Sequence[UUID]:
    """Reviews that may have become ready by time alone: a silence, or a rest, is over."""
    silent = (
        sa.exists()
        .where(
            Seat.review_id == Review.id,
            Seat.must.is_(False),
            Seat.ended_at.is_(None),
            Seat.due_at < at,
        )
        .correlate(Review)
    )
    return session.scalars(
        sa.select(Review.id)
        .where(
            Review.state == State.IN_REVIEW,
            Review.held_at.is_(None),
            sa.or_(Review.rests_until < at, silent),
        )
        .order_by(Review.opened_at, Review.id)
        .limit(limit)
    ).all()


def with_empty_seats(limit: int = 500) -> Sequence[UUID]:
    """Reviews in which a seat waits for somebody who may take it, the oldest first."""
    return session.scalars(
        sa.select(Review.id)
        .where(
            Review.state.in_((State.IN_REVIEW, State.READY)),
            Review.held_at.is_(None),
            sa.exists().where(
                Seat.review_id == Review.id, Seat.person_id.is_(None), Seat.ended_at.is_(None)
            ),
        )
        .order_by(Review.opened_at, Review.id)
        .limit(limit)
    ).all()


def running_with(person: Person) -> Sequence[Review]:
    """Reviews that go on in which this person holds a seat, in the order of their ids."""
    holds = sa.exists().where(
        Seat.review_id == Review.id, Seat.person_id == person.id, Seat.ended_at.is_(None)
    )
    return session.scalars(
        sa.select(Review).where(holds, Review.state != State.CLOSED).order_by(Review.id)
    ).all()


def by_id(review_id: UUID) -> Review | None:
    """The review of this id."""
    return session.get(Review, review_id)
