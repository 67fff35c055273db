"""What follows from a determination: conditions, who verifies them, when it may be enacted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.terms import ConditionState, DecisionState
from impactreview.governance.rules.calendar import NO_HOLIDAYS, Holidays, add_working_days
from impactreview.kernel.refusals import Missing, NotNow, NotYours, Refusal, Unfinished, Unusable
from impactreview.people.models import Person

MOST_TEXT = 10_000
LAPSES_AFTER = timedelta(days=180)
AT_LEAST = timedelta(days=30)
"""So long a decision can be put into force, however late it starts."""
STANDING = frozenset({DecisionState.APPROVED, DecisionState.REJECTED, DecisionState.OVERRULED})
PASSED = frozenset({DecisionState.APPROVED, DecisionState.OVERRULED})
"""States from which a decision can be put into force."""
OVER = frozenset({DecisionState.REJECTED, DecisionState.LAPSED, DecisionState.CALLED_IN})
"""States from which nothing comes into force any more."""
ACCEPTED_FROM = 4
"""The residual level from which on a named executive has to accept what remains."""


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A text that the house itself writes; kept as its message id, shown in the page's language."""

    message: str


ACCEPTANCE = Standard(
    message="A named executive accepts in writing the harm that remains, for at most six months."
)
CONFIRMED = Standard(message="Somebody else has confirmed that no customer is touched.")


@dataclass(frozen=True)
class Window:
    """From which day to which a decision can be put into force, both included."""

    opens: date
    closes: date


def window(
    decided: date, objection_days: int, starts: date | None, holidays: Holidays = NO_HOLIDAYS
) -> Window:
    """It opens when the time to object is over, and not before the day on which it `starts`.

    That day is what the analysis says to customers: until then they live under what was before.
    """
    opens = decided
    if objection_days:
        opens = add_working_days(decided, objection_days, holidays) + timedelta(days=1)
    opens = max(opens, starts or opens)
    last = min(opens, date.max - AT_LEAST) + AT_LEAST  # a day of the year 9999 can be typed in
    return Window(opens, max(decided + LAPSES_AFTER, last))


def why_not_text(text: str, place: str) -> Refusal | None:
    """What is wrong with a text that has to be written; None: nothing."""
    if not text:
        return Unusable("This is needed.", place=place)
    if len(text) > MOST_TEXT:
        return Unusable("This text is too long.", place=place)
    return None


def why_not_reason(decision: Decision) -> Refusal | None:
    """What keeps the reasons of a determination from being written; None: nothing."""
    if decision.state not in STANDING:
        return NotNow("This determination is over: its reasons stand.")
    return None


def why_not_set(decision: Decision, *, owner: Person, due_on: date, on: date) -> Refusal | None:
    """What keeps a condition from being set; None: nothing."""
    if decision.state not in PASSED:
        return NotNow("Conditions are set before the decision is put into force.")
    if owner.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=owner.name, place="owner")
    if due_on < on:
        return Unusable("The day has passed already.", place="due_on")
    return None


def why_not_claim(condition: Condition, by: UUID) -> Refusal | None:
    """What keeps `by` from saying that a condition is met; None: nothing."""
    if condition.owner_id != by:
        return NotYours("Only its owner says that a condition is met.")
    return _why_not_live(condition)


def why_not_judge(
    condition: Condition, by: UUID, *, may: Collection[UUID], out: Collection[UUID]
) -> Refusal | None:
    """What keeps `by` from verifying or refusing a claim; None: nothing.

    `may` are chair, clerk and customer advocates; `out` are those whose work is decided about.
    """
    if condition.owner_id == by:
        return NotYours("Somebody else than its owner verifies a condition.")
    if by in out or by not in may:
        return NotYours("The chair, the clerk or the customer advocate verify a condition.")
    return _why_not_live(condition)


def why_not_hand_over(condition: Condition, *, to: Person, out: Collection[UUID]) -> Refusal | None:
    """What keeps a condition from getting another owner; None: nothing.

    What remains is never accepted by one of those in `out`, whose work it is.
    """
    if condition.text == ACCEPTANCE.message and to.id in out:
        return NotYours("Nobody accepts for their own work what remains of harm.")
    if condition.state is not ConditionState.OPEN:
        return NotNow("This is no longer possible: the state has changed.")
    if to.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=to.name, place="owner")
    return _why_not_live(condition)


def _why_not_live(condition: Condition) -> Refusal | None:
    if condition.decision.state in OVER:
        return NotNow("This decision is not to be put into force.")
    return None


def must_enact(
    decision: Decision, conditions: Iterable[Condition], *, by: UUID, on: date, place: str
) -> None:
    """Raise what keeps `by` from putting a decision into force that day.

    NotYours for anybody but the owner, NotNow for the wrong day or state, Unfinished with every
    condition that is not verified and the reasons where they are not written.
    """
    if by != decision.proposal.owner_id:
        raise NotYours("Only the owner of a proposal may do this.")
    if decision.state not in PASSED:
        raise NotNow("This is no longer possible: the state has changed.")
    if on < decision.enactable_from:
        raise NotNow("It can not be put into force before its day.")
    if on > decision.lapses_on:
        raise NotNow("The time to put this decision into force is over.")
    missing = missing_to_enact(decision, conditions, place=place)
    if missing:
        raise Unfinished("This decision can not be put into force yet.", missing)


def missing_to_enact(
    decision: Decision, conditions: Iterable[Condition], *, place: str
) -> list[Missing]:
    """What has to be there before a decision is put into force."""
    missing = [
        Missing("Condition %(number)s is not verified.", number=str(each.serial), place=place)
        for each in conditions
        if each.before_start and each.state is not ConditionState.VERIFIED
    ]
    if not decision.reasons and decision.overruling_id is None:
        missing.append(Missing("The board has not written its reasons yet.", place=place))
    return missing
