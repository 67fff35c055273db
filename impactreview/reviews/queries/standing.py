"""Where a review stands: its seats with what they said last, its concerns, what is open."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.governance.rules.plan import Plan
from impactreview.kernel.db import session
from impactreview.people.models import Credential, Person
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.queries.reviews import IS_LAST, MOST, Heard, concerns, hashes
from impactreview.reviews.rules.changes import is_current, outdated_sections
from impactreview.reviews.rules.standing import ConcernNow, PositionNow, ReviewNow, SeatNow

_STANDING = (
    sa.select(
        Seat.id,
        Seat.kind,
        Seat.scope,
        Seat.why,
        Seat.must,
        Seat.person_id,
        Seat.due_at,
        Seat.declared_at,
        Person.name,
        Person.deactivated_at,
        sa.exists().where(Credential.person_id == Person.id).correlate(Person).label("came"),
        Position.stand,
        Position.person_id.label("said_by"),
        Position.number,
        Position.reason,
        Position.conditions,
        Position.given_at,
    )
    .outerjoin(Person, Seat.person_id == Person.id)
    .outerjoin(Position, IS_LAST)
    .where(Seat.review_id == sa.bindparam("review_id"), Seat.ended_at.is_(None))
    .order_by(Seat.must.desc(), Seat.kind, Seat.scope, Seat.id)
    .limit(MOST)
)


def now(
    review: Review,
    at: datetime,
    *,
    said: Heard | None = None,
    raised: Sequence[Concern] | None = None,
) -> ReviewNow:
    """Where a review stands at this moment, in three queries.

    `said` and `raised` are what was read already of its seats and its concerns.
    """
    seats = _read(review) if said is None else [_of_seat(*each) for each in said]
    raised = concerns(review) if raised is None else raised
    return ReviewNow(
        id=review.id,
        state=review.state,
        number=review.number,
        plan=Plan.from_json(review.plan),
        seats=tuple(_counted(seats, review)),
        concerns=tuple(_concern(each) for each in raised),
        unmet=tuple(review.unmet),
        rests_until=review.rests_until,
        held=review.held_at is not None,
        at=at,
    )


def _read(review: Review) -> list[SeatNow]:
    return [
        SeatNow(
            id=row.id,
            kind=row.kind,
            scope=row.scope,
            why=row.why,
            must=row.must,
            person_id=row.person_id,
            name=row.name or "",
            left=row.deactivated_at is not None,
            awaited=row.person_id is not None and not row.came,
            due_at=row.due_at,
            declared_at=row.declared_at,
            position=row.stand and _position(row, row.said_by),
        )
        for row in session.execute(_STANDING, {"review_id": review.id})
    ]


def _of_seat(seat: Seat, last: Position | None) -> SeatNow:
    return SeatNow(
        id=seat.id,
        kind=seat.kind,
        scope=seat.scope,
        why=seat.why,
        must=seat.must,
        person_id=seat.person_id,
        name=seat.person.name if seat.person else "",
        left=seat.person is not None and seat.person.deactivated_at is not None,
        due_at=seat.due_at,
        declared_at=seat.declared_at,
        position=_position(last, last.person_id) if last else None,
    )


def _position(said: Any, person_id: UUID) -> PositionNow:
    """A position as if nothing had changed since."""
    return PositionNow(
        stand=said.stand,
        person_id=person_id,
        number=said.number,
        reason=said.reason,
        conditions=said.conditions,
        given_at=said.given_at,
        outdated=(),
        is_current=True,
    )


def _counted(seats: Sequence[SeatNow], review: Review) -> Iterator[SeatNow]:
    """The seats, each with its position as it counts for the version that is read now."""
    before = any(seat.position and seat.position.number != review.number for seat in seats)
    versions = hashes(review.proposal_id) if before else {}
    for seat in seats:
        said = seat.position
        if said is None or said.number == review.number:
            yield seat
        else:
            outdated = outdated_sections(said.number, versions)
            current = is_current(said.stand, said.number, review.number, outdated)
            yield replace(seat, position=replace(said, outdated=outdated, is_current=current))


def _concern(concern: Concern) -> ConcernNow:
    return ConcernNow(
        id=concern.id,
        serial=concern.serial,
        state=concern.state,
        raised_by_id=concern.raised_by_id,
        raised_by=concern.raised_by.name,
        raiser_left=concern.raised_by.deactivated_at is not None,
        by_advocate=concern.by_advocate,
        number=concern.number,
        what=concern.what,
        whom=concern.whom,
        remedy=concern.remedy,
        answer=concern.answer,
        raised_at=concern.raised_at,
        answered_at=concern.answered_at,
        settled_at=concern.settled_at,
    )
