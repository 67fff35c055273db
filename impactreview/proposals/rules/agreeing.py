"""Who was asked for a part that ties them to a proposal, and has not said yes or no."""

from dataclasses import dataclass

from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.rules.access import active
from impactreview.proposals.terms import Involvement, State, Tie


@dataclass(frozen=True)
class Asked:
    """A part that a person was asked to take, and has not answered."""

    person: Person
    tie: Tie


def unanswered(proposal: Proposal) -> list[Asked]:
    """Everybody who was asked and has not answered, co-authors first."""
    asked = [
        Asked(each.person, Tie.CO_AUTHOR)
        for each in active(proposal)
        if each.involvement is Involvement.CO_AUTHOR and each.agreed_at is None
    ]
    if proposal.sponsor is not None and proposal.sponsor_agreed_at is None:
        asked.append(Asked(proposal.sponsor, Tie.SPONSOR))
    return asked


def had_part(involved: Involved) -> bool:
    """Whether this person stood in it once and does no more; who never agreed did not."""
    asked = involved.involvement is Involvement.CO_AUTHOR and involved.agreed_at is None
    return involved.until is not None and not asked


def asked_of(person: Person, proposal: Proposal) -> list[Tie]:
    """What this person was asked and may answer now: while it is a draft, as authors may change."""
    if proposal.state is not State.DRAFT:
        return []
    return [each.tie for each in unanswered(proposal) if each.person.id == person.id]


def held_by(person: Person, proposal: Proposal) -> list[Tie]:
    """What this person has agreed to, and may still take back: while it is a draft."""
    if proposal.state is not State.DRAFT:
        return []
    writes = any(e.person_id == person.id and e.agreed_at is not None for e in active(proposal))
    backs = proposal.sponsor_id == person.id and proposal.sponsor_agreed_at is not None
    return [tie for tie, holds in ((Tie.CO_AUTHOR, writes), (Tie.SPONSOR, backs)) if holds]


def must_be_asked(by: Person, proposal: Proposal) -> list[Tie]:
    """What `by` was asked. Raises NotYours for who has left, NotNow where nothing is asked."""
    _must_be_here(by)
    ties = asked_of(by, proposal)
    if not ties:
        raise NotNow("Nothing is asked of you in this proposal now.")
    return ties


def must_hold(by: Person, proposal: Proposal) -> list[Tie]:
    """What `by` may take back. Raises NotYours for who has left, NotNow where there is nothing."""
    _must_be_here(by)
    ties = held_by(by, proposal)
    if not ties:
        raise NotNow("You have no part in this proposal that you could take back now.")
    return ties


def _must_be_here(by: Person) -> None:
    if by.deactivated_at is not None:
        raise NotYours("Only whoever was asked may answer.")
