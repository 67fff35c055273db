"""Where a proposal and its analysis must say the same: who stands for it, and whom it touches."""

from collections.abc import Iterator
from uuid import UUID

from impactreview.impact.content import answers
from impactreview.impact.values import Content, is_known
from impactreview.kernel.refusals import Missing
from impactreview.proposals.models import Proposal

_SECTION = "A"


def differing(proposal: Proposal, content: Content, asked: frozenset[str]) -> list[Missing]:
    """What the analysis says otherwise than the proposal, each with the page that mends it.

    Only the proposal asks people and seats readers; what is not known or not asked is no other.
    """
    if _SECTION not in asked:
        return []
    given, here = answers(content), f"/proposals/{proposal.code}"
    functions = given.get("A.functions")
    found = list(_people(proposal, given.get("A.owner"), given.get("A.sponsor"), here))
    if is_known(functions) and not proposal.functions:
        found.append(
            Missing(
                "The analysis says which functions are touched, the proposal names none. Name the"
                " units: each of them sends somebody who reads it.",
                place=f"{here}/edit#functions",
            )
        )
    return found


def _people(proposal: Proposal, owner: object, sponsor: object, here: str) -> Iterator[Missing]:
    if _is_other(owner, proposal.owner_id):
        yield Missing(
            "The analysis names another owner than the proposal. The proposal names who was asked:"
            " name the same person.",
            place=f"{here}/analysis/{_SECTION}#A-owner",
        )
    if _is_other(sponsor, proposal.sponsor_id):
        yield Missing(
            "The analysis names another sponsor than the proposal. The proposal names who was"
            " asked: name the same person, or have this one asked there.",
            place=f"{here}/analysis/{_SECTION}#A-sponsor",
        )


def _is_other(answer: object, person: UUID | None) -> bool:
    return is_known(answer) and answer != f"person/{person}"
