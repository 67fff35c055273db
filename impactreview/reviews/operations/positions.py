"""What the holder of a seat does: declares, takes a position, calls in, leaves, asks to change."""

from impactreview.audit.acts import Act
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.proposals.rules import co_authors
from impactreview.reviews.lifecycle import LIFECYCLE
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.concerns import make_concern
from impactreview.reviews.operations.readiness import settle
from impactreview.reviews.operations.seating import replace
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.rules import positions as rules
from impactreview.reviews.rules.concerns import ConcernText, must_be_whole
from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import Event, Stand, Step


def declare_no_conflict(act: Act, review: Review, *, by: Person) -> Seat:
    """`by` has declared to have no conflict of interest, and may read the material.

    Raises NotYours for who has no seat or is too close to the proposal, NotNow where nothing can
    be said now or it was declared before; nothing is then written.
    """
    act.lock(review)
    seat = own_seat(review, by)
    refusal = rules.why_not_sit(seat, by.id, people.circle(review.proposal))
    refusal = refusal or rules.why_not_open(review)
    if refusal:
        raise refusal
    if seat.declared_at is not None:
        raise NotNow("You have declared this already.")
    seat.declared_at = act.at
    act.record(Event.DECLARED, review, seat=str(seat.id), kind=seat.kind.value)
    return seat


def give_position(
    act: Act,
    review: Review,
    *,
    by: Person,
    number: int,
    stand: Stand,
    reason: str = "",
    conditions: str = "",
    concern: ConcernText | None = None,
    said: queries.Heard | None = None,
) -> Position:
    """`by` has taken a position on version `number`; it counts until the same seat takes another.

    An objection needs a concern, unless one of the same person is still open. `said` is what was
    said, where it was read since the lock. Raises NotYours, NotNow, Stale where there is a newer
    version, Unusable or Unfinished for a position that is not whole; nothing is then written.
    """
    act.lock(review)
    said = queries.heard(review) if said is None else said
    seat = _own(said, by)
    around = people.around(review.proposal)
    refusal = rules.why_not_position(
        seat, by=by.id, circle=around.circle, number=number
    ) or rules.why_not_whole(seat.kind, stand, reason=reason, conditions=conditions)
    if refusal:
        raise refusal
    opens = _opens(review, by, stand, concern)
    last = next(before for each, before in said if each is seat)
    hashes = around.hashes if around.number == review.number else {}
    position = _position(
        act, seat, last, hashes, by=by, stand=stand, reason=reason, conditions=conditions
    )
    _record(act, position)
    if opens:
        make_concern(act, review, by=by, text=opens)
        settle(act, review)
    else:
        settle(act, review, said=[(s, position if s is seat else before) for s, before in said])
    return position


def _record(act: Act, position: Position) -> None:
    act.record(
        Event.POSITION_GIVEN,
        position.seat.review,
        seat=str(position.seat.id),
        kind=position.seat.kind.value,
        number=position.number,
        stand=position.stand.value,
        section_hashes=position.section_hashes,
    )


def _opens(
    review: Review, by: Person, stand: Stand, concern: ConcernText | None
) -> ConcernText | None:
    """The concern that an objection opens; none where one of the same person lives."""
    if stand is not Stand.OBJECT:
        return None
    lives = any(
        each.raised_by_id == by.id and each.settled_at is None for each in queries.concerns(review)
    )
    given = concern if concern and (concern.what or concern.whom or concern.remedy) else None
    if given is None and lives:
        return None
    given = given or ConcernText("", "", "")
    must_be_whole(given)
    return given


def _position(
    act: Act,
    seat: Seat,
    last: Position | None,
    hashes: Hashes,
    *,
    by: Person,
    stand: Stand,
    reason: str,
    conditions: str = "",
) -> Position:
    review = seat.review
    return act.add(
        Position(
            seat=seat,
            serial=last.serial + 1 if last else 1,
            person=by,
            person_id=by.id,
            number=review.number,
            section_hashes=dict(hashes),
            stand=stand,
            reason=reason,
            conditions=conditions if stand is Stand.APPROVE_WITH_CONDITIONS else "",
            given_at=act.at,
        )
    )


def call_in(act: Act, review: Review, *, by: Person, zone: str) -> Seat:
    """The review waits for the customer advocate, who was only told of it.

    Raises NotYours for anybody else, NotNow where the time for it is over; nothing is then written.
    """
    act.lock(review)
    seat = own_seat(review, by)
    refusal = rules.why_not_sit(seat, by.id, people.circle(review.proposal))
    refusal = refusal or rules.why_not_open(review)
    if refusal:
        raise refusal
    if seat.must or seat.due_at is None or seat.due_at < act.at:
        raise NotNow("The time to call this case in is over, or it was called in already.")
    seat.must, seat.due_at = True, Plan.from_json(review.plan).read_by(act.at, zone)
    act.record(Event.CALLED_IN, review, seat=str(seat.id), number=review.number)
    settle(act, review)
    return seat


def recuse(act: Act, review: Review, *, by: Person, reason: str, zone: str) -> Seat:
    """`by` has left the seat because of a conflict; the next person is sought. Gives the new seat.

    Raises NotYours for who holds none, NotNow where nothing moves now, Unusable without a reason;
    nothing is then written.
    """
    act.lock(review)
    seat = own_seat(review, by)
    refusal = rules.why_not_open(review)
    if refusal:
        raise refusal
    if not reason:
        raise Unusable("Say what the conflict is.", place="reason")
    last = queries.positions(review).get(seat.id)
    hashes = queries.hashes(review.proposal_id).get(review.number, {})
    _position(act, seat, last, hashes, by=by, stand=Stand.RECUSED, reason=reason)
    after = replace(act, seat, zone=zone)
    act.record(
        Event.RECUSED,
        review,
        seat=str(seat.id),
        kind=seat.kind.value,
        person=by.handle,
        follows=after.person.handle if after.person else None,
    )
    settle(act, review)
    return after


def request_changes(act: Act, review: Review, *, by: Person, reason: str) -> None:
    """The proposal is a draft again, because somebody who reads it asks for changes.

    Raises NotYours for who has no seat or has not declared, NotNow where the review is not under
    way, Unusable without a reason; nothing is then written.
    """
    proposal = act.lock(review.proposal)
    act.lock(review)
    seat = own_seat(review, by)
    refusal = rules.why_not_position(
        seat, by=by.id, circle=people.circle(proposal), number=review.number
    )
    refusal = refusal or rules.why_not_send_back(review)
    if refusal:
        raise refusal
    if not reason:
        raise Unusable("Say what has to change.", place="reason")
    review.state = LIFECYCLE.after(review.state, Step.REQUEST_CHANGES)
    proposals.reopen(act, proposal, why=reason)
    act.record(
        Event.CHANGES_REQUESTED, review, number=review.number, seat=str(seat.id), reason=reason
    )
    letters.changes_requested(act, review, [proposal.owner, *co_authors(proposal)])


def own_seat(review: Review, by: Person) -> Seat:
    """The seat that `by` holds now. Raises NotYours where there is none."""
    return _held(queries.seat_of(review, by.id))


def _own(said: queries.Heard, by: Person) -> Seat:
    return _held(next((seat for seat, _ in said if seat.person_id == by.id), None))


def _held(seat: Seat | None) -> Seat:
    if seat is None:
        raise NotYours("You have no seat in this review.")
    return seat
