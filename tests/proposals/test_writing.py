"""Beginning a proposal, as a browser does it: what it says, double clicks, bad input."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.models import Event
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Involved
from impactreview.proposals.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import (
    draft,
    form_of,
    newest,
    number,
)

pytestmark = pytest.mark.database_near

NEW = "/proposals/new"


def _events() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


def test_a_proposal_is_begun_with_all_it_says(given: Given, client: FlaskClient) -> None:
    me, friend, backer = given.person(), given.person(), given.person()
    unit, policy = given.unit(code="SALES"), given.policy()
    given.unit(code="CARE")
    fields = form_of(
        unit,
        wished_on="31.12.2026",
        functions=["SALES", "CARE"],
        channels="App\r\n\r\n  Branch  \r\nApp",
        amends=policy.code,
        sponsor=backer.email.upper(),
        co_authors=f"{friend.email.title()},\n",
        visibility="restricted",
        embargo_until="2099-01-31",
    )
    answer = given.signed_in(client, me).post(NEW, data=fields)
    made = newest()
    assert (answer.status_code, answer.location) == (303, f"/proposals/{made.code}")
    assert made.code.startswith("D-20")
    assert made.code.endswith("-001")
    assert (made.owner, made.sponsor, made.unit, made.amends) == (me, backer, unit, policy)
    assert (made.title, made.door, made.state) == ("Bills by e-mail", Door.TWO_WAY, State.DRAFT)
    assert (made.functions, made.channels) == (["SALES", "CARE"], ["App", "Branch"])
    assert [str(made.wished_on), str(made.embargo_until)] == ["2026-12-31", "2099-01-31"]
    assert made.restricted
    assert "<strong>every</strong>" in made.html
    assert [each.person for each in made.involved] == [friend]
    event = session.get_one(Event, made.event_id)
    assert event.kind == "proposal.drafted"
    assert len(json.loads(event.leaf)["x"]["content_hash"]) == 64


def test_codes_follow_each_other(given: Given) -> None:
    codes = [draft(given).code for _ in range(3)]
    assert codes == ["D-2026-001", "D-2026-002", "D-2026-003"]


def test_a_second_click_begins_one_proposal(given: Given, client: FlaskClient) -> None:
    browser, fields = given.signed_in(client, given.person()), form_of(given.unit(), key="once")
    first, second = browser.post(NEW, data=fields), browser.post(NEW, data=fields)
    assert first.location == second.location
    assert number() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": " \t "}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"unit": ""}, "unit"),
    ({"unit": "NOWHERE"}, "unit"),
    ({"unit": "' OR 1=1"}, "unit"),
    ({"text": "x" * 20_001}, "text"),
    ({"door": ""}, "door"),
    ({"door": "revolving"}, "door"),
    ({"wished_on": "soon"}, "wished_on"),
    ({"wished_on": "31.02.2026"}, "wished_on"),
    ({"wished_on": "1999-01-01"}, "wished_on"),
    ({"wished_on": "9" * 400}, "wished_on"),
    ({"functions": ["NOWHERE"]}, "functions"),
    ({"channels": "x" * 81}, "channels"),
    ({"channels": "\n".join(map(str, range(31)))}, "channels"),
    ({"amends": "P-4711"}, "amends"),
    ({"sponsor": "nobody@example.org"}, "sponsor"),
    ({"sponsor": "x" * 255}, "sponsor"),
    ({"co_authors": "nobody@example.org"}, "co_authors"),
    ({"co_authors": "\n".join(f"p{n}@example.org" for n in range(21))}, "co_authors"),
    ({"visibility": "hidden"}, "visibility"),
    ({"visibility": "restricted"}, "embargo_until"),
    ({"visibility": "restricted", "embargo_until": "2020-01-01"}, "embargo_until"),
    ({"visibility": "restricted", "embargo_until": "never"}, "embargo_until"),
]


@pytest.mark.parametrize(("fields", "place"), WRONG, ids=lambda each: str(each)[:40])
def test_what_can_not_stand_is_told_at_its_field(
    given: Given, client: FlaskClient, fields: dict[str, Any], place: str
) -> None:
    browser, before = given.signed_in(client, given.person()), _events()
    answer = browser.post(NEW, data=form_of(given.unit(), **fields))
    assert answer.status_code == 422
    assert f'id="{place}-error"' in answer.text
    assert (number(), _events()) == (0, before + 1)  # the unit was given


def test_people_and_policies_that_are_gone_can_not_be_named(
    given: Given, client: FlaskClient
) -> None:
    me, unit = given.person(), given.unit()
    left = given.person(deactivated_at=NOON)
    ended = given.policy(state=PolicyState.WITHDRAWN)
    browser = given.signed_in(client, me)
    for fields in (
        {"sponsor": left.email},
        {"co_authors": left.email},
        {"co_authors": me.email},
        {"amends": ended.code},
    ):
        assert browser.post(NEW, data=form_of(unit, **fields)).status_code == 422, fields
    assert number() == 0
    assert not session.scalars(sa.select(Involved)).all()


def test_what_was_typed_stands_in_a_refused_form(given: Given, client: FlaskClient) -> None:
    browser = given.signed_in(client, given.person())
    fields = form_of(given.unit(), title="", text="<b>Kept</b>", wished_on="soon", channels="Kiosk")
    page = browser.post(NEW, data=fields).text
    for kept in ("&lt;b&gt;Kept&lt;/b&gt;", 'value="soon"', "Kiosk"):
        assert kept in page


def test_no_field_beyond_the_form_is_taken(given: Given, client: FlaskClient) -> None:
    me, other = given.person(), given.person()
    columns = {
        "owner_id": str(other.id),
        "state": "submitted",
        "number": "7",
        "code": "D-1-1",
        "html": "<script>",
        "created_at": "1999-01-01",
        "submitted_at": "1999-01-01",
        "restricted": "1",
        "id": str(other.id),
        "end_reason": "x",
    }
    given.signed_in(client, me).post(NEW, data=form_of(given.unit(), **columns))
    made = newest()
    assert (made.owner, made.state, made.number, made.restricted) == (me, State.DRAFT, 0, False)
    assert made.code != "D-1-1"
    assert "<script>" not in made.html
    assert (made.submitted_at, made.end_reason) == (None, "")
