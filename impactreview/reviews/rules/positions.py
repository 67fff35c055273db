"""Who may take a position, and what makes one whole."""

from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Stale, Unusable
from impactreview.reviews.lifecycle import LIFECYCLE
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.rules.conflicts import Circle, why_excluded
from impactreview.reviews.terms import SeatKind, Stand, State, Step

OPEN = frozenset({State.IN_REVIEW, State.READY})
MOST = 10_000


def why_not_sit(seat: Seat, person_id: UUID, circle: Circle) -> Refusal | None:
    """What keeps this person from acting in this seat at all; None: nothing."""
    if seat.person_id != person_id or seat.ended_at is not None:
        return NotYours("This seat is not yours.")
    if seat.person is None or seat.person.deactivated_at is not None:
        return NotYours("This seat is not yours.")
    return why_excluded(circle, person_id)


def why_not_open(review: Review) -> Refusal | None:
    """What keeps anybody from saying something in this review now; None: nothing."""
    if review.held_at is not None:
        return NotNow("A ballot is open: until it closes, nothing changes here.")
    if review.state is State.CHANGES_REQUESTED:
        return NotNow(
            "Changes are asked for, and its authors revise it now. When it is handed in again, the"
            " review goes on."
        )
    if review.state is State.CLOSED:
        return NotNow("The review is over.")
    if review.state not in OPEN:
        return NotNow("This is no longer possible: the state has changed.")
    return None


def why_not_send_back(review: Review) -> Refusal | None:
    """What keeps anybody from asking for changes now; None: nothing."""
    refusal = why_not_open(review)
    if refusal is None and Step.REQUEST_CHANGES not in LIFECYCLE.steps(review.state):
        return NotNow(
            "The review is finished. Object, or raise a concern: then it goes on, and changes can"
            " be asked for."
        )
    return refusal


def why_not_live(review: Review) -> Refusal | None:
    """What keeps a concern from moving now, also while the authors change the proposal."""
    if review.held_at is not None:
        return NotNow("A ballot is open: until it closes, nothing changes here.")
    if review.state is State.CLOSED:
        return NotNow("This is no longer possible: the state has changed.")
    return None


def why_not_position(seat: Seat, *, by: UUID, circle: Circle, number: int) -> Refusal | None:
    """What keeps `by` from taking a position on version `number` from this seat; None: nothing."""
    refusal = why_not_sit(seat, by, circle) or why_not_open(seat.review)
    if refusal:
        return refusal
    if seat.declared_at is None:
        return NotNow("Declare first that you have no conflict of interest.")
    if number != seat.review.number:
        return Stale("There is a newer version. Read what changed, then take your position.")
    return None


def why_not_whole(kind: SeatKind, stand: Stand, *, reason: str, conditions: str) -> Refusal | None:
    """What a position lacks in itself; None: nothing."""
    if stand is Stand.RECUSED:
        return Unusable("Whoever has a conflict leaves the seat instead.", place="stand")
    if kind is SeatKind.CONFIRMER and stand is Stand.APPROVE_WITH_CONDITIONS:
        return Unusable("A claim is right or it is not: confirm it, or object.", place="stand")
    if stand is Stand.APPROVE_WITH_CONDITIONS and not conditions:
        return Unusable("Say which conditions.", place="conditions")
    if stand in (Stand.ABSTAIN, Stand.OBJECT) and not reason:
        return Unusable("Say why you object or abstain.", place="reason")
    return None
