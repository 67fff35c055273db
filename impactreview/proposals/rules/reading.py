"""Who has to say that they open a restricted case, and who is told which people have."""

from collections.abc import Collection
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.access import authors


def is_covered(proposal: Proposal, *, writes: bool) -> bool:
    """Whether a restricted case has a cover: for who writes it it has none, they know it."""
    return proposal.restricted and proposal.number > 0 and not writes


def must_be_covered(by: Person, proposal: Proposal) -> None:
    """Raise NotNow for a case without a cover, NotYours for whoever needs not open it."""
    if not proposal.restricted or proposal.number == 0:
        raise NotNow("This case is not restricted, so there is nothing to open.")
    if by.deactivated_at is not None or by.id in authors(proposal):
        raise NotYours("Who writes a case need not open it.")


def may_see_readers(
    person_id: UUID, proposal: Proposal, roles: Collection[Role], *, presides: bool
) -> bool:
    """Whether this person is told who has opened the case: who answers for it, and auditors."""
    return presides or Role.AUDITOR in roles or person_id in authors(proposal)
