"""How a suspension ends: heard first, never in silence, never against what was found."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.escalations import jobs, operations
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.rules.clocks import comment_by
from impactreview.escalations.terms import Event, Finding, MeasureKind, MeasureState, State
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.policies.operations import withdraw
from impactreview.policies.queries import open_suspension
from impactreview.policies.terms import State as PolicyState
from tests.escalations import made
from tests.escalations.scene import AT, ON, ZONE, Scene, scene
from tests.given import Given
from tests.reading import kinds, subjects

pytestmark = pytest.mark.database_near


def upheld(s: Scene, finding: Finding = Finding.UPHELD) -> Escalation:
    """A case that was determined and answered while the policy is suspended."""
    case = s.answered(finding, case=s.submitted(s.suspended()))
    assert state_of(s) is PolicyState.SUSPENDED
    return case


def state_of(s: Scene) -> PolicyState:
    session.refresh(s.policy)
    return s.policy.state


def closed(s: Scene, case: Escalation) -> Escalation:
    with acting(by=s.handler, at=AT) as act:
        operations.propose_closing(act, case, by=s.handler, on=ON, summary="It harmed.")
    with acting(by=s.handlers[1], at=AT) as act:
        operations.close(act, case, by=s.handlers[1], on=s.heard_on, zone=ZONE)
    return case


def changed(s: Scene, given: Given, *, days: int) -> None:
    """A decision of so many days after the finding has changed the policy."""
    proposal = made.proposal(given, s.owner, amends=s.policy)
    made.decision(given, proposal, s.policy, decided_at=AT + timedelta(days=days))


def withdrawn(s: Scene) -> None:
    with acting(by=s.owner, at=AT) as act:
        withdraw(act, s.policy, by=s.owner, reason="It harms.", on=ON)


def settle(day: int) -> int:
    return jobs.settle_ends(datetime(2026, 3, day, 8, tzinfo=UTC), ZONE)


@pytest.mark.parametrize("day", [0, 1, 3])
def test_nobody_agrees_to_an_end_while_the_reporter_may_comment(given: Given, day: int) -> None:
    s = scene(given)
    measure = s.asked(s.suspended(), MeasureKind.LIFT)
    on = ON + timedelta(days=day)
    with pytest.raises(NotNow, match="may still comment"):
        s.agreed(measure, on=on)
    assert state_of(s) is PolicyState.SUSPENDED
    assert comment_by(AT, ZONE) == ON + timedelta(days=3)
    s.agreed(measure, on=ON + timedelta(days=4))
    assert state_of(s) is PolicyState.IN_FORCE
    assert "A policy of yours is in force again" in subjects(s.owner)


def test_a_refusal_needs_no_wait(given: Given) -> None:
    s = scene(given)
    measure = s.asked(s.suspended(), MeasureKind.LIFT)
    with acting(by=s.executive, at=AT) as act:
        operations.refuse(act, measure, by=s.executive, on=ON, reason="No.")
    assert state_of(s) is PolicyState.SUSPENDED


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.PARTLY])
def test_an_upheld_case_closes_and_its_policy_stays_suspended_until_it_changes(
    given: Given, finding: Finding
) -> None:
    s = scene(given)
    case = closed(s, upheld(s, finding))
    assert case.state is State.CLOSED
    assert state_of(s) is PolicyState.SUSPENDED
    suspension, kept = open_suspension(s.policy), measures.standing_in(case)
    assert suspension is not None
    assert kept is not None
    assert (suspension.until, kept.until, kept.state) == (None, None, MeasureState.KEPT)
    assert [each.id for each in cases.remedies_of(s.owner)] == [case.id]
    assert settle(30) == 0
    changed(s, given, days=1)
    assert settle(30) == 1
    assert settle(30) == 0
    assert state_of(s) is PolicyState.IN_FORCE
    assert kinds(case)[-2:] == [Event.CLOSED, Event.MEASURE_ENDED]
    assert not cases.remedies_of(s.owner)


def test_a_decision_from_before_the_finding_ends_nothing(given: Given) -> None:
    s = scene(given)
    closed(s, upheld(s))
    changed(s, given, days=-1)
    assert settle(30) == 0
    assert state_of(s) is PolicyState.SUSPENDED


def test_harm_that_was_found_is_not_lifted_by_hand(given: Given) -> None:
    s = scene(given)
    case = upheld(s)
    with pytest.raises(NotNow, match="Harm was found"):
        s.asked(case, MeasureKind.LIFT)


def test_an_end_that_was_asked_for_before_the_finding_is_not_agreed_to_after_it(
    given: Given,
) -> None:
    s = scene(given)
    case = s.submitted(s.suspended())
    measure = s.asked(case, MeasureKind.LIFT)
    s.voted(case, s.chair, Finding.UPHELD)
    s.voted(case, s.customer, Finding.UPHELD)
    with acting(by=s.handler, at=AT) as act:
        operations.determine(act, case, by=s.handler, on=ON)
    with pytest.raises(NotNow, match="Harm was found"):
        s.agreed(measure)
    assert state_of(s) is PolicyState.SUSPENDED


def test_a_case_closes_where_the_policy_was_withdrawn(given: Given) -> None:
    s = scene(given)
    case = upheld(s)
    withdrawn(s)
    assert settle(4) == 1
    closed(s, case)
    assert state_of(s) is PolicyState.WITHDRAWN
    assert measures.standing_in(case) is None


def test_closing_by_itself_ends_what_a_withdrawn_policy_left_over(given: Given) -> None:
    s = scene(given)
    case = upheld(s, Finding.NOT_UPHELD)
    with pytest.raises(NotNow, match="No harm was found"):
        closed(s, case)
    withdrawn(s)
    closed(s, case)
    assert measures.standing_in(case) is None


def test_without_harm_it_ends_on_its_last_day_once_the_reporter_was_heard(given: Given) -> None:
    s = scene(given)
    case = upheld(s, Finding.NOT_UPHELD)  # until 17 March
    assert settle(17) == 0
    assert settle(18) == 1
    assert state_of(s) is PolicyState.IN_FORCE
    assert kinds(case)[-1] == Event.MEASURE_ENDED


def test_with_harm_it_is_kept_on_its_last_day(given: Given) -> None:
    s = scene(given)
    case = upheld(s)
    assert settle(18) == 1
    assert settle(19) == 0
    assert state_of(s) is PolicyState.SUSPENDED
    assert kinds(case)[-1] == Event.MEASURE_KEPT
    assert "A policy of yours stays suspended" in subjects(s.owner)


def test_what_two_cases_uphold_ends_with_the_last(given: Given) -> None:
    s = scene(given)
    first = upheld(s)
    second = s.suspended()
    closed(s, first)
    changed(s, given, days=1)
    assert settle(4) == 1
    assert state_of(s) is PolicyState.SUSPENDED
    s.lifted(second)
    assert state_of(s) is PolicyState.IN_FORCE


def test_a_case_that_begins_again_gives_its_suspension_a_last_day_again(given: Given) -> None:
    s = scene(given)
    case = closed(s, upheld(s))
    with acting(by=case, at=AT) as act:
        operations.reopen(act, case, by=None, on=ON, why="They moved me.")
    active, suspension = measures.active_in(case), open_suspension(s.policy)
    assert active is not None
    assert suspension is not None
    assert active.until == suspension.until == ON + timedelta(days=30)


STAYS = "nobody ends the suspension by hand"
ENDS = "end the suspension first"


@pytest.mark.parametrize(
    ("finding", "said", "unsaid"),
    [
        (Finding.UPHELD, STAYS, ENDS),
        (Finding.PARTLY, STAYS, ENDS),
        (Finding.NOT_UPHELD, ENDS, STAYS),
    ],
)
def test_the_page_says_what_becomes_of_the_suspension_before_the_case_is_closed(
    given: Given, client: FlaskClient, finding: Finding, said: str, unsaid: str
) -> None:
    s = scene(given)
    case = upheld(s, finding)
    page = s.as_(client, s.handler).get(f"/escalations/{case.code}").text
    assert said in page
    assert unsaid not in page


def test_without_a_suspension_the_page_speaks_of_none(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.answered(Finding.UPHELD)
    page = s.as_(client, s.handler).get(f"/escalations/{case.code}").text
    assert "nothing is asked for, propose to close" in page
    assert STAYS not in page
    assert ENDS not in page
