"""What rooms above do to a policy in force: suspend, resume and withdraw it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.roles import Role
from impactreview.policies.operations import keep_suspended, resume, suspend, withdraw
from impactreview.policies.queries import open_suspension
from impactreview.policies.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds, subjects

pytestmark = pytest.mark.database_near
ON = NOON.date()
WITHDRAWN = "The policy %(code)s was withdrawn"
UNTIL = ON + timedelta(20)


def test_each_step_changes_the_state_and_stands_in_the_log(given: Given) -> None:
    policy, by = given.policy(), given.person(Role.HANDLER)
    states = []
    with acting(by=by, at=NOON) as act:
        states.append(suspend(act, policy, until=UNTIL).state)
    with acting(by=by, at=NOON) as act:
        states.append(resume(act, policy).state)
    with acting(by=by, at=NOON) as act:
        states.append(withdraw(act, policy, by=policy.owner, reason="Gone.", on=ON).state)
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
    with pytest.raises(NotNow), acting(by=by, at=NOON) as act:
        resume(act, withdrawn)
    with pytest.raises(NotNow), acting(by=by, at=NOON) as act:
        withdraw(act, withdrawn, by=withdrawn.owner, reason="Gone.", on=ON)
    assert [policy.state for policy in (suspended, withdrawn, in_force)] == [
        State.SUSPENDED,
        State.WITHDRAWN,
        State.IN_FORCE,
    ]
    for policy in (suspended, withdrawn, in_force):
        assert kinds(policy) == ["test.given"]


def test_whoever_speaks_for_the_customers_hears_what_was_withdrawn_and_why(given: Given) -> None:
    people = [given.person(role) for role in (Role.ADVOCATE, Role.DEPUTY_ADVOCATE)]
    policy, gone = given.policy(), given.person(Role.ADVOCATE, deactivated_at=NOON)
    with acting(by=policy.owner, at=NOON) as act:
        withdraw(act, policy, by=policy.owner, reason="It harms.", on=ON)
    told = session.scalars(sa.select(Letter).where(Letter.subject == WITHDRAWN)).all()
    assert {each.address for each in told} == {each.email for each in people}
    assert gone.email not in {each.address for each in told}
    assert {each.params["reason"] for each in told} == {"It harms."}


def test_its_owner_or_the_chair_of_the_deciding_board_withdraws_it_with_a_reason(
    given: Given,
) -> None:
    for who in ("owner", "chair"):
        policy, chair = given.policy(), given.person()
        by = policy.owner if who == "owner" else chair
        with acting(by=by, at=NOON) as act:
            withdraw(act, policy, by=by, reason="It harms.", on=ON, deciding={chair.id})
        assert (policy.withdrawn_on, policy.withdrawn_by) == (ON, by)
        assert policy.withdrawal == "It harms."
        assert (WITHDRAWN in subjects(policy.owner)) is (who == "chair")
        assert WITHDRAWN not in subjects(by)


@pytest.mark.parametrize(("who", "reason"), [("stranger", "Why not?"), ("owner", " ")])
def test_nobody_else_withdraws_it_and_nobody_without_a_reason(
    given: Given, who: str, reason: str
) -> None:
    policy, stranger = given.policy(), given.person()
    by, chair = policy.owner if who == "owner" else stranger, given.person()
    with pytest.raises((NotYours, Unusable)), acting(by=by, at=NOON) as act:
        withdraw(act, policy, by=by, reason=reason, on=ON, deciding={chair.id})
    assert policy.state is State.IN_FORCE
    assert kinds(policy) == ["test.given"]


def test_a_withdrawal_ends_the_suspension_and_the_owner_hears_of_its_end(given: Given) -> None:
    policy, by = given.policy(), given.person(Role.HANDLER)
    with acting(by=by, at=NOON) as act:
        suspend(act, policy, until=UNTIL)
    with acting(by=by, at=NOON) as act:
        assert keep_suspended(act, policy).until is None
    assert "A policy of yours stays suspended" in subjects(policy.owner)
    with acting(by=by, at=NOON) as act:
        withdraw(act, policy, by=policy.owner, reason="It harms.", on=ON)
    assert open_suspension(policy) is None
    other = given.policy()
    with acting(by=by, at=NOON) as act:
        suspend(act, other, until=UNTIL)
    with acting(by=by, at=NOON) as act:
        resume(act, other)
    assert "A policy of yours is in force again" in subjects(other.owner)
