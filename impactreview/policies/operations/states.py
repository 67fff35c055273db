"""What becomes of a policy in force: suspended, resumed, withdrawn. Rooms above call these."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.policies.lifecycle import LIFECYCLE
from impactreview.policies.models import Policy
from impactreview.policies.operations import suspensions
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
    """The policy is in force again. Raises NotNow where it is not suspended."""
    _step(act, policy, Step.RESUME, Event.RESUMED)
    suspensions.end(act, policy)
    return policy


def withdraw(act: Act, policy: Policy) -> Policy:
    """The policy is no longer in force, for good. Raises NotNow where it was withdrawn before."""
    _step(act, policy, Step.WITHDRAW, Event.WITHDRAWN)
    suspensions.end(act, policy)
    return policy


def _step(act: Act, policy: Policy, step: Step, event: Event, **facts: Fact) -> Policy:
    act.lock(policy)
    policy.state = LIFECYCLE.after(policy.state, step)
    act.record(event, policy, **facts)
    return policy
