"""Questions about one review: its seats, what they said last, its concerns, where it stands."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, load_only

from impactreview.audit.acts import Act
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.kernel.db import session
from impactreview.proposals.models import Proposal, Version
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.rules.standing import (
    Hashes,
)

MOST = 500
_EARLIER = aliased(Position)
IS_LAST = (Position.seat_id == Seat.id) & (
    Position.serial
    == sa.select(sa.func.max(_EARLIER.serial)).where(_EARLIER.seat_id == Seat.id).scalar_subquery()
)
"""SQL of the last position of a seat."""
Heard = Sequence[tuple[Seat, Position | None]]
"""The seats of a review that have not ended, each with its last position."""

_HEARD = (
    sa.select(Seat, Position)
    .join(Seat.review)
    .join(Review.proposal)
    .outerjoin(Position, IS_LAST)
    .where(Seat.review_id == sa.bindparam("review_id"), Seat.ended_at.is_(None))
    .options(
        joinedload(Seat.person),
        contains_eager(Seat.review).options(
            load_only(Review.proposal_id),
            contains_eager(Review.proposal).options(defer(Proposal.text), defer(Proposal.html)),
        ),
    )
    .order_by(Seat.must.desc(), Seat.kind, Seat.scope, Seat.id)
    .limit(MOST)
)
"""With what an act must know of the proposal itself, so that it is not asked for apart."""
_CONCERNS = (
    sa.select(Concern)
    .where(Concern.review_id == sa.bindparam("review_id"))
    .options(joinedload(Concern.raised_by, innerjoin=True))
    .order_by(Concern.serial)
    .limit(MOST)
)
_HASHES = (
    sa.select(Version.number, Version.section_hashes)
    .where(Version.proposal_id == sa.bindparam("proposal_id"))
    .order_by(Version.number)
    .limit(1_000)
)


_OF_CODE = (
    sa.select(Review, Seat)
    .join(Review.proposal)
    .outerjoin(
        Seat,
        (Seat.review_id == Review.id)
        & (Seat.person_id == sa.bindparam("reader"))
        & Seat.ended_at.is_(None),
    )
    .where(Proposal.code == sa.bindparam("code"))
    .order_by(Seat.id)
    .options(
        contains_eager(Review.proposal).options(
            joinedload(Proposal.owner, innerjoin=True),
            joinedload(Proposal.sponsor),
            joinedload(Proposal.unit, innerjoin=True),
        )
    )
)
_HELD = sa.select(Review).join(Review.proposal).where(Proposal.code == sa.bindparam("code"))


def of_code(code: str, reader: UUID) -> tuple[Review, Seat | None] | None:
    """The review of the proposal of this code, with that proposal, and the seat of `reader` in it.

    None before it was handed in.
    """
    row = session.execute(_OF_CODE, {"code": code, "reader": reader}).first()
    return (row[0], row[1]) if row else None


def held(act: Act, code: str) -> tuple[Review, Heard] | None:
    """The review of the proposal of this code, and what was said in it; others wait for `act`."""
    review = act.find(_HELD, code=code)
    return (review, heard(review)) if review else None


def of(proposal: Proposal) -> Review | None:
    """The review of this proposal; none before it was handed in."""
    return session.scalars(sa.select(Review).where(Review.proposal_id == proposal.id)).one_or_none()


def seats(review: Review) -> Sequence[Seat]:
    """The seats of a review that have not ended, those that must read first."""
    return session.scalars(
        sa.select(Seat)
        .where(Seat.review_id == review.id, Seat.ended_at.is_(None))
        .options(joinedload(Seat.person))
        .order_by(Seat.must.desc(), Seat.kind, Seat.scope, Seat.id)
        .limit(MOST)
    ).all()


def seat(review: Review, seat_id: UUID) -> Seat | None:
    """The seat of this id, if it is one of this review."""
    found = session.get(Seat, seat_id)
    return found if found is not None and found.review_id == review.id else None


def seat_of(review: Review, person_id: UUID) -> Seat | None:
    """The seat that this person holds in this review now; nobody holds two."""
    return session.scalars(
        sa.select(Seat)
        .where(Seat.review_id == review.id, Seat.person_id == person_id, Seat.ended_at.is_(None))
        .order_by(Seat.id)
        .limit(1)
    ).first()


def heard(review: Review) -> Heard:
    """The seats of a review that have not ended, those that must read first, and what they said."""
    rows = session.execute(_HEARD, {"review_id": review.id})
    return [(seat, position) for seat, position in rows]


def positions(review: Review) -> Mapping[UUID, Position]:
    """Of each seat that has not ended and has spoken, the last position."""
    return {seat.id: last for seat, last in heard(review) if last is not None}


def concerns(review: Review) -> Sequence[Concern]:
    """Every concern of a review, in the order they were raised."""
    return session.scalars(_CONCERNS, {"review_id": review.id}).all()


def concern(review: Review, serial: int) -> Concern | None:
    """The concern C-<serial> of this review."""
    return session.scalars(
        sa.select(Concern).where(Concern.review_id == review.id, Concern.serial == serial)
    ).one_or_none()


def reread(concern: Concern) -> Concern:
    """The concern as it stands now, whatever was read of it before its review was locked."""
    return session.scalars(
        sa.select(Concern).where(Concern.id == concern.id).execution_options(populate_existing=True)
    ).one()


def last_concern(review: Review) -> int:
    """The number of the last concern of this review; 0 where there is none."""
    return (
        session.scalar(sa.select(sa.func.max(Concern.serial)).where(Concern.review_id == review.id))
        or 0
    )


def hashes(proposal_id: UUID) -> dict[int, Hashes]:
    """Of each version of a proposal, the hash of each section."""
    rows = session.execute(_HASHES, {"proposal_id": proposal_id})
    return {row.number: row.section_hashes for row in rows}


def rules_for(proposal: Proposal) -> RuleSetContent | None:
    """The rules that this case goes by, as they were kept; None before it was handed in."""
    review = of(proposal)
    if review is None:
        return None
    return RuleSetContent(review.rules, str(review.plan["rule_set_hash"]))
