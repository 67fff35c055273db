"""What a case is called by, as a whole: one word for the states of its rooms."""

from impactreview.ballots.terms import DecisionState
from impactreview.dashboard.terms import CaseState
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews.terms import State as ReviewState

KINDS = {
    CaseState.DRAFT: "neutral",
    CaseState.CHANGES_REQUESTED: "warning",
    CaseState.IN_REVIEW: "open",
    CaseState.READY: "open",
    CaseState.VOTING: "open",
    CaseState.APPROVED: "done",
    CaseState.IN_FORCE: "done",
    CaseState.OVERRULED: "warning",
    CaseState.IN_FORCE_OVERRULED: "warning",
    CaseState.REJECTED: "stopped",
    CaseState.LAPSED: "stopped",
    CaseState.CALLED_IN: "stopped",
    CaseState.WITHDRAWN: "stopped",
}
"""The shape that a state is shown with."""
WITHDRAWABLE = frozenset({CaseState.CHANGES_REQUESTED, CaseState.IN_REVIEW, CaseState.READY})
"""Where the owner can take back what was handed in: before a ballot opens."""

_DECIDED = {
    DecisionState.APPROVED: CaseState.APPROVED,
    DecisionState.REJECTED: CaseState.REJECTED,
    DecisionState.ENACTED: CaseState.IN_FORCE,
    DecisionState.LAPSED: CaseState.LAPSED,
    DecisionState.OVERRULED: CaseState.OVERRULED,
    DecisionState.CALLED_IN: CaseState.CALLED_IN,
}
_OVERRULED = {DecisionState.ENACTED: CaseState.IN_FORCE_OVERRULED}
_READ = {
    ReviewState.TRIAGED: CaseState.IN_REVIEW,
    ReviewState.IN_REVIEW: CaseState.IN_REVIEW,
    ReviewState.CHANGES_REQUESTED: CaseState.CHANGES_REQUESTED,
    ReviewState.READY: CaseState.READY,
    ReviewState.CLOSED: CaseState.READY,
}


def case_state(
    proposal: ProposalState,
    review: ReviewState | None,
    decision: DecisionState | None,
    *,
    voting: bool,
    overruled: bool = False,
) -> CaseState:
    """The one word for where a case stands; what was overruled never looks like an approval."""
    if proposal is ProposalState.WITHDRAWN:
        return CaseState.WITHDRAWN
    if decision is not None:
        return (_OVERRULED if overruled else {}).get(decision, _DECIDED[decision])
    if proposal is ProposalState.LAPSED:
        return CaseState.LAPSED
    if voting:
        return CaseState.VOTING
    if review is not None:
        return _READ[review]
    return CaseState.DRAFT
