"""What a review still needs, always in words; it is ready when nothing of that blocks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from impactreview.reviews.rules.concerns import is_orphaned
from impactreview.reviews.rules.standing import ConcernNow, ReviewNow, SeatNow
from impactreview.reviews.terms import ConcernState, Met, SeatKind, Stand, State

READERS = frozenset(SeatKind) - {SeatKind.ADVOCATE}
_MUST_APPROVE = frozenset({SeatKind.ADVOCATE, SeatKind.CONFIRMER})
"""Seats in which an abstention is no approval."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing that is still needed.

    In `message` stand %(seat)s for the seat, %(due)s for the moment, %(sections)s and the names of
    `params`; the page puts seat, moment and sections into words. What does not block is for the
    board to settle.
    """

    message: str
    params: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    seat: SeatNow | None = None
    due: datetime | None = None
    blocks: bool = True
    task: str = ""
    place: str = ""
    """What the owner alone does about it, and the page where; empty where that is not theirs."""


REVISE = Need(
    message="Changes are asked for: its authors have to revise it, and its owner hands it in"
    " again. Until then nobody takes a position.",
    task="Check and hand in",
    place="reviews.submit",
)


def needs(now: ReviewNow) -> tuple[Need, ...]:
    """Everything that this review still needs, the most pressing first.

    While its authors make the changes that were asked for, nobody else can do more than settle a
    concern: what a seat lacks is looked at again when it is handed in.
    """
    concerns = (need for concern in now.concerns for need in _of_concern(concern, now.at))
    if now.state is State.CHANGES_REQUESTED:
        return (REVISE, *concerns)
    return (
        *(need for seat in now.seats for need in _of_seat(seat, now)),
        *_somebody_judges(now),
        *concerns,
        *_rest(now),
        *(_UNMET[name] for name in now.unmet),
    )


def is_ready(now: ReviewNow) -> bool:
    """Whether nothing blocks any more."""
    return not any(need.blocks for need in needs(now))


def met(seat: SeatNow, now: ReviewNow) -> Met:
    """How far this seat's requirement is met; what the top overruled is never satisfied."""
    if any(_of_seat(seat, now)):
        return Met.UNSATISFIED
    if _is_overruled(seat, now):
        return Met.OVERRIDDEN
    return Met.SATISFIED if seat.must or seat.position else Met.NOT_APPLICABLE


def _of_seat(seat: SeatNow, now: ReviewNow) -> Iterator[Need]:
    if seat.person_id is None:
        yield replace(of_empty(seat.kind), seat=seat)
    elif seat.left:
        yield Need(
            message="%(seat)s: %(name)s has left. The seat has to be filled again.",
            params={"name": seat.name},
            seat=seat,
        )
    elif seat.position is None or not (seat.must or seat.position.is_current):
        yield from _unsaid(seat, now)
    else:
        yield from _said(seat, now)


_EMPTY = {
    SeatKind.CONFIRMER: Need(
        message="%(seat)s: nobody who leads another team is free to confirm."
        " The administrator must give somebody the role of a reviewer."
    ),
    SeatKind.DOMAIN: Need(
        message="%(seat)s: a reviewer outside the owner's line is missing."
        " The administrator must give the role."
    ),
    SeatKind.OTHER_UNIT: Need(
        message="%(seat)s: a reviewer from another unit is missing."
        " The administrator must give the role."
    ),
    SeatKind.FUNCTION: Need(
        message="%(seat)s: a reviewer from this function is missing."
        " The administrator must give the role."
    ),
    SeatKind.ADVOCATE: Need(
        message="%(seat)s: nobody speaks for the customers. Advocate and deputy are missing or in"
        " conflict; the administrator must give the role."
    ),
    SeatKind.EXPERT: Need(
        message="%(seat)s: an expert of this field is missing."
        " The administrator must give the role."
    ),
    SeatKind.INDEPENDENT: Need(
        message="%(seat)s: an independent expert is missing. The administrator must give the role."
    ),
}


def of_empty(kind: SeatKind) -> Need:
    """What is needed while nobody holds a seat of this kind: who has to do what."""
    return _EMPTY[kind]


def _unsaid(seat: SeatNow, now: ReviewNow) -> Iterator[Need]:
    name = {"name": seat.name}
    if not seat.must:
        if seat.due_at is not None and now.at <= seat.due_at:
            yield Need(
                message="%(seat)s: %(name)s may call the case in until %(due)s.",
                params=name,
                seat=seat,
                due=seat.due_at,
            )
    elif seat.declared_at is None:
        yield Need(
            message="%(seat)s: %(name)s has to declare to have no conflict, and take a position"
            " until %(due)s.",
            params=name,
            seat=seat,
            due=seat.due_at,
        )
    else:
        yield Need(
            message="%(seat)s: %(name)s has to take a position until %(due)s.",
            params=name,
            seat=seat,
            due=seat.due_at,
        )


