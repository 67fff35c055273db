"""What lies before those who vote on a proposal, gathered from the rooms below."""

from collections.abc import Mapping

from impactreview.audit.leaf import Fact
from impactreview.ballots.rules import pack as rules
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import version_of
from impactreview.reviews.queries import concerns, positions
from impactreview.reviews.queries import of as review_of


def pack_of(proposal: Proposal, motion: Mapping[str, Fact] | None = None) -> dict[str, Fact]:
    """The pack of the version that is proposed now, as hashes."""
    review, version = review_of(proposal), version_of(proposal, proposal.number)
    return rules.pack_of(
        number=proposal.number,
        content_hash=version.content_hash if version else "",
        plan=review.plan if review else {},
        positions=positions(review).values() if review else (),
        concerns=concerns(review) if review else (),
        motion=motion,
    )
