"""Seating people: by the plan, in place of somebody who left, and again by the chair or clerk."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.people.queries import of_ids
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.readiness import settle
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries.circle import Around
from impactreview.reviews.queries.reviews import seats
from impactreview.reviews.rules.choosing import Candidate, Wanted, choose, wanted
from impactreview.reviews.rules.conflicts import excluded
from impactreview.reviews.rules.positions import why_not_open
from impactreview.reviews.terms import Event


def seat_by_plan(
    act: Act,
    review: Review,
    plan: Plan,
    there: Sequence[Seat],
    *,
    around: Around,
    zone: str,
) -> list[Seat]:
    """Every seat of `plan` that is not `there` yet is, with a person where one may take it."""
    made = [_seat(review, seat) for seat in wanted(plan, [(s.kind, s.scope) for s in there])]
    fill(act, review, made, plan=plan, zone=zone, around=around)
    return made


def _seat(review: Review, seat: Wanted) -> Seat:
    return Seat(
        review=review,
        kind=seat.kind,
        scope=seat.scope,
        why=seat.why,
        must=seat.must,
        person=None,
        person_id=None,
        due_at=None,
        seated_at=None,
        declared_at=None,
        ended_at=None,
    )


def fill(
    act: Act,
    review: Review,
    seats: Sequence[Seat],
    *,
    plan: Plan,
    zone: str,
    around: Around | None = None,
) -> None:
    """Each of these empty seats gets a person where one may take it, who gets a letter.

    `around` are those around the proposal, where they were read already.
    """
    if not seats:
        return
    around = around or people.around(review.proposal)
    barred = {*excluded(around.circle), *around.seated}
    chosen = _chosen(seats, people.candidates(), barred, unit=review.proposal.unit.code)
    found = {each.id: each for each in of_ids({each.id for each in chosen if each})}
    for seat, candidate in zip(seats, chosen, strict=True):
        act.add(seat)
        if candidate is not None:
            person = found[candidate.id]
            seat.person, seat.person_id, seat.seated_at = person, person.id, act.at
            seat.due_at = seat.due_at or due(act, seat, plan, zone)
            letters.seated(act, seat, zone=zone)


def _chosen(
    seats: Sequence[Seat], candidates: Sequence[Candidate], barred: set[UUID], *, unit: str
) -> list[Candidate | None]:
    """Who takes each of these seats; nobody takes two."""
    chosen: list[Candidate | None] = []
    for seat in seats:
        asked = Wanted(kind=seat.kind, scope=seat.scope, why=seat.why, must=seat.must)
        found = choose(asked, candidates, barred=barred, unit=unit)
        chosen.append(found)
        if found is not None:
            barred.add(found.id)
    return chosen


def due(act: Act, seat: Seat, plan: Plan, zone: str) -> datetime:
    """Until when somebody who is seated now must have read, or silence becomes consent."""
    silent = None if seat.must else plan.silent_until(act.at, zone)
    return silent or plan.read_by(act.at, zone)


def replace(act: Act, seat: Seat, *, zone: str) -> Seat:
    """The seat has ended, and another one like it waits for the next person.

    Its clock runs on: whoever comes next is not given the time that was lost.
    """
    after = vacate(act, seat)
    fill(act, seat.review, [after], plan=Plan.from_json(seat.review.plan), zone=zone)
    return after


def vacate(act: Act, seat: Seat) -> Seat:
    """The seat has ended, and another one like it is there, empty. The caller records it."""
    seat.ended_at = act.at
    like = Wanted(kind=seat.kind, scope=seat.scope, why=seat.why, must=seat.must)
    after = act.add(_seat(seat.review, like))
    after.due_at = seat.due_at
    return after


def fill_seat(act: Act, review: Review, *, by: Person, seat: Seat, on: date, zone: str) -> Seat:
    """A seat that is empty, or whose holder left or kept silent past the date, is sought anew.

    The chair or the clerk asks for it, the rules choose. Raises NotYours for anybody else, NotNow
    where the seat is held or nobody can be found; nothing is then written.
    """
    act.lock(review)
    plan = Plan.from_json(review.plan)
    if by.id not in people.presiding(review.proposal, plan, on):
        raise NotYours("Only the chair or the clerk of the board have a seat filled again.")
    refusal = why_not_open(review)
    if refusal:
        raise refusal
    if not _is_free(seat, act.at):
        raise NotNow("Somebody holds this seat.")
    if seat.person_id is None:
        fill(act, review, [seat], plan=plan, zone=zone)
        filled = seat
    else:
        filled = replace(act, seat, zone=zone)
    if filled.person is None:
        raise NotNow("Still nobody may take this seat. The administrator must give the role.")
    act.record(Event.RESEATED, review, kind=seat.kind.value, person=filled.person.handle)
    settle(act, review)
    return filled


def _is_free(seat: Seat, at: datetime) -> bool:
    if seat.ended_at is not None:
        return False
    if seat.person is None or seat.person.deactivated_at is not None:
        return True
    return seat.declared_at is None and seat.due_at is not None and seat.due_at < at


def fill_empty(act: Act, review: Review, *, zone: str) -> None:
    """Whoever has come to hold the role that an empty seat waits for takes it, and gets a letter.

    Raises NotNow where the review rests or no seat finds anybody; nothing is then written.
    """
    act.lock(review)
    refusal = why_not_open(review)
    if refusal:
        raise refusal
    empty = [seat for seat in seats(review) if seat.person_id is None]
    fill(act, review, empty, plan=Plan.from_json(review.plan), zone=zone)
    filled = [seat for seat in empty if seat.person is not None]
    if not filled:
        raise NotNow("Still nobody may take this seat. The administrator must give the role.")
    for seat in filled:
        person = seat.person.handle if seat.person else None
        act.record(Event.RESEATED, review, kind=seat.kind.value, person=person)
    settle(act, review)
