"""When the top may set the customer chamber's no aside, and what then holds.

In writing, in public, with an answer to each concern that was carried to the board, and with an
earlier review date. A decision so taken never looks like one that was approved.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from impactreview.audit.leaf import Fact
from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.rules.deciding import why_not_text
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import Tally, only_customers_refused
from impactreview.ballots.terms import DecisionState, State
from impactreview.governance.rules.plan import Overrule, Plan
from impactreview.kernel.refusals import Missing, NotNow, NotYours, Refusal, Unfinished


@dataclass(frozen=True, kw_only=True)
class Motion:
    """What the top is asked to say: why, and what it answers to each concern, by its number."""

    reasons: str
    answers: Mapping[int, str]

    def to_json(self, *, by: str) -> dict[str, Fact]:
        """The motion as JSON, with who asks."""
        answers: dict[str, Fact] = {str(serial): said for serial, said in self.answers.items()}
        return {"by": by, "reasons": self.reasons, "answers": answers}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Motion":
        """The motion that was kept."""
        answers = kept["answers"]
        assert isinstance(answers, Mapping)  # noqa: S101 - written by to_json; says so to mypy
        said = {int(serial): str(text) for serial, text in answers.items()}
        return cls(reasons=str(kept["reasons"]), answers=said)


def overrule_of(plan: Plan) -> Overrule | None:
    """By whom and by which share this case's customer chamber can be overruled; None: nobody."""
    return plan.decides.overrule


def why_not_overrulable(decision: Decision, plan: Plan, *, on: date) -> Refusal | None:
    """What keeps this determination from being overruled at all; None: nothing."""
    ballot = decision.ballot
    if decision.state is not DecisionState.REJECTED or ballot is None or ballot.tally is None:
        return NotNow("Only what the board has rejected can be overruled.")
    if overrule_of(plan) is None:
        return NotNow("The rules of this case let nobody overrule the board.")
    rule, counted = Rule.from_json(ballot.rule), Tally.from_json(ballot.tally)
    if not only_customers_refused(rule, counted):
        return NotNow("The company's side has not agreed either: there is nothing to overrule.")
    if on > decision.lapses_on:
        return NotNow("The time to overrule is over. It takes a new proposal.")
    return None


def why_not_call(
    by: UUID,
    *,
    presiding: Collection[UUID],
    body: Collection[UUID],
    running: Collection[UUID],
    out: Collection[UUID],
) -> Refusal | None:
    """What keeps `by` from asking the top; None: nothing.

    Chair and clerk of the board that rejected it may, each of the top and who runs its board;
    nobody whose work it is.
    """
    if by in out:
        return NotYours("You wrote this or sponsor it: somebody else of the board has to do this.")
    if by not in {*presiding, *body, *running}:
        return NotYours(
            "Only who runs the board that rejected it, or sits at the top, may ask for this."
        )
    return None


def why_not_again(ballots: Iterable[Ballot]) -> Refusal | None:
    """What the ballots of a case have against asking the top; None: nothing."""
    asked = [each.state for each in ballots if each.motion is not None]
    if State.OPEN in asked:
        return NotNow("The top votes on this already.")
    if State.CLOSED in asked:
        return NotNow("The top has decided about this already. It takes a new proposal.")
    return None


def must_be_whole(motion: Motion, concerns: Collection[int]) -> None:
    """Raise Unfinished where reasons are missing, or an answer to one of `concerns`."""
    problems = {"reasons": motion.reasons} | {
        f"answer_{serial}": motion.answers.get(serial, "") for serial in sorted(concerns)
    }
    missing = [
        Missing(refusal.message, place=place)
        for place, text in problems.items()
        if (refusal := why_not_text(text, place)) is not None
    ]
    if missing:
        raise Unfinished("Whoever overrules gives reasons and answers each concern.", missing)


def review_months(plan: Plan, overrule: Overrule) -> int | None:
    """After how many months the decision is reviewed: whole ones, at least one."""
    if plan.review_months is None:
        return None
    return max(1, int(plan.review_months * Fraction(overrule.review_share)))
