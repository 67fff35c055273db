"""What becomes of a condition: set, said to be met, refused or verified by somebody else."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import CONDITION
from impactreview.ballots.models import Condition, Decision
from impactreview.ballots.operations import letters
from impactreview.ballots.operations.determining import put, why_not_run
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.rules import deciding as rules
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.terms import ConditionStep, Event
from impactreview.kernel.refusals import Refusal
from impactreview.people.models import Person
from impactreview.reviews.queries.circle import advocates, circle


def set_condition(
    act: Act,
    decision: Decision,
    *,
    by: Person,
    text: str,
    owner: Person,
    due_on: date,
    before_start: bool,
    on: date,
) -> Condition:
    """The determination demands one thing more, of `owner`, until a day.

    Raises NotYours for all but chair and clerk, NotNow once it is in force or rejected, Unusable
    without a text or for a day that has passed; nothing is then written.
    """
    act.lock(decision)
    refusal = why_not_run(decision, by, act.at) or rules.why_not_text(text, "text")
    _raise(refusal or rules.why_not_set(decision, owner=owner, due_on=due_on, on=on))
    return put(act, decision, text=text, owner=owner, due_on=due_on, before_start=before_start)


def claim(act: Act, condition: Condition, *, by: Person, proof: str) -> Condition:
    """Its owner says that the condition is met, and by what that can be seen.

    Raises NotYours for anybody else, NotNow where it is claimed or verified already, Unusable
    without proof; nothing is then written.
    """
    decision = _locked(act, condition)
    _raise(rules.why_not_claim(condition, by.id) or rules.why_not_text(proof, "proof"))
    condition.state = CONDITION.after(condition.state, ConditionStep.CLAIM)
    condition.proof, condition.claimed_at, condition.refusal = proof, act.at, ""
    act.record(Event.CONDITION_CLAIMED, decision, condition=condition.serial)
    act.settle()
    letters.condition_claimed(act, condition, _run_by(act, decision))
    return condition


def refuse(act: Act, condition: Condition, *, by: Person, reason: str) -> Condition:
    """The condition is not met yet, says somebody else than its owner.

    Raises NotYours for its owner and all but chair, clerk and advocate, NotNow where nothing is
    claimed, Unusable without a reason; nothing is then written.
    """
    decision = _judged(act, condition, by)
    _raise(rules.why_not_text(reason, "reason"))
    condition.state = CONDITION.after(condition.state, ConditionStep.REFUSE)
    condition.claimed_at = None
    condition.refusal = reason
    act.record(Event.CONDITION_REFUSED, decision, condition=condition.serial, reason=reason)
    letters.condition_refused(act, condition, reason)
    return condition


def verify(act: Act, condition: Condition, *, by: Person) -> Condition:
    """The condition is met, says somebody else than its owner.

    Raises NotYours for its owner and all but chair, clerk and advocate, NotNow where nothing is
    claimed; nothing is then written.
    """
    decision = _judged(act, condition, by)
    condition.state = CONDITION.after(condition.state, ConditionStep.VERIFY)
    condition.verified_by, condition.verified_by_id = by, by.id
    condition.verified_at = act.at
    act.record(Event.CONDITION_VERIFIED, decision, condition=condition.serial)
    letters.condition_verified(act, condition)
    return condition


def hand_over(act: Act, condition: Condition, *, by: Person, to: Person) -> Condition:
    """The condition has another owner, so that it does not hang on somebody who has left.

    Raises NotYours for all but chair and clerk, NotNow where it is claimed or verified already;
    nothing is then written.
    """
    decision = _locked(act, condition)
    out = barred(circle(decision.proposal))
    refusal = why_not_run(decision, by, act.at)
    _raise(refusal or rules.why_not_hand_over(condition, to=to, out=out))
    condition.owner, condition.owner_id = to, to.id
    act.record(Event.CONDITION_HANDED_OVER, decision, condition=condition.serial, owner=to.handle)
    act.settle()
    letters.condition_set(act, condition)
    return condition


def _judged(act: Act, condition: Condition, by: Person) -> Decision:
    decision = _locked(act, condition)
    may = boards.running(decision, act.at) | advocates()
    _raise(rules.why_not_judge(condition, by.id, may=may, out=barred(circle(decision.proposal))))
    return decision


def _locked(act: Act, condition: Condition) -> Decision:
    decision = act.lock(condition.decision)
    queries.reread(condition)
    return decision


def _run_by(act: Act, decision: Decision) -> list[Person]:
    if decision.ballot is None:
        return []
    return list(boards.places(decision.ballot.board, act.at.date()).values())


def _raise(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal
