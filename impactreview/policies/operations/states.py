"""What becomes of a policy in force: suspended, resumed, withdrawn. Rooms above call these."""

from impactreview.audit.acts import Act
from impactreview.policies.lifecycle import LIFECYCLE
from impactreview.policies.models import Policy
from impactreview.policies.terms import Event, Step


def suspend(act: Act, policy: Policy) -> Policy:
    """The policy is suspended, for whatever cause: the log and the page name none.

    Raises NotNow where it is not in force; nothing is then written.
    """
    return _step(act, policy, Step.SUSPEND, Event.SUSPENDED)


def resume(act: Act, policy: Policy) -> Policy:
    """The policy is in force again. Raises NotNow where it is not suspended."""
    return _step(act, policy, Step.RESUME, Event.RESUMED)


def withdraw(act: Act, policy: Policy) -> Policy:
    """The policy is no longer in force, for good. Raises NotNow where it was withdrawn before."""
    return _step(act, policy, Step.WITHDRAW, Event.WITHDRAWN)


def _step(act: Act, policy: Policy, step: Step, event: Event) -> Policy:
    act.lock(policy)
    policy.state = LIFECYCLE.after(policy.state, step)
    act.record(event, policy)
    return policy
