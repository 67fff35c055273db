"""Real threads on both engines: two hands for one case, one form sent many times, many votes."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as Entry
from impactreview.escalations import jobs, operations
from impactreview.escalations.models import Escalation, FindingVote, Handler, Measure
from impactreview.escalations.queries.conflicts import Matter, conflicted
from impactreview.escalations.rules.cases import Report, case_of
from impactreview.escalations.terms import Event, Finding, Mode, State
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal, Repeated, TryAgain
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy, Suspension
from tests.conftest import NewApp
from tests.escalations.scene import AT, HARM, ON, Scene, scene
from tests.given import Given

pytestmark = pytest.mark.database_near


def _at_once(app: Flask, works: Sequence[Callable[[], object]]) -> list[bool]:
    """Do all of `works` at the same moment, each in a thread; which of them came through."""
    begin = Barrier(len(works))

    def done(work: Callable[[], object]) -> bool:
        with app.app_context():
            begin.wait()
            try:
                work()
            except (Refusal, Repeated, TryAgain):
                return False
            return True

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(done, works))


def _world(app: Flask, begin: Callable[[Scene], Escalation]) -> tuple[UUID, dict[str, UUID]]:
    with app.app_context():
        s = scene(Given(at=AT))
        case = begin(s)
        people = {
            "first": s.handlers[0].id,
            "second": s.handlers[1].id,
            "executive": s.executive.id,
            "chair": s.chair.id,
            "customer": s.customer.id,
        }
        return case.id, people


def _events(app: Flask, case_id: UUID, kind: Event) -> int:
    with app.app_context():
        found = sa.select(sa.func.count()).where(Entry.stream == case_id, Entry.kind == kind.value)
        return session.scalar(found) or 0


def test_two_handlers_take_one_case(new_app: NewApp) -> None:
    app = new_app()
    case_id, people = _world(app, lambda s: s.raised())

    def take(who: str) -> None:
        by, case = session.get_one(Person, people[who]), session.get_one(Escalation, case_id)
        with acting(by=by, at=AT) as act:
            operations.acknowledge(act, case, by=by, on=ON)

    came_through = _at_once(app, [lambda: take("first"), lambda: take("second")])
    assert sorted(came_through) == [False, True]
    assert _events(app, case_id, Event.ACKNOWLEDGED) == 1


def test_one_form_that_is_sent_many_times_at_once_is_one_case(new_app: NewApp) -> None:
    app, key = new_app(), uuid4().hex
    with app.app_context():
        s = scene(Given(at=AT))
        policy_id, reporter_id = s.policy.id, s.reporter.id
    report = Report(mode=Mode.CONFIDENTIAL, harm=HARM, whom="All.", since="", not_these=frozenset())

    def send() -> None:
        by, policy = session.get_one(Person, reporter_id), session.get_one(Policy, policy_id)
        case = case_of(key)
        with acting(by=case, at=AT, key=key) as act:
            about = Matter(policy.id, conflicted(policy))
            made = operations.raise_(act, case, about, report, by=by)
            act.leads_to(f"/escalations/mine/{made.code}/receipt")

    assert sum(_at_once(app, [send] * 6)) == 1
    assert _events(app, case_of(key).id, Event.RAISED) == 1
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Escalation)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Handler)) == 2


def test_a_question_is_answered_once(new_app: NewApp) -> None:
    app = new_app()
    case_id, people = _world(app, lambda s: s.asked(s.triaged()).escalation)
    with app.app_context():
        measure_id = session.scalars(sa.select(Measure.id)).one()

    def answer(verb: Callable[..., object]) -> None:
        by = session.get_one(Person, people["executive"])
        measure = session.get_one(Measure, measure_id)
        with acting(by=by, at=AT) as act:
            verb(act, measure, by=by, on=ON, reason="So.")

    agree = partial(operations.agree, zone="Europe/Berlin")
    works = [lambda: answer(agree), lambda: answer(operations.refuse)] * 2
    assert sum(_at_once(app, works)) == 1
    agreed = _events(app, case_id, Event.MEASURE_AGREED)
    refused = _events(app, case_id, Event.MEASURE_REFUSED)
    assert agreed + refused == 1
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Suspension)) == agreed


def test_two_cases_suspend_one_policy_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        s = scene(Given(at=AT))
        ids = [s.asked(s.triaged()).id for _ in range(2)]
        executive_id = s.executive.id

    def agree(measure_id: UUID) -> None:
        by, measure = session.get_one(Person, executive_id), session.get_one(Measure, measure_id)
        with acting(by=by, at=AT) as act:
            operations.agree(act, measure, by=by, on=ON, reason="So.", zone="Europe/Berlin")

    assert _at_once(app, [lambda: agree(ids[0]), lambda: agree(ids[1])]) == [True, True]
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Suspension)) == 1


def test_many_votes_of_one_member_are_one(new_app: NewApp) -> None:
    app = new_app()
    case_id, people = _world(app, lambda s: s.submitted())

    def vote() -> None:
        by, case = session.get_one(Person, people["chair"]), session.get_one(Escalation, case_id)
        with acting(by=by, at=AT) as act:
            operations.vote(act, case, by=by, on=ON, finding=Finding.UPHELD, reasons="So.")

    came_through = sum(_at_once(app, [vote] * 12))
    with app.app_context():
        serials = sorted(session.scalars(sa.select(FindingVote.serial)))
        assert serials == list(range(1, came_through + 1))
        case = session.get_one(Escalation, case_id)
        by = session.get_one(Person, people["first"])
        with pytest.raises(Refusal), acting(by=by, at=AT) as act:
            operations.determine(act, case, by=by, on=ON)


def test_the_vote_is_closed_once(new_app: NewApp) -> None:
    app = new_app()

    def voted(s: Scene) -> Escalation:
        case = s.submitted()
        s.voted(case, s.chair, Finding.UPHELD)
        s.voted(case, s.customer, Finding.UPHELD)
        return case

    case_id, people = _world(app, voted)

    def close(who: str) -> None:
        by, case = session.get_one(Person, people[who]), session.get_one(Escalation, case_id)
        with acting(by=by, at=AT) as act:
            operations.determine(act, case, by=by, on=ON)

    works = [lambda: close("first"), lambda: close("second")] * 2
    assert sum(_at_once(app, works)) == 1
    assert _events(app, case_id, Event.DETERMINED) == 1


def test_two_workers_route_a_waiting_case_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=AT)
        case_id = scene(given, handlers=0).raised().id
        given.person(Role.HANDLER)
    assert _at_once(app, [lambda: jobs.route_waiting(AT, "Europe/Berlin")] * 4) == [True] * 4
    with app.app_context():
        assert session.get_one(Escalation, case_id).state is State.ROUTED
        assert session.scalar(sa.select(sa.func.count()).select_from(Handler)) == 1
    assert _events(app, case_id, Event.ROUTED) == 1
