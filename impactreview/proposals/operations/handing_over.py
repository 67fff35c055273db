"""Another owner for a proposal whose own has left."""

from collections.abc import Iterable
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries.roles import speaks_for_customers
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.rules import access, details
from impactreview.proposals.rules.handing_over import why_not_hand_over
from impactreview.proposals.rules.involvement import must_be_free
from impactreview.proposals.terms import Event, Involvement


def hand_over(
    act: Act,
    proposal: Proposal,
    *,
    owner: Person,
    by: Person,
    why: str,
    watching: Iterable[Person],
) -> None:
    """`owner` has the proposal of somebody who has left; sponsor and co-authors are told, too.

    So are those who are `watching`: that it was given and why, and nothing of what it says. Whoever
    had it stays an author of its next version, as does every co-author who leaves. The caller has
    checked that it takes no voice from its review and its ballots. Raises NotNow where the owner is
    here or the proposal has ended, Unusable for an owner who has left or speaks for the customers,
    and without a reason; nothing is then written.
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
    concerned = _concerned(proposal)
    for person in concerned.values():
        _tell(act, proposal, person, before=before, why=why)
    others = {each.id: each for each in watching if each.id not in {by.id, *concerned}}
    for person in others.values():
        _tell_of(act, proposal, person, before=before, by=by, why=why)


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


def _concerned(proposal: Proposal) -> dict[UUID, Person]:
    """The owner, the sponsor and the co-authors, also who was asked and has not answered."""
    standing = access.active(proposal)
    beside = [each.person for each in standing if each.involvement is Involvement.CO_AUTHOR]
    sponsors = [proposal.sponsor] if proposal.sponsor else []
    people = (proposal.owner, *sponsors, *beside)
    return {each.id: each for each in people if each.deactivated_at is None}


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


def _tell_of(
    act: Act, proposal: Proposal, person: Person, *, before: Person, by: Person, why: str
) -> None:
    is_open = proposal.number and not proposal.restricted
    letters.write(
        act,
        to=person,
        subject="The proposal %(code)s has another owner",
        body="%(name)s owns the proposal %(code)s now, because %(before)s has left; %(by)s has"
        " named them. You get this letter so that nobody gives a proposal away unseen. The reason"
        " given: %(reason)s",
        path=f"/proposals/{proposal.code}" if is_open else "",
        code=proposal.code,
        name=proposal.owner.name,
        before=before.name,
        by=by.name,
        reason=why,
    )
