"""Whether those who determine a case have come to a finding, and what is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from impactreview.escalations.rules.circle import Panel
from impactreview.escalations.terms import Finding, PanelKind
from impactreview.governance.terms import Chamber
from impactreview.kernel.refusals import Missing

NOBODY = Missing(
    "There is nobody without conflict who could determine this case. Ask an administrator, without"
    " a word about it, for more members of the independent board."
)


@dataclass(frozen=True)
class Tally:
    """How far a vote has come. `finding` stands once quorum and majority are reached."""

    eligible: int
    cast: int
    finding: Finding | None
    missing: tuple[Missing, ...]


def tally(panel: Panel, votes: Mapping[UUID, Finding]) -> Tally:
    """Count the last vote of each who may vote now; votes of anybody else do not count.

    Quorum: more than half of the eligible, of a board at least one of the customer chamber.
    Majority: more than half of the votes cast; a tie goes on.
    """
    counted = {person: vote for person, vote in votes.items() if person in panel.seats}
    missing = _quorum_lacks(panel, counted)
    finding = None if missing else _majority(counted)
    if not missing and finding is None:
        missing = (Missing("No finding has a majority of the votes yet: the vote goes on."),)
    return Tally(len(panel.seats), len(counted), finding, missing)


def _quorum_lacks(panel: Panel, counted: Mapping[UUID, Finding]) -> tuple[Missing, ...]:
    if not panel.seats:
        return (NOBODY,)
    lacks = []
    needed = len(panel.seats) // 2 + 1
    if len(counted) < needed:
        lacks.append(Missing("Votes still needed: %(votes)s.", votes=needed - len(counted)))
    if panel.kind is PanelKind.BOARD and not any(
        panel.seats[person] is Chamber.CUSTOMER for person in counted
    ):
        lacks.append(Missing("Nobody of the customer chamber has voted yet."))
    return tuple(lacks)


def _majority(counted: Mapping[UUID, Finding]) -> Finding | None:
    finding, votes = Counter(counted.values()).most_common(1)[0]
    return finding if 2 * votes > len(counted) else None
