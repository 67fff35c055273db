"""Who may read a proposal, who may write it, who owns it. What is not allowed here is a 404."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.terms import Involvement, State

SEES_RESTRICTED = frozenset({Role.ADVOCATE, Role.DEPUTY_ADVOCATE, Role.AUDITOR})
"""Roles whose holders see every case that runs, restricted or not."""
_READS_DRAFTS = frozenset({Involvement.CO_AUTHOR, Involvement.COMMENTER})
"""Also who was asked to write it and has not answered: they read what they would put a name to."""


def active(proposal: Proposal) -> list[Involved]:
    """Everybody who stands beside the owner now."""
    return [each for each in proposal.involved if each.until is None]


def involved_ids(proposal: Proposal) -> frozenset[UUID]:
    """Everybody who stands beside the owner now, in whatever part."""
    return frozenset(each.person_id for each in active(proposal))


def co_authors(proposal: Proposal) -> list[Person]:
    """Who writes it beside the owner now, and has agreed to."""
    return [each.person for each in active(proposal) if each.agreed_at is not None]


def authors(proposal: Proposal) -> frozenset[UUID]:
    """The owner and the co-authors of this moment. Those of a version stand in its content."""
    return frozenset({proposal.owner_id, *(each.id for each in co_authors(proposal))})


def is_author(person_id: UUID, proposal: Proposal) -> bool:
    """The same of one person; of the owner nobody need be asked for."""
    return person_id == proposal.owner_id or person_id in authors(proposal)


def may_read_draft(person_id: UUID, proposal: Proposal) -> bool:
    """Owner, co-authors, sponsor and commenters read what is being written."""
    if person_id in (proposal.owner_id, proposal.sponsor_id):
        return True
    standing = active(proposal)
    return any(e.person_id == person_id and e.involvement in _READS_DRAFTS for e in standing)


def may_see_case(
    person_id: UUID,
    proposal: Proposal,
    roles: Collection[Role],
    *,
    also: Collection[UUID] = (),
) -> bool:
    """Every employee sees a proposal that was submitted; a restricted one, who must know of it.

    `also` are those whom the rooms above name: seats, the deciding board, its clerk.
    """
    if proposal.number == 0:
        return False
    if not proposal.restricted or not SEES_RESTRICTED.isdisjoint(roles):
        return True
    if person_id in also:
        return True
    return person_id in {proposal.owner_id, proposal.sponsor_id, *involved_ids(proposal)}


def may_read(
    person_id: UUID,
    proposal: Proposal,
    roles: Collection[Role],
    *,
    also: Collection[UUID] = (),
) -> bool:
    """Whether this person may know that the proposal exists at all."""
    # the case first: most need not ask who stands beside the owner
    return may_see_case(person_id, proposal, roles, also=also) or may_read_draft(
        person_id, proposal
    )


def is_under_embargo(proposal: Proposal, on: date) -> bool:
    """Whether what was decided on a restricted proposal is still known to its circle alone."""
    until = proposal.embargo_until
    return proposal.restricted and (until is None or on < until)


def may_write(person_id: UUID, proposal: Proposal) -> bool:
    """The owner and the co-authors write, and only while it is a draft."""
    return proposal.state is State.DRAFT and is_author(person_id, proposal)


def must_write(by: Person, proposal: Proposal) -> None:
    """Raise NotYours for who is no author now, NotNow where it is no draft any more."""
    if not is_author(by.id, proposal) or by.deactivated_at is not None:
        raise NotYours("Only the owner and the co-authors of a proposal may change it.")
    if proposal.state is not State.DRAFT:
        raise NotNow("This proposal is not a draft any more, so it can not be changed.")


def must_own(by: Person, proposal: Proposal) -> None:
    """Raise NotYours for everybody but the owner."""
    if by.deactivated_at is not None or by.id != proposal.owner_id:
        raise NotYours("Only the owner of a proposal may do this.")


def must_be_unsubmitted(proposal: Proposal) -> None:
    """Raise NotNow for what others have begun to read, or what has ended."""
    if proposal.number:
        raise NotNow("This proposal was submitted. It is withdrawn where its review stands.")
    if proposal.state is not State.DRAFT:
        raise NotNow("This proposal has ended.")
