"""What rooms above do to a policy in force: suspend, resume and withdraw it."""

from datetime import timedelta

import pytest

from impactreview.audit.acts import acting
from impactreview.kernel.refusals import NotNow
from impactreview.people.roles import Role
from impactreview.policies.operations import resume, suspend, withdraw
from impactreview.policies.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds

pytestmark = pytest.mark.database_near
UNTIL = NOON.date() + timedelta(20)


def test_each_step_changes_the_state_and_stands_in_the_log(given: Given) -> None:
    policy, by = given.policy(), given.person(Role.HANDLER)
    states = []
    with acting(by=by, at=NOON) as act:
        states.append(suspend(act, policy, until=UNTIL).state)
    with acting(by=by, at=NOON) as act:
        states.append(resume(act, policy).state)
    with acting(by=by, at=NOON) as act:
        states.append(withdraw(act, policy).state)
    assert states == [State.SUSPENDED, State.IN_FORCE, State.WITHDRAWN]
    assert kinds(policy)[1:] == ["policy.suspended", "policy.resumed", "policy.withdrawn"]


def test_a_step_that_is_not_drawn_writes_nothing(given: Given) -> None:
    suspended = given.policy(state=State.SUSPENDED)
    withdrawn = given.policy(state=State.WITHDRAWN)
    in_force, by = given.policy(), given.person(Role.HANDLER)
    with pytest.raises(NotNow), acting(by=by, at=NOON) as act:
        suspend(act, suspended, until=UNTIL)
    with pytest.raises(NotNow), acting(by=by, at=NOON) as act:
        resume(act, in_force)
    for step in (resume, withdraw):
        with pytest.raises(NotNow), acting(by=by, at=NOON) as act:
            step(act, withdrawn)
    assert [policy.state for policy in (suspended, withdrawn, in_force)] == [
        State.SUSPENDED,
        State.WITHDRAWN,
        State.IN_FORCE,
    ]
    for policy in (suspended, withdrawn, in_force):
        assert kinds(policy) == ["test.given"]
