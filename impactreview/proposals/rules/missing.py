"""What a proposal itself still lacks before it can be submitted."""

from impactreview.kernel.refusals import Missing
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.agreeing import Asked, unanswered
from impactreview.proposals.terms import Tie


def missing(proposal: Proposal) -> list[Missing]:
    """Each thing with the place where it is mended: its text, and a yes of whom it names."""
    here = f"/proposals/{proposal.code}"
    unsaid = Missing("Say what changes, and for whom.", place=f"{here}/edit#text")
    return [
        *([] if proposal.text.strip() else [unsaid]),
        *(_not_agreed(each, here) for each in unanswered(proposal)),
    ]


def _not_agreed(asked: Asked, here: str) -> Missing:
    """Whose name a proposal bears knows of it and wants it: a name alone would take their vote."""
    if asked.tie is Tie.SPONSOR:
        return Missing(
            "%(name)s has not agreed to sponsor it. Wait for the answer, or take the name out.",
            place=f"{here}/edit#sponsor",
            name=asked.person.name,
        )
    return Missing(
        "%(name)s has not agreed to be co-author. Wait for the answer, or take the name off.",
        place=f"{here}/people",
        name=asked.person.name,
    )
