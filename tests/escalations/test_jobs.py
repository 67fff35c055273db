"""Cases find hands by themselves, and no suspension runs out in silence."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as Entry
from impactreview.escalations import jobs, operations
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases, measures
from impactreview.escalations.terms import Event, MeasureKind, State
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow
from impactreview.notifications.models import Letter
from impactreview.people.models import Person, RoleGrant
from impactreview.people.queries.roles import open_grants
from impactreview.people.roles import Role
from impactreview.people.terms import State as HeldState
from impactreview.policies.queries import open_suspension
from impactreview.policies.terms import State as PolicyState
from tests.escalations.scene import AT, scene
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near
ZONE = "Europe/Berlin"


def _entries() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0


def _hands(case: Escalation) -> set[Person]:
    return {each.person for each in cases.handlers_of(case)}


def _events_of(case: Escalation) -> list[str]:
    return list(
        session.scalars(
            sa.select(Entry.kind).where(Entry.stream == case.id).order_by(Entry.version)
        )
    )


def test_a_waiting_case_goes_to_a_handler_who_appears(given: Given) -> None:
    """Abuse case 66."""
    s = scene(given, handlers=0)
    case = s.raised()
    assert jobs.route_waiting(AT, ZONE) == 0
    handler = given.person(Role.HANDLER)
    assert jobs.route_waiting(AT, ZONE) == 1
    assert jobs.route_waiting(AT, ZONE) == 0
    session.refresh(case)
    assert case.state is State.ROUTED
    assert _hands(case) == {handler}
    second = given.person(Role.HANDLER)
    assert jobs.route_waiting(AT, ZONE) == 1
    assert _hands(case) == {handler, second}
    assert _events_of(case) == [Event.RAISED, Event.ROUTED, Event.REASSIGNED]


def test_a_case_in_good_hands_is_left_alone(given: Given) -> None:
    s = scene(given)
    case = s.raised()
    before = _entries()
    assert jobs.route_waiting(AT, ZONE) == 0
    with pytest.raises(NotNow), acting(by=System(), at=AT) as act:
        operations.route(act, case)
    assert _entries() == before


@pytest.mark.parametrize("how", ["conflict", "left", "role ended"])
def test_a_handler_who_is_out_is_replaced_and_no_clock_is_set_back(given: Given, how: str) -> None:
    """Abuse case 52, and 68 once more."""
    s = scene(given)
    case, spare = s.acknowledged(), given.person(Role.HANDLER)
    with acting(by=System(), at=AT) as act:
        if how == "conflict":
            s.owner.manager_id = s.handler.id
            act.record(GivenEvent.GIVEN, s.owner)
        elif how == "left":
            s.handler.deactivated_at = AT
            act.record(GivenEvent.GIVEN, s.handler)
        else:
            grant = _grant_of(s.handler)
            grant.state = HeldState.ENDED
            act.record(GivenEvent.GIVEN, grant)
    later = AT + timedelta(days=2)
    assert jobs.route_waiting(later, ZONE) == 1
    session.refresh(case)
    assert _hands(case) == {s.handlers[1], spare}
    assert case.acknowledged_at == case.received_at == AT
    assert case.state is State.ACKNOWLEDGED


def test_a_closed_case_is_not_moved(given: Given) -> None:
    s = scene(given, handlers=2)
    case = s.closed()
    with acting(by=System(), at=AT) as act:
        s.handler.deactivated_at = AT
        act.record(GivenEvent.GIVEN, s.handler)
    given.person(Role.HANDLER)
    assert jobs.route_waiting(AT, ZONE) == 0
    assert case.state is State.CLOSED


def test_a_suspension_is_reminded_of_and_goes_on_until_somebody_finds_something(
    given: Given,
) -> None:
    """Abuse case 98: it does not lapse in silence at its last day."""
    s = scene(given)
    case = s.suspended()  # for 14 days, from 3 to 17 March
    session.commit()
    letters = _letters()
    reminded, settled = [], []
    for number in range(4, 31):
        at = datetime(2026, 3, number, 8, tzinfo=UTC)
        if jobs.remind_of_ends(at, ZONE):
            reminded.append(number)
        if jobs.settle_ends(at, ZONE):
            settled.append(number)
        assert jobs.settle_ends(at, ZONE) == 0
    assert (reminded, settled) == ([12, 27], [18])
    assert _letters() == letters + 3 * 3  # two handlers and the executive
    session.refresh(s.policy)
    assert s.policy.state is PolicyState.SUSPENDED
    suspension = open_suspension(s.policy)
    assert suspension is not None
    assert suspension.until == date(2026, 4, 1)
    assert _events_of(case).count(Event.MEASURE_PROLONGED) == 1
    s.agreed(s.asked(case, MeasureKind.RENEW))
    assert measures.active_in(case) is not None


def test_a_lifted_suspension_is_not_reminded_of(given: Given) -> None:
    s = scene(given)
    s.lifted(s.suspended())
    assert jobs.remind_of_ends(AT + timedelta(days=14), ZONE) == 0


def _letters() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Letter)) or 0


def _grant_of(person: Person) -> RoleGrant:
    (grant,) = open_grants(person)
    return grant
