"""What comes next in a case whose review is finished, and which page leads there for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from impactreview.ballots.models import Decision
from impactreview.ballots.rules.deciding import PASSED, STANDING
from impactreview.dashboard.terms import CaseState


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do next; `task` and `place` are empty for whoever may not do it."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)
    task: str = ""
    place: str = ""

    def open_to(self, may: bool) -> "Step":
        """The same, without the way there for whoever may not go it."""
        return self if may else Step(message=self.message, params=self.params)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at the case."""

    owns: bool
    presides: bool
    """Whether they run the board where this case stands, and it is not their own work."""
    runs: bool
    """The same of the board that has decided."""


CONFIRM = Step(
    message="That it is taken as decided: nobody has to vote. Its owner can do it, and whoever "
    "runs the board.",
    task="Take it as decided",
    place="ballots.ballot",
)
OPEN = Step(
    message="A ballot: the review is finished, and chair or clerk of the board can open it.",
    task="Open a ballot",
    place="ballots.begin",
)
VOTE = Step(message="The votes of the board.", task="To the ballot", place="ballots.ballot")
REASON = Step(
    message="The board has not written its reasons yet.",
    task="Write the reasons",
    place="ballots.reasons",
)
VERIFY = Step(
    message="Conditions that are not verified yet: %(number)s.",
    task="Read the determination",
    place="ballots.decision",
)
ENACT = Step(
    message="That its owner puts it into force: everything before its start is done.",
    task="Put it into force",
    place="ballots.enact",
)


def before_decision(state: CaseState, reader: Reader, *, nobody_votes: bool) -> list[Step]:
    """What comes next between a finished review and a determination."""
    if state is CaseState.VOTING:
        return [VOTE]
    if state is not CaseState.READY:
        return []
    if nobody_votes:
        return [CONFIRM.open_to(reader.owns or reader.presides)]
    return [OPEN.open_to(reader.presides)]


def after_decision(decision: Decision, unmet: int, reader: Reader, on: date) -> list[Step]:
    """What comes next after a determination; `unmet` conditions before its start are open."""
    return list(_after(decision, unmet, reader, on))


def _after(decision: Decision, unmet: int, reader: Reader, on: date) -> Iterator[Step]:
    owed = owes_reasons(decision)
    if owed:
        yield REASON.open_to(reader.runs)
    if decision.state not in PASSED:
        return
    if unmet:
        yield Step(
            message=VERIFY.message, params={"number": unmet}, task=VERIFY.task, place=VERIFY.place
        )
    if on < decision.enactable_from:
        day = decision.enactable_from
        yield Step(message="It can be in force from %(day)s.", params={"day": day})
    elif on <= decision.lapses_on and not unmet and (not owed or decision.overruling_id):
        yield ENACT.open_to(reader.owns)


def owes_reasons(decision: Decision) -> bool:
    """Whether the board that decided still has to say why."""
    return decision.state in STANDING and not decision.reasons
