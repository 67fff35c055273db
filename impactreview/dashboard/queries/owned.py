"""What waits for whoever answers for a proposal or a policy, and for those whom they ask."""

from typing import Any

import sqlalchemy as sa

from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.terms import ConditionState
from impactreview.dashboard.queries.part import GROSS, ME, RESIDUAL, TODAY, part
from impactreview.escalations.models import Escalation
from impactreview.escalations.terms import State as EscalationState
from impactreview.policies.models import Policy, Suspension
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.terms import Involvement
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.terms import ConcernState
from impactreview.reviews.terms import State as ReviewState


def to_enact() -> sa.Select[Any]:
    """What the owner may put into force, or lets lapse."""
    unmet = sa.exists().where(
        Condition.decision_id == Decision.id,
        Condition.before_start.is_(True),
        Condition.state != ConditionState.VERIFIED,
    )
    return (
        part("enact", Proposal.code, Proposal.title, day=Decision.lapses_on, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(
            Proposal.owner_id == ME,
            Decision.state.in_(PASSED),
            Decision.enactable_from <= TODAY,
            sa.or_(Decision.reasons != "", Decision.overruling_id.is_not(None)),
            ~unmet,
        )
    )


def to_confirm() -> sa.Select[Any]:
    """One's own claim that nobody objected to, and on which nobody votes."""
    return (
        part("confirm", Proposal.code, Proposal.title, level=RESIDUAL)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(
            Proposal.owner_id == ME,
            Review.state == ReviewState.READY,
            Review.held_at.is_(None),
            Review.plan[("decides", "kind")].as_string() == "nobody",
        )
    )


def to_revise() -> sa.Select[Any]:
    """Whose own proposal a reader asks to be changed."""
    return (
        part("revise", Proposal.code, Proposal.title, level=GROSS)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(Proposal.owner_id == ME, Review.state == ReviewState.CHANGES_REQUESTED)
    )


def to_answer() -> sa.Select[Any]:
    """A concern against one's own proposal that has no answer."""
    return (
        part("answer", Proposal.code, Proposal.title, level=GROSS)
        .join(Review, Review.proposal_id == Proposal.id)
        .join(Concern, Concern.review_id == Review.id)
        .where(
            Proposal.owner_id == ME,
            Review.state != ReviewState.CLOSED,
            Concern.state == ConcernState.OPEN,
            Concern.answer == "",
        )
    )


def stopped() -> sa.Select[Any]:
    """One's own policy that was suspended: what has stopped, and who was told?"""
    return (
        part("stopped", Policy.code, Policy.title, moment=Suspension.since)
        .join(Suspension, Suspension.policy_id == Policy.id)
        .where(
            Policy.owner_id == ME,
            Suspension.ended_at.is_(None),
            Suspension.confirmed_at.is_(None),
        )
    )


def remedies() -> sa.Select[Any]:
    """One's own policy that has to be changed after an examination."""
    return (
        part("remedy", Policy.code, Policy.title)
        .join(Escalation, Escalation.policy_id == Policy.id)
        .where(
            Policy.owner_id == ME,
            Escalation.remedy != "",
            sa.or_(
                Escalation.state == EscalationState.ANSWERED,
                sa.and_(
                    Escalation.state == EscalationState.CLOSED,
                    Policy.state == PolicyState.SUSPENDED,
                ),
            ),
        )
    )


def asked_to_write() -> sa.Select[Any]:
    """Of who is to be a co-author of a draft, and has not said yes or no."""
    return (
        part("asked", Proposal.code, Proposal.title)
        .join(Involved, Involved.proposal_id == Proposal.id)
        .where(
            Involved.person_id == ME,
            Involved.involvement == Involvement.CO_AUTHOR,
            Involved.agreed_at.is_(None),
            Involved.until.is_(None),
            Proposal.state == ProposalState.DRAFT,
        )
    )


def asked_to_sponsor() -> sa.Select[Any]:
    """Of who is to be the sponsor of a draft, and has not said yes or no."""
    return part("asked", Proposal.code, Proposal.title).where(
        Proposal.sponsor_id == ME,
        Proposal.sponsor_agreed_at.is_(None),
        Proposal.state == ProposalState.DRAFT,
    )
