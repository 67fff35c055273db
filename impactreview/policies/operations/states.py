"""What becomes of a policy in force: suspended, resumed, withdrawn. Rooms above call these."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.people.models import Person
from impactreview.policies.lifecycle import LIFECYCLE
from impactreview.policies.models import Policy
from impactreview.policies.operations import letters, suspensions
from impactreview.policies.operations.suspensions import OwnerLetter
from impactreview.policies.rules import withdrawing as rules
from impactreview.policies.terms import Event, Step


def suspend(act: Act, policy: Policy, *, until: date) -> Policy:
    """The policy is suspended, for whatever cause: the log, the page and the letter name none.

    Its owner is told, and asked to confirm what has stopped and who was told. `until` is the last
    day it is meant to take; it does not end by itself. Raises NotNow where it is not in force;
    nothing is then written.
    """
    _step(act, policy, Step.SUSPEND, Event.SUSPENDED, until=until.isoformat())
    suspensions.begin(act, policy, until=until)
    return policy


def resume(act: Act, policy: Policy) -> Policy:
    """The policy is in force again, and its owner told. Raises NotNow where it is not suspended."""
    _step(act, policy, Step.RESUME, Event.RESUMED)
    suspensions.end(act, policy)
    suspensions.tell_owner(act, policy, _RESUMED)
    return policy


def withdraw(
    act: Act,
    policy: Policy,
    *,
    by: Person,
    reason: str,
    on: date,
    deciding: Collection[UUID] = (),
) -> Policy:
    """The policy is no longer in force, for good; every employee reads why.

    `deciding` are those who act for the body that decides about it. Those who speak for the
    customers are told, and its owner, where somebody else does it. Raises NotYours for anybody but
    its owner and them, NotNow where it was withdrawn before, Unusable without a reason; nothing is
    then written.
    """
    act.lock(policy)
    state = LIFECYCLE.after(policy.state, Step.WITHDRAW)
    refusal = rules.why_not_withdraw(policy, by.id, deciding) or rules.why_not_reason(reason)
    if refusal:
        raise refusal
    policy.state, policy.withdrawal = state, reason
    policy.withdrawn_on, policy.withdrawn_by = on, by
    act.record(Event.WITHDRAWN, policy, withdrawn_on=on.isoformat(), reason=reason)
    suspensions.end(act, policy)
    letters.withdrawn(act, policy, by=by)
    return policy


_RESUMED = OwnerLetter(
    subject="A policy of yours is in force again",
    body="The suspension of %(title)s (%(code)s) has ended: it is in force again.",
)


def _step(act: Act, policy: Policy, step: Step, event: Event, **facts: Fact) -> Policy:
    act.lock(policy)
    policy.state = LIFECYCLE.after(policy.state, step)
    act.record(event, policy, **facts)
    return policy
