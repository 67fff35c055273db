"""Another owner for a proposal whose own has left."""

from collections.abc import Iterator

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries.lines import watching
from impactreview.people.queries.roles import speaks_for_customers
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.rules import access, details
from impactreview.proposals.rules.handing_over import why_not_hand_over
from impactreview.proposals.rules.involvement import must_be_free
from impactreview.proposals.terms import Event, Involvement


def hand_over(act: Act, proposal: Proposal, *, owner: Person, why: str) -> None:
    """`owner` has the proposal of somebody who has left; sponsor and co-authors are told, too.

    Whoever had it stays an author of its next version, as does every co-author who leaves. The
    caller has checked that it takes no voice from its review and its ballots. Raises NotNow where
    the owner is here or the proposal has ended, Unusable for an owner who has left or speaks for
    the customers, and without a reason; nothing is then written.
    """
    act.lock(proposal)
    refusal = why_not_hand_over(proposal)
    if refusal:
        raise refusal
    details.must_say_why(why)
    details.must_be_here(owner, place="owner")
    must_be_free(owner, speaks=speaks_for_customers(owner), place="owner")
    before = proposal.owner
    _keep_as_author(act, proposal, before)
    _leave_other_parts(act, proposal, owner)
    proposal.owner, proposal.owner_id = owner, owner.id
    act.record(Event.HANDED_OVER, proposal, owner=owner.handle, before=before.handle, reason=why)
    for person in _concerned(proposal):
        _tell(act, proposal, person, before=before, why=why)


def _keep_as_author(act: Act, proposal: Proposal, before: Person) -> None:
    """Should they return, they have still written it."""
    act.add(
        Involved(
            proposal=proposal,
            person=before,
            person_id=before.id,
            involvement=Involvement.CO_AUTHOR,
            since=proposal.created_at,
            agreed_at=proposal.created_at,
            until=act.at,
        )
    )


def _leave_other_parts(act: Act, proposal: Proposal, owner: Person) -> None:
    """Nobody stands beside themselves."""
    for part in access.active(proposal):
        if part.person_id == owner.id:
            part.until = act.at
    if proposal.sponsor_id == owner.id:
        proposal.sponsor, proposal.sponsor_agreed_at = None, None


def _concerned(proposal: Proposal) -> Iterator[Person]:
    """The owner, the sponsor and the co-authors, also who was asked and has not answered.

    And every administrator, where it keeps a handler or the like from what they are for.
    """
    standing = access.active(proposal)
    beside = [each.person for each in standing if each.involvement is Involvement.CO_AUTHOR]
    sponsors = [proposal.sponsor] if proposal.sponsor else []
    people = (proposal.owner, *sponsors, *beside, *watching(proposal.owner))
    told = {each.id: each for each in people}
    return (each for each in told.values() if each.deactivated_at is None)


def _tell(act: Act, proposal: Proposal, person: Person, *, before: Person, why: str) -> None:
    letters.write(
        act,
        to=person,
        subject="The proposal %(code)s has another owner",
        body="%(name)s owns the proposal %(code)s now, because %(before)s has left. Whoever owns a"
        " proposal goes on with it and answers for it, does not review it and has no vote on it."
        " If nobody goes on with it, its owner withdraws it. The reason given: %(reason)s",
        path=f"/proposals/{proposal.code}",
        code=proposal.code,
        name=proposal.owner.name,
        before=before.name,
        reason=why,
    )
