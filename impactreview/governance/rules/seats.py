"""Who may have a place on a board, who may give it, and when it counts.

A place is given by two people: an administrator proposes it for somebody else, and another one,
who is not the person that gets it, confirms it. Ending one takes a single administrator.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from impactreview.governance.models import Membership
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.people.models import Person
from impactreview.people.terms import State

MOST_REASON = 500
SINGLE = frozenset({Office.CHAIR, Office.DEPUTY_CHAIR, Office.CLERK})
"""Offices that one person at a time holds on a board."""


@dataclass(frozen=True)
class Place:
    """A place on a board as somebody would give it."""

    office: Office
    chamber: Chamber | None
    term_from: date
    term_until: date | None


def is_sitting(membership: Membership, on: date) -> bool:
    """Whether this place counts on that day: held, within its term, by somebody who is here."""
    return (
        membership.state is State.HELD
        and membership.term_from <= on
        and not is_over(membership, on)
        and membership.person.deactivated_at is None
    )


def is_over(membership: Membership, on: date) -> bool:
    """Whether this place has come to its end: declined, ended, or past its last day."""
    if membership.state in (State.DECLINED, State.ENDED):
        return True
    return membership.term_until is not None and membership.term_until < on


def why_not_place(place: Place, on: date) -> Refusal | None:
    """What is wrong with a place in itself; None: nothing."""
    if place.office is Office.CLERK and place.chamber is not None:
        return Unusable("The clerk has no vote and belongs to no chamber.", place="chamber")
    if place.office is not Office.CLERK and place.chamber is None:
        return Unusable("Say for which chamber this person speaks.", place="chamber")
    if place.term_until is not None and place.term_until < place.term_from:
        return Unusable("The last day lies before the first.", place="term_until")
    if place.term_until is not None and place.term_until < on:
        return Unusable("The last day has passed already.", place="term_until")
    return None


def why_not_propose(
    person: Person, place: Place, *, by: UUID, others: Iterable[Membership], on: date
) -> Refusal | None:
    """What keeps `by` from proposing `place` for `person`; None: nothing.

    `others` are the open places of the same board: proposed or held.
    """
    standing = [other for other in others if not is_over(other, on)]
    if person.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=person.name)
    if person.id == by:
        return NotYours("Nobody proposes themselves for a place on a board.")
    if any(other.person_id == person.id for other in standing):
        return NotNow("%(name)s has a place on this board already.", name=person.name)
    return why_not_place(place, on) or why_not_single(place, standing)


def why_not_single(place: Place, others: Iterable[Membership]) -> Refusal | None:
    """Who holds already what only one person can hold, in that time; None: nobody."""
    if place.office not in SINGLE:
        return None
    for other in others:
        if other.state is State.HELD and other.office is place.office and _overlap(place, other):
            return NotNow("%(name)s holds this office in that time.", name=other.person.name)
    return None


def why_not_second(membership: Membership, by: UUID) -> Refusal | None:
    """What keeps `by` from being the second person of this place at all; None: nothing."""
    if membership.state is not State.PROPOSED:
        return NotNow("This is no longer possible: the state has changed.")
    if by == membership.proposed_by_id:
        return NotYours("You proposed this. Another administrator has to confirm it.")
    if by == membership.person_id:
        return NotYours("This place is for you. Another administrator has to confirm it.")
    return None


def why_not_confirm(
    membership: Membership, *, by: UUID, others: Iterable[Membership], on: date
) -> Refusal | None:
    """What keeps `by` from confirming this place on that day; None: nothing."""
    if membership.person.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=membership.person.name)
    place = place_of(membership)
    rest = [other for other in others if other.id != membership.id and not is_over(other, on)]
    return why_not_second(membership, by) or why_not_place(place, on) or why_not_single(place, rest)


def place_of(membership: Membership) -> Place:
    """The place that a membership gives."""
    return Place(membership.office, membership.chamber, membership.term_from, membership.term_until)


def _overlap(place: Place, other: Membership) -> bool:
    begins_before_other_ends = other.term_until is None or place.term_from <= other.term_until
    ends_after_other_begins = place.term_until is None or other.term_from <= place.term_until
    return begins_before_other_ends and ends_after_other_begins
