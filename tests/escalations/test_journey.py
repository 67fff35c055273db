"""An alarm goes the whole way through the pages, from an employee to the closed case."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.models import Event as Entry
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import measures
from impactreview.escalations.terms import Event, State
from impactreview.kernel.db import session
from impactreview.policies import queries as policies
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from tests.escalations.scene import HARM, Scene, scene
from tests.given import Given

pytestmark = pytest.mark.database_near


def test_an_alarm_goes_the_whole_way(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = _raised(s, client)
    _looked_at(s, client, case)
    _suspended(s, client, case)
    assert _state_of(s.policy) is PolicyState.SUSPENDED
    _determined(s, client, case)
    _answered(s, client, case)
    _not_lifted(s, client, case)
    _closed(s, client, case)
    assert _state_of(s.policy) is PolicyState.SUSPENDED
    session.refresh(case)
    assert case.state is State.CLOSED
    assert _events_of(case) == set(Event) - {
        Event.REASSIGNED,
        Event.MEASURE_REFUSED,
        Event.MEASURE_REMINDED,
        Event.MEASURE_LIFTED,
        Event.MEASURE_PROLONGED,
        Event.MEASURE_ENDED,
        Event.REOPENED,
    }


def _raised(s: Scene, client: FlaskClient) -> Escalation:
    reporter = s.as_(client, s.reporter)
    answer = reporter.post(
        f"/policies/{s.policy.code}/escalate",
        harm=HARM,
        whom="Private customers",
        since="2013",
        mode="confidential",
    )
    code = re.search(r"E-[A-Z0-9]{8}", answer.location)
    assert code is not None
    receipt = reporter.get(answer.location)
    assert receipt.status_code == 200
    assert code.group() in receipt.text
    assert code.group() in reporter.get("/escalations/mine").text
    return session.scalars(sa.select(Escalation).where(Escalation.code == code.group())).one()


def _looked_at(s: Scene, client: FlaskClient, case: Escalation) -> None:
    handler, page = s.as_(client, s.handler), f"/escalations/{case.code}"
    assert case.code in handler.get("/escalations").text
    assert HARM in handler.get(page).text
    assert handler.post(f"{page}/acknowledge").status_code == 302
    triage = handler.post(
        f"{page}/triage",
        severity="s1",
        assessment="Many are hit.",
        suspend="yes",
        suspend_reason="It goes on each day.",
    )
    assert triage.location.endswith(f"{page}/suspend")


def _suspended(s: Scene, client: FlaskClient, case: Escalation) -> None:
    handler = s.as_(client, s.handler)
    assert handler.post(f"/escalations/{case.code}/suspend", reason="So.", days="14").location
    _executive_agrees(s, client, case)
    task = f"/policies/{s.policy.code}/suspension"
    owner = s.as_(client, s.owner)
    assert owner.get(task).status_code == 200
    assert owner.post(task, what_stopped="The goals.", who_was_told="All.").status_code == 302
    suspension = policies.open_suspension(s.policy)
    assert suspension is not None
    assert suspension.confirmed_by_id == s.owner.id


def _executive_agrees(s: Scene, client: FlaskClient, case: Escalation) -> None:
    asked = measures.asked_in(case)
    assert asked is not None
    page, executive = f"/escalations/measures/{asked.id}", s.as_(client, s.executive)
    assert executive.get(page).status_code == 200
    assert executive.post(page, agrees="yes", reason="Yes.").status_code == 302
    assert executive.get(page).status_code == 200


def _determined(s: Scene, client: FlaskClient, case: Escalation) -> None:
    page = f"/escalations/{case.code}"
    assert s.as_(client, s.handler).post(f"{page}/submit").status_code == 302
    for member in (s.chair, s.customer):
        voter = s.as_(client, member)
        assert voter.get(page).status_code == 200
        assert voter.post(f"{page}/vote", finding="upheld", reasons="So.").status_code == 302
    assert s.as_(client, s.handler).post(f"{page}/determine").status_code == 302


def _answered(s: Scene, client: FlaskClient, case: Escalation) -> None:
    said = {"found": "So it is.", "done": "It stops.", "ways": "BaFin.", "remedy": "End it."}
    handler = s.as_(client, s.handler)
    assert handler.post(f"/escalations/{case.code}/answer", **said).status_code == 302
    assert "So it is." in s.as_(client, s.reporter).get(f"/escalations/mine/{case.code}").text
    assert "End it." in s.as_(client, s.owner).get(f"/policies/{s.policy.code}/remedy").text


def _not_lifted(s: Scene, client: FlaskClient, case: Escalation) -> None:
    """Harm was found: nobody puts the policy back in force before a decision changes it."""
    page, handler = f"/escalations/{case.code}", s.as_(client, s.handler)
    refused = handler.post(f"{page}/lift", reason="Gone.", message="It may end.")
    assert refused.status_code == 422
    assert "until a decision changes it" in refused.text
    assert f"{page}/lift" not in handler.get(page).text


def _closed(s: Scene, client: FlaskClient, case: Escalation) -> None:
    page = f"/escalations/{case.code}"
    assert s.as_(client, s.handler).post(f"{page}/close", summary="It harmed.").status_code == 302
    second = s.as_(client, s.handlers[1])
    assert "may comment on the answer until" in second.get(page).text
    assert second.post(f"{page}/close/confirm").status_code == 409
    reporter, mine = s.as_(client, s.reporter), f"/escalations/mine/{case.code}"
    assert "Is this what you meant?" in reporter.get(mine).text
    assert reporter.post(f"{mine}/reply", text="That is it.").status_code == 302
    assert "Is this what you meant?" not in reporter.get(mine).text
    second = s.as_(client, s.handlers[1])
    assert "may comment on the answer until" not in second.get(page).text
    assert second.post(f"{page}/close/confirm").status_code == 302


def _state_of(policy: Policy) -> PolicyState:
    session.refresh(policy)
    return policy.state


def _events_of(case: Escalation) -> set[str]:
    return set(session.scalars(sa.select(Entry.kind).where(Entry.stream == case.id)))
