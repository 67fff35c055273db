"""The log tells an auditor that something was done in an escalation, and ties it to nothing."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.models import Event
from impactreview.escalations.terms import Event as EscalationEvent
from impactreview.kernel.db import session
from impactreview.people.models import Person
from tests.escalations.scene import Scene, scene
from tests.given import Given

pytestmark = pytest.mark.database_near

KINDS = [event.value for event in EscalationEvent]


@pytest.fixture
def seen(given: Given) -> Scene:
    return scene(given)


def _entries() -> list[Event]:
    found = session.scalars(sa.select(Event).where(Event.kind.in_(KINDS)).order_by(Event.id))
    return list(found)


def _page(seen: Scene, client: FlaskClient, person: Person, path: str = "/audit") -> str:
    return seen.as_(client, person).get(path).text


def test_an_open_case_shows_an_auditor_days_and_numbers_alone(
    seen: Scene, client: FlaskClient
) -> None:
    seen.suspended()
    entries, page = _entries(), _page(seen, client, seen.auditor)
    assert len(entries) > 3
    assert not [entry for entry in entries if str(entry.id) in page]
    assert re.search(rf"3 March 2026</td>\s*<td[^>]*>{len(entries)}</td>", page)
    assert "policy.suspended" in _page(seen, client, seen.auditor, "/audit?kind=policy.suspended")


@pytest.mark.parametrize("kind", KINDS)
def test_no_filter_brings_an_entry_of_an_open_case_back(
    seen: Scene, client: FlaskClient, kind: str
) -> None:
    seen.suspended()
    page = _page(seen, client, seen.auditor, f"/audit?kind={kind}")
    assert not [entry for entry in _entries() if str(entry.id) in page]


def test_an_entry_of_an_open_case_tells_its_day_and_nothing_that_ties_it(
    seen: Scene, client: FlaskClient
) -> None:
    seen.suspended()
    for entry in _entries():
        page = _page(seen, client, seen.auditor, f"/audit/{entry.id}")
        assert "3 March 2026" in page
        for hidden in (str(entry.stream), entry.stream.hex, entry.leaf_hash.hex(), entry.kind):
            assert hidden not in page
        assert not re.search(r"\d\d:\d\d", page)


def test_a_case_without_a_published_finding_stays_held_back_when_it_is_closed(
    seen: Scene, client: FlaskClient
) -> None:
    seen.closed(summary="")
    page = _page(seen, client, seen.auditor)
    assert not [entry for entry in _entries() if str(entry.id) in page]


def test_a_published_finding_lets_the_entries_of_its_case_out(
    seen: Scene, client: FlaskClient
) -> None:
    case = seen.closed()
    page = _page(seen, client, seen.auditor)
    assert [entry for entry in _entries() if str(entry.id) in page]
    assert "Held back" not in page
    entry = next(entry for entry in _entries() if entry.stream == case.id)
    assert str(case.id) in _page(seen, client, seen.auditor, f"/audit/{entry.id}")


def test_whoever_did_it_finds_the_entry_of_their_own_act_and_nobody_else_does(
    seen: Scene, client: FlaskClient
) -> None:
    seen.acknowledged()
    page = _page(seen, client, seen.handler)
    (own,) = [entry for entry in _entries() if str(entry.id) in page]
    assert seen.as_(client, seen.handler).get(f"/audit/{own.id}").status_code == 200
    assert seen.as_(client, seen.stranger).get(f"/audit/{own.id}").status_code == 404


def test_findings_stand_on_the_policy_by_month(seen: Scene, client: FlaskClient) -> None:
    seen.closed()
    page = _page(seen, client, seen.stranger, f"/policies/{seen.policy.code}")
    assert re.search(r"March 2026 <span[^>]*>1 finding<", page)
    assert "3 March 2026" not in page.partition("What was found about it")[2]