def _said(seat: SeatNow, now: ReviewNow) -> Iterator[Need]:
    position = seat.position
    if position is None:
        return
    name = {"name": seat.name}
    if not position.is_current:
        yield from _stale(seat, position.outdated)
    elif position.stand is Stand.ABSTAIN and seat.must and seat.kind in _MUST_APPROVE:
        yield Need(
            message="%(seat)s: %(name)s abstains, which is no approval.", params=name, seat=seat
        )
    elif position.stand is Stand.OBJECT and not _is_carried(seat, now):
        yield Need(
            message="%(seat)s: %(name)s objects. Once the concern is settled, a new position is"
            " needed.",
            params=name,
            seat=seat,
        )


def _stale(seat: SeatNow, outdated: tuple[str, ...]) -> Iterator[Need]:
    if outdated:
        yield Need(
            message="%(seat)s: the position of %(name)s is outdated, because what stands in"
            " %(sections)s changed.",
            params={"name": seat.name, "sections": ", ".join(outdated)},
            sections=outdated,
            seat=seat,
        )
    else:
        yield Need(
            message="%(seat)s: the abstention of %(name)s was about an earlier version.",
            params={"name": seat.name},
            seat=seat,
        )


def _is_carried(seat: SeatNow, now: ReviewNow) -> bool:
    """Whether an objection goes to the board: by a concern of the same person that is contested."""
    return any(
        concern.state in (ConcernState.CONTESTED, ConcernState.OVERRULED)
        for concern in now.concerns
        if concern.raised_by_id == seat.person_id
    )


def _is_overruled(seat: SeatNow, now: ReviewNow) -> bool:
    """Whether this seat objects, and the top has overruled its concern."""
    objects = seat.position is not None and seat.position.stand is Stand.OBJECT
    return objects and any(
        concern.state is ConcernState.OVERRULED
        for concern in now.concerns
        if concern.raised_by_id == seat.person_id
    )


def _somebody_judges(now: ReviewNow) -> Iterator[Need]:
    """Abstaining is everybody's right, but not everybody's at once."""
    readers = [seat for seat in now.seats if seat.kind in READERS and seat.must]
    said = [seat.position.stand for seat in readers if seat.position is not None]
    if readers and len(said) == len(readers) and set(said) == {Stand.ABSTAIN}:
        yield Need(message="Everybody who read abstains: at least one has to judge.")


def _of_concern(concern: ConcernNow, at: datetime) -> Iterator[Need]:
    if concern.state is not ConcernState.OPEN:
        return
    params = {"code": concern.code, "name": concern.raised_by}
    left, answered = concern.raiser_left, concern.answered_at
    if concern.answer and is_orphaned(left=left, answered_at=answered, at=at):
        yield Need(
            message="Concern %(code)s is open: the customer advocate speaks for it now, and has to"
            " resolve it or carry it to the board.",
            params=params,
        )
    elif concern.answer:
        yield Need(
            message="Concern %(code)s is open: %(name)s has to resolve it, or it is carried to the"
            " board.",
            params=params,
        )
    else:
        yield Need(message="Concern %(code)s is open: the owner has to answer it.", params=params)


def _rest(now: ReviewNow) -> Iterator[Need]:
    if now.rests_until is not None and now.at <= now.rests_until:
        yield Need(
            message="The case rests after its last change until %(due)s.", due=now.rests_until
        )


_UNMET = {
    "one_source": Need(
        message="No source stands behind the analysis yet: the board has to ask for one, or say why"
        " not.",
        blocks=False,
    ),
    "source_for_each_worse_segment": Need(
        message="Not every segment that fares worse has a source of its own: the board has to ask"
        " for one, or say why not.",
        blocks=False,
    ),
    "pilot_or_test_first": Need(
        message="No pilot and no test came first: the board has to ask for one, or say why not.",
        blocks=False,
    ),
    "alternative_without_harm": Need(
        message="No alternative does without the harm: the board has to ask for one, or say why"
        " not.",
        blocks=False,
    ),
    "stop_criteria": Need(
        message="No criteria to stop are armed: the board has to ask for them, or say why not.",
        blocks=False,
    ),
}
