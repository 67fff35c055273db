"""Whoever leaves gives up each seat in which nothing of theirs counts, and the next is sought."""

from impactreview.audit.acts import Act
from impactreview.governance.rules.plan import Plan
from impactreview.people.models import Person
from impactreview.people.queries import of_ids
from impactreview.proposals.queries import authors
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.readiness import settle
from impactreview.reviews.operations.seating import replace, vacate
from impactreview.reviews.queries import circle, standing
from impactreview.reviews.queries.reviews import seat_of
from impactreview.reviews.queries.waiting import running_with
from impactreview.reviews.rules.positions import why_not_open
from impactreview.reviews.rules.standing import ReviewNow
from impactreview.reviews.terms import Event, State


def give_up_seats(act: Act, person: Person, *, zone: str) -> None:
    """`person`, who leaves, holds no seat any more but where they said what still counts.

    The next person takes the seat at once; where nobody may, whoever runs the board is told. While
    a ballot is open or the authors make changes it is left empty. The caller has asked the rules.
    """
    for review in running_with(person):
        act.lock(review)
        seat = seat_of(review, person.id)
        now = standing.now(review, act.at)
        if seat is not None and review.state is not State.CLOSED and not _counts(seat, now):
            _give_up(act, seat, person, zone=zone)
            act.settle()  # the next choice must see who has come to sit where


def _counts(seat: Seat, now: ReviewNow) -> bool:
    return any(
        each.id == seat.id and each.position is not None and each.position.is_current
        for each in now.seats
    )


def _give_up(act: Act, seat: Seat, person: Person, *, zone: str) -> None:
    review = seat.review
    rests = why_not_open(review) is not None
    after = vacate(act, seat) if rests else replace(act, seat, zone=zone)
    if review.state is State.CHANGES_REQUESTED:
        after.due_at = None  # the time to read begins when it is handed in again
    act.record(
        Event.SEAT_GIVEN_UP,
        review,
        seat=str(seat.id),
        kind=seat.kind.value,
        person=person.handle,
        follows=after.person.handle if after.person else None,
    )
    if rests:
        return
    if after.person is None:
        _tell_who_runs_the_board(act, review, after)
    settle(act, review)


def _tell_who_runs_the_board(act: Act, review: Review, seat: Seat) -> None:
    proposal = review.proposal
    near = {*authors(proposal), proposal.sponsor_id}
    presiding = circle.presiding(proposal, Plan.from_json(review.plan), act.at.date())
    for person in of_ids(presiding - near):
        letters.stays_empty(act, seat, to=person)
