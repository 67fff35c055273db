"""What a proposal says already, offered where the analysis asks the same."""

from impactreview.proposals.models import Proposal


def from_proposal(proposal: Proposal) -> dict[str, object]:
    """Answers that the proposal itself suggests, by the ids of their questions."""
    taken: dict[str, object] = {
        "A.owner": f"person/{proposal.owner_id}",
        "A.door": proposal.door.value,
    }
    if proposal.sponsor_id:
        taken["A.sponsor"] = f"person/{proposal.sponsor_id}"
    if proposal.wished_on:
        taken["A.start_on"] = proposal.wished_on.isoformat()
    return taken
