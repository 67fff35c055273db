"""Who may be asked to stand beside the owner, and until when that can change."""

from impactreview.kernel.refusals import NotNow, Unusable
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.rules.access import active
from impactreview.proposals.rules.details import must_be_here
from impactreview.proposals.terms import Involvement, State

MOST_INVOLVED = 100
_OPEN = {
    Involvement.CO_AUTHOR: frozenset({State.DRAFT}),
    Involvement.COMMENTER: frozenset({State.DRAFT, State.SUBMITTED}),
    Involvement.READER: frozenset({State.DRAFT, State.SUBMITTED}),
}
"""In which states people may join or leave in this part: authors are frozen with their version."""


def is_open(proposal: Proposal, involvement: Involvement) -> bool:
    """Whether people may join or leave in this part now."""
    return proposal.state in _OPEN[involvement]


def must_be_open(proposal: Proposal, involvement: Involvement) -> None:
    """Raise NotNow where nobody may join or leave in this part any more."""
    if not is_open(proposal, involvement):
        raise NotNow("This proposal has gone on; who stands beside it can not be changed now.")


def must_be_welcome(
    proposal: Proposal, person: Person, involvement: Involvement, *, place: str
) -> None:
    """Raise NotNow or Unusable where `person` can not stand beside the owner in this part.

    `place` is the field that names them.
    """
    must_be_open(proposal, involvement)
    must_be_here(person, place=place)
    if person.id == proposal.owner_id:
        raise Unusable("The owner stands in the proposal already.", place=place)
    if involvement is Involvement.READER and not proposal.restricted:
        raise Unusable("Once submitted, everybody may read an open proposal.", place="involvement")
    if involvement is Involvement.CO_AUTHOR and person is proposal.sponsor:
        raise Unusable(
            "%(name)s is named as sponsor. Nobody writes a proposal and sponsors it.",
            place=place,
            name=person.name,
        )
    standing = active(proposal)
    if any(each.person_id == person.id for each in standing):
        raise Unusable(
            "%(name)s is on the list already. To change the part, take the name off first.",
            place=place,
            name=person.name,
        )
    if len(standing) >= MOST_INVOLVED:
        raise Unusable("At most %(most)s people.", place=place, most=MOST_INVOLVED)


def must_not_write(proposal: Proposal, sponsor: Person) -> None:
    """Raise Unusable for a sponsor who is named as co-author, whether they have answered or not."""
    beside = {e.person_id for e in active(proposal) if e.involvement is Involvement.CO_AUTHOR}
    if sponsor.id in beside:
        raise Unusable(
            "%(name)s is named as co-author. Nobody writes a proposal and sponsors it.",
            place="sponsor",
            name=sponsor.name,
        )


def must_be_free(person: Person, *, speaks: bool, place: str) -> None:
    """Raise Unusable where an owner would tie the one who `speaks` for the customers here."""
    if speaks:
        raise Unusable(
            "%(name)s speaks for the customers here, and so can neither write this nor sponsor it.",
            place=place,
            name=person.name,
        )


def must_stand(involved: Involved) -> None:
    """Raise NotNow for somebody who was taken off already."""
    if involved.until is not None:
        raise NotNow("%(name)s is not on the list any more.", name=involved.person.name)
