"""A review as one reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from impactreview.impact.loading import default_template
from impactreview.impact.schema import Words
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.circle import advocates, circle, presides
from impactreview.reviews.queries.standing import now as standing
from impactreview.reviews.rules.concerns import LIVE, is_orphaned
from impactreview.reviews.rules.conflicts import excluded
from impactreview.reviews.rules.needs import Need, met, needs
from impactreview.reviews.rules.positions import OPEN
from impactreview.reviews.rules.standing import ConcernNow, ReviewNow, SeatNow
from impactreview.reviews.terms import ConcernState, Met, SeatKind, State


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
    may_withdraw: bool
    may_contest: bool


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """What the case page shows of a review."""

    now: ReviewNow
    needs: tuple[Need, ...]
    seats: tuple[SeatShown, ...]
    concerns: tuple[ConcernShown, ...]
    mine: SeatNow | None
    titles: Mapping[str, Words]
    """What the sections of the analysis are called."""
    presides: bool
    """Whether this reader is chair, deputy chair or clerk of the board of this case."""


def review_view(
    proposal: Proposal, reader: Person, *, at: datetime, on: date, review: Review | None = None
) -> ReviewView | None:
    """The review of this proposal as `reader` may see it; None before it was handed in.

    `review` is handed in by whoever has read it already.

    What others said is shut until one's own seat has spoken about this version, or, for everybody
    else, until the review is over.
    """
    review = review or queries.of(proposal)
    if review is None:
        return None
    now = standing(review, at)
    mine = next((seat for seat in now.seats if seat.person_id == reader.id), None)
    runs = presides(reader.id, proposal, now.plan, on)
    eyes = _Eyes(now=now, mine=mine, presides=runs, reader=reader.id, proposal=proposal)
    return ReviewView(
        now=now,
        needs=needs(now),
        seats=tuple(eyes.seat(seat) for seat in now.seats),
        concerns=tuple(eyes.concern(concern) for concern in now.concerns),
        mine=mine,
        titles={section.id: section.title for section in default_template().sections},
        presides=runs,
    )


@dataclass(frozen=True, kw_only=True)
class _Eyes:
    """Whoever looks at a review."""

    now: ReviewNow
    mine: SeatNow | None
    presides: bool
    reader: UUID
    proposal: Proposal

    def seat(self, seat: SeatNow) -> SeatShown:
        is_mine = seat.person_id == self.reader
        late = seat.declared_at is None and seat.due_at is not None and seat.due_at < self.now.at
        free = seat.person_id is None or seat.left or late
        return SeatShown(
            seat=seat,
            met=met(seat, self.now),
            is_mine=is_mine,
            opened=is_mine or may_open(self.now, self.mine),
            may_fill=self.presides and free and self.now.state in OPEN and not self.now.held,
        )

    def concern(self, concern: ConcernNow) -> ConcernShown:
        live = concern.state in LIVE and self.now.state is not State.CLOSED and not self.now.held
        speaks = self.presides or (self.mine is not None and self.mine.kind is SeatKind.ADVOCATE)
        carried = concern.state is ConcernState.CONTESTED or not concern.answer
        own = self.reader == concern.raised_by_id
        return ConcernShown(
            concern=concern,
            may_answer=live and self.reader == self.proposal.owner_id,
            may_settle=live and (own or self.reader in self.heirs(concern)),
            may_withdraw=live and own,
            may_contest=live and speaks and not carried and self.now.plan.decides.kind != "nobody",
        )

    def heirs(self, concern: ConcernNow) -> frozenset[UUID]:
        """Who speaks for this concern where whoever raised it does so no more."""
        left, answered = concern.raiser_left, concern.answered_at
        if not is_orphaned(left=left, answered_at=answered, at=self.now.at):
            return frozenset()
        return advocates() - excluded(circle(self.proposal))


def may_open(now: ReviewNow, mine: SeatNow | None) -> bool:
    """Whether positions of others may be read by the holder of the seat `mine`, or by anybody."""
    if now.state in (State.READY, State.CLOSED):
        return True
    return mine is not None and mine.position is not None and mine.position.is_current
