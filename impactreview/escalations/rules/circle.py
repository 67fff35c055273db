"""Who may see a case and act on it: everybody who is not in conflict, and whom it needs.

The circle of a case is computed at every read and every act. Whoever is excluded stands in no
part of it, whatever role or place they hold.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from impactreview.escalations.terms import PanelKind, State
from impactreview.governance.terms import Chamber
from impactreview.kernel.refusals import NotYours

HANDLERS = 2
"""How many handle a case where so many are there."""

JUDGED = frozenset({State.BEFORE_BOARD, State.DETERMINED, State.ANSWERED, State.CLOSED})
"""States in which those who determine the case may read it."""


@dataclass(frozen=True)
class Panel:
    """Who determines a case, and for which chamber each of them speaks."""

    kind: PanelKind
    seats: Mapping[UUID, Chamber]
    chairs: frozenset[UUID]
    """Who of them may close a case with a handler: the board's chairs, or each of the top."""


@dataclass(frozen=True)
class Circle:
    """Everybody who has to do with a case; none of them is in `excluded`."""

    excluded: frozenset[UUID]
    handlers: frozenset[UUID]
    panel: Panel
    executives: frozenset[UUID]


def circle(
    *,
    excluded: frozenset[UUID],
    handlers: Collection[UUID],
    board: Mapping[UUID, Chamber],
    chairs: Collection[UUID],
    duty: Collection[UUID],
    top: Collection[UUID],
    independent: Collection[UUID],
) -> Circle:
    """The circle of a case: `handlers` are those assigned who hold the role still.

    Nobody determines a case that they handle. Where no executive is without conflict, whoever sits
    on an `independent` board answers what is asked of them: nobody must be left to wait in vain.
    """
    handling = frozenset(handlers) - excluded
    ranks = (frozenset(duty), frozenset(top), frozenset(independent) - handling)
    return Circle(
        excluded=excluded,
        handlers=handling,
        panel=panel_of(board, chairs, top, excluded | handling),
        executives=next(filter(None, (rank - excluded for rank in ranks)), frozenset()),
    )


def panel_of(
    board: Mapping[UUID, Chamber],
    chairs: Collection[UUID],
    top: Collection[UUID],
    excluded: frozenset[UUID],
) -> Panel:
    """The independent board without those in conflict; without a customer seat, the top."""
    seats = {person: chamber for person, chamber in board.items() if person not in excluded}
    if Chamber.CUSTOMER in seats.values():
        return Panel(PanelKind.BOARD, seats, frozenset(chairs) & frozenset(seats))
    seats = {person: Chamber.COMPANY for person in top if person not in excluded}
    return Panel(PanelKind.TOP, seats, frozenset(seats))


def may_handle(person_id: UUID, circle: Circle) -> bool:
    """Whether this person handles the case now."""
    return person_id in circle.handlers


def may_judge(person_id: UUID, circle: Circle, state: State) -> bool:
    """Whether this person may read the case as one of those who determine it."""
    return state in JUDGED and person_id in circle.panel.seats


def may_read(person_id: UUID, circle: Circle, state: State) -> bool:
    """Whether the case exists for this person. The reporter has pages of their own."""
    return may_handle(person_id, circle) or may_judge(person_id, circle, state)


def must_handle(person_id: UUID, circle: Circle) -> None:
    """Raise NotYours for anybody but a handler of the case."""
    if not may_handle(person_id, circle):
        raise NotYours("Only a handler of this case may do this.")


def must_judge(person_id: UUID, circle: Circle) -> None:
    """Raise NotYours for anybody but those who determine the case."""
    if person_id not in circle.panel.seats:
        raise NotYours("Only those who determine this case may vote.")


def may_second_closing(person_id: UUID, circle: Circle, proposed_by: UUID | None) -> bool:
    """Whether this person may close what another has proposed to close."""
    others = circle.handlers | circle.panel.chairs
    return proposed_by is not None and person_id != proposed_by and person_id in others
