"""What waits for a person: the seats in which somebody still has to say something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal, Version
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.queries.reviews import position_now
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


def seats_of(person: Person) -> Sequence[SeatWaiting]:
    """Every seat that waits for this person, the earliest due first; in three queries."""
    held = session.scalars(
        sa.select(Seat)
        .join(Seat.review)
        .join(Review.proposal)
        .options(contains_eager(Seat.review).contains_eager(Review.proposal))
        .where(
            Seat.person_id == person.id,
            Seat.ended_at.is_(None),
            Review.state.in_((State.IN_REVIEW, State.READY)),
            Review.held_at.is_(None),
        )
        .order_by(Seat.due_at, Seat.id)
        .limit(MOST)
    ).all()
    if not held:
        return ()
    said = _last_positions([seat.id for seat in held])
    versions = _hashes([seat.review.proposal_id for seat in held])
    found = [_waiting(seat, said.get(seat.id), versions) for seat in held]
    return [each for each in found if each is not None]


def _waiting(
    seat: Seat, position: Position | None, versions: dict[UUID, dict[int, Hashes]]
) -> SeatWaiting | None:
    review, proposal = seat.review, seat.review.proposal
    stands = position and position_now(position, review.number, versions[proposal.id])
    if stands and stands.is_current:
        return None
    return SeatWaiting(
        code=proposal.code,
        title=proposal.title,
        kind=seat.kind,
        why=seat.why,
        must=seat.must,
        declared=seat.declared_at is not None,
        outdated=stands.outdated if stands else (),
        gross=review.plan["gross"],
        seated_at=seat.seated_at,
        due_at=seat.due_at,
    )


def _last_positions(seats: Sequence[UUID]) -> dict[UUID, Position]:
    found = session.scalars(
        sa.select(Position)
        .where(Position.seat_id.in_(seats))
        .order_by(Position.seat_id, Position.serial)
        .limit(10_000)
    ).all()
    return {position.seat_id: position for position in found}


def _hashes(proposals: Sequence[UUID]) -> dict[UUID, dict[int, Hashes]]:
    rows = session.execute(
        sa.select(Version.proposal_id, Version.number, Version.section_hashes)
        .join(Proposal, Version.proposal_id == Proposal.id)
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


def by_id(review_id: UUID) -> Review | None:
    """The review of this id."""
    return session.get(Review, review_id)
