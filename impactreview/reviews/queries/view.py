"""A review as one reader may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.circle import presiding
from impactreview.reviews.rules.concerns import LIVE
from impactreview.reviews.rules.needs import Need, met, needs
from impactreview.reviews.rules.standing import ConcernNow, ReviewNow, SeatNow
from impactreview.reviews.terms import Met, SeatKind, State


@dataclass(frozen=True, kw_only=True)
class SeatShown:
    """A seat, how far it is met, and whether this reader may read its position."""

    seat: SeatNow
    met: Met
    is_mine: bool
    opened: bool
    may_fill: bool


@dataclass(frozen=True, kw_only=True)
class ConcernShown:
    """A concern, and what this reader may do with it."""

    concern: ConcernNow
    may_answer: bool
    may_settle: bool
    may_contest: bool


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """What the case page shows of a review."""

    now: ReviewNow
    needs: tuple[Need, ...]
    seats: tuple[SeatShown, ...]
    concerns: tuple[ConcernShown, ...]
    mine: SeatNow | None
    presides: bool
    """Whether this reader is chair, deputy chair or clerk of the board of this case."""


def review_view(
    proposal: Proposal, reader: Person, *, at: datetime, on: date
) -> ReviewView | None:
    """The review of this proposal as `reader` may see it; None before it was handed in.

    What others said is shut until one's own seat has spoken about this version, or, for everybody
    else, until the review is over.
    """
    review = queries.of(proposal)
    if review is None:
        return None
    now = queries.now(review, at)
    mine = next((seat for seat in now.seats if seat.person_id == reader.id), None)
    presides = reader.id in presiding(proposal, now.plan, on)
    return ReviewView(
        now=now,
        needs=needs(now),
        seats=tuple(_seat(seat, now, mine, reader, presides) for seat in now.seats),
        concerns=tuple(_concern(each, now, proposal, reader, mine, presides) for each in now.concerns),
        mine=mine,
        presides=presides,
    )


def may_open(now: ReviewNow, mine: SeatNow | None) -> bool:
    """Whether positions of others may be read by the holder of the seat `mine`, or by anybody."""
    if now.state in (State.READY, State.CLOSED):
        return True
    return mine is not None and mine.position is not None and mine.position.is_current


def _seat(
    seat: SeatNow, now: ReviewNow, mine: SeatNow | None, reader: Person, presides: bool
) -> SeatShown:
    empty = seat.person_id is None or seat.left
    late = seat.declared_at is None and seat.due_at is not None and seat.due_at < now.at
    return SeatShown(
        seat=seat,
        met=met(seat, now),
        is_mine=seat.person_id == reader.id,
        opened=seat.person_id == reader.id or may_open(now, mine),
        may_fill=presides and (empty or late) and now.state in (State.IN_REVIEW, State.READY),
    )


def _concern(
    concern: ConcernNow,
    now: ReviewNow,
    proposal: Proposal,
    reader: Person,
    mine: SeatNow | None,
    presides: bool,
) -> ConcernShown:
    live = concern.state in LIVE and now.state is not State.CLOSED and not now.held
    speaks = presides or (mine is not None and mine.kind is SeatKind.ADVOCATE)
    may_contest = speaks and bool(concern.answer) and now.plan.decides.kind != "nobody"
    return ConcernShown(
        concern=concern,
        may_answer=live and reader.id == proposal.owner_id,
        may_settle=live and reader.id == concern.raised_by_id,
        may_contest=live and may_contest and concern.state.value == "open",
    )
