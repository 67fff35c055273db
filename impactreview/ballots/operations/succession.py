"""Another owner for a proposal whose own has left, wherever it stands by now."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries.succession import voices_in, watching
from impactreview.ballots.rules.succession import why_not_own, why_not_replace
from impactreview.people.models import Person
from impactreview.people.queries.directory import line_of
from impactreview.people.queries.sign_in import credential_for
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import of as review_of


def name_owner(
    act: Act, proposal: Proposal, *, by: Person, owner: Person, why: str, on: date
) -> None:
    """`owner` has the proposal from now on, and they and all who write or sponsor it are told.

    So are all other administrators, who speaks for the customers, and who runs its board. Raises
    NotNow where its owner is here, a ballot is open or the case is over, Unusable for `by`
    themselves, for who has never signed in, for who has a say in it or would silence who has, of a
    restricted case for who does not know of it, and without a reason; nothing is then written.
    """
    act.lock(proposal)
    review = review_of(proposal)
    if review is not None:
        act.lock(review)  # no ballot opens meanwhile
    decision, ballot = queries.decision_of(proposal), queries.open_ballot_of(proposal)
    refusal = why_not_replace(proposal, decision, voted_on=ballot is not None)
    comes_in = credential_for(owner) is not None
    voices, line = voices_in(proposal, on), line_of(owner)
    refusal = refusal or why_not_own(owner, by, voices, line, comes_in=comes_in)
    if refusal:
        raise refusal
    told = watching(proposal, on)
    proposals.hand_over(act, proposal, owner=owner, by=by, why=why, watching=told)
