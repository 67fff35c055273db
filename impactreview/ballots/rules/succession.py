"""Who may own a proposal whose owner has left, so that nobody's voice is taken with it."""

from dataclasses import dataclass
from uuid import UUID

from impactreview.ballots.models import Decision
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.rules.electorate import barred
from impactreview.kernel.refusals import NotNow, Refusal, Unusable
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.handing_over import why_not_hand_over
from impactreview.reviews.rules.conflicts import Circle, excluded


@dataclass(frozen=True, kw_only=True)
class Voices:
    """Who has a say in a case."""

    circle: Circle
    read: frozenset[UUID]
    """Everybody who has a seat in its review, or had one."""
    reading: frozenset[UUID]
    """Those of them who hold it now, while the review goes on."""
    deciding: frozenset[UUID]
    """Everybody who sits on a board that decides about it, or was asked to."""
    speaking: frozenset[UUID]
    """Who speaks for the customers."""
    knowing: frozenset[UUID] | None
    """Of a restricted case everybody who knows of it already; of any other one None."""


def why_not_replace(
    proposal: Proposal, decision: Decision | None, *, voted_on: bool
) -> Refusal | None:
    """What keeps this proposal from having another owner now; None: nothing."""
    if decision is not None and decision.state not in PASSED:
        return NotNow("This case is over: its owner stays.")
    if voted_on:
        return NotNow("A ballot is open: until it closes, nothing changes here.")
    return why_not_hand_over(proposal)


def why_not_own(
    person: Person, by: Person, voices: Voices, line: frozenset[UUID], *, comes_in: bool
) -> Refusal | None:
    """What keeps `person` from owning it, where `by` gives it to them; None: nothing.

    `line` are all who stand above or below them. An owner reads and decides nothing of it, and
    neither does their line: so whoever names one could take a voice away. Who it is stays untold.
    `comes_in`: whether they have signed in ever; a name alone could be anybody's, also `by`'s own.
    Of a restricted case the same is said of everybody: else whoever asks would learn who knows it.
    """
    if person.id == by.id:
        return Unusable(
            "Nobody gives it to themselves: another administrator can name you.", place="owner"
        )
    if voices.knowing is not None:
        knows = comes_in and person.deactivated_at is None and person.id in voices.knowing
        free = person.id not in voices.speaking and _is_free(person, voices, line)
        return None if knows and free else _untold()
    if not comes_in:
        return Unusable("%(name)s has never signed in.", name=person.name, place="owner")
    if _is_free(person, voices, line):
        return None
    return Unusable(
        "%(name)s can not own it: they read it or decide about it, or stand in the line of"
        " somebody who reads it.",
        place="owner",
        name=person.name,
    )


def _untold() -> Refusal:
    return Unusable(
        "Nobody can be named who does not know of it already, or who has a say in it.",
        place="owner",
    )


def _is_free(person: Person, voices: Voices, line: frozenset[UUID]) -> bool:
    """Whether no voice is lost where this person owns it."""
    speaks = voices.read | voices.deciding
    is_free = person.id in barred(voices.circle) or person.id not in speaks
    return is_free and not line & (voices.reading - excluded(voices.circle))
