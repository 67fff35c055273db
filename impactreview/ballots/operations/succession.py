"""Another owner for a proposal whose own has left, wherever it stands by now."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries.succession import voices_in
from impactreview.ballots.rules.succession import why_not_own, why_not_replace
from impactreview.people.models import Person
from impactreview.people.queries.directory import line_of
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import of as review_of


def name_owner(
    act: Act, proposal: Proposal, *, by: Person, owner: Person, why: str, on: date
) -> None:
    """`owner` has the proposal from now on, and they and all who write or sponsor it are told.

    Raises NotNow where its owner is here, a ballot is open or the case is over, Unusable for `by`
    themselves and for whoever has a say in it or would silence who has, and without a reason;
    nothing is then written.
    """
    act.lock(proposal)
    review = review_of(proposal)
    if review is not None:
        act.lock(review)  # no ballot opens meanwhile
    decision, ballot = queries.decision_of(proposal), queries.open_ballot_of(proposal)
    refusal = why_not_replace(proposal, decision, voted_on=ballot is not None)
    refusal = refusal or why_not_own(owner, by, voices_in(proposal, on), line_of(owner))
    if refusal:
        raise refusal
    proposals.hand_over(act, proposal, owner=owner, why=why)
