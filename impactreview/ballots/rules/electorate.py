"""Who may vote in a ballot: who sits on the board with a vote, less those whose work it is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from impactreview.ballots.rules.rule import Rule
from impactreview.governance.models import Membership
from impactreview.governance.terms import Chamber, Office
from impactreview.reviews.rules.conflicts import Circle

_VOTING = frozenset({Office.CHAIR, Office.DEPUTY_CHAIR, Office.MEMBER})
_HEADS = (Office.CHAIR, Office.DEPUTY_CHAIR)


@dataclass(frozen=True)
class Chosen:
    """Somebody who may vote, and for which chamber."""

    person_id: UUID
    chamber: Chamber


def barred(circle: Circle) -> frozenset[UUID]:
    """Whose work it is: owner, authors and sponsor. A line manager may vote: that is the line."""
    sponsor = {circle.sponsor} if circle.sponsor else set()
    return frozenset({circle.owner, *circle.authors, *sponsor})


def electorate(rule: Rule, places: Sequence[Membership], out: Collection[UUID]) -> list[Chosen]:
    """Who of those who sit may vote, without those in `out`.

    Of a head alone it is the chair, else the deputy chair. On a board an alternate votes for each
    member of the same chamber who may not.
    """
    if rule.head:
        return _head(places, out)
    voting = [place for place in places if place.office in _VOTING]
    chosen = [_chosen(place) for place in voting if place.person_id not in out]
    for chamber in Chamber:
        missing = sum(place.chamber is chamber for place in voting if place.person_id in out)
        free = alternates(places, chamber, out)
        chosen += [_chosen(place) for place in free[:missing]]
    return chosen


def _head(places: Sequence[Membership], out: Collection[UUID]) -> list[Chosen]:
    heads = [place for office in _HEADS for place in places if place.office is office]
    return [_chosen(place) for place in heads if place.person_id not in out][:1]


def alternates(
    places: Sequence[Membership], chamber: Chamber, out: Collection[UUID]
) -> list[Membership]:
    """Alternates of a chamber who may step in, in the order in which they do."""
    return [
        place
        for place in places
        if place.office is Office.ALTERNATE
        and place.chamber is chamber
        and place.person_id not in out
    ]


def _chosen(place: Membership) -> Chosen:
    return Chosen(place.person_id, place.chamber or Chamber.COMPANY)


def is_able(rule: Rule, electors: Sequence[Chosen]) -> bool:
    """Whether these people could make a quorum at all, if all of them voted."""
    return bool(electors) and all(
        any(elector.chamber is chamber for elector in electors) for chamber in _wanted(rule)
    )


def _wanted(rule: Rule) -> Iterator[Chamber]:
    if rule.chambers:
        yield Chamber.COMPANY
    if rule.chambers or rule.needs_customer:
        yield Chamber.CUSTOMER
