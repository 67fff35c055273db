"""For whoever may not see a case there is none: what they get is what a stranger gets."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as Entry
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import measures
from impactreview.escalations.terms import Mode, State
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.terms import State as PolicyState
from tests.escalations.scene import AT, HARM, Scene, scene
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

CHANGING = re.compile(r'(name="csrf_token" value|name="key" (?:type="hidden" )?value)="[^"]*"')
NEVER_WAS = "E-ZZZZZZZZ"
GETS = ("", "/triage", "/write", "/suspend", "/lift", "/vote", "/answer", "/close", "/reopen")
POSTS = (
    "/acknowledge", "/triage", "/write", "/suspend", "/lift", "/submit", "/vote", "/determine",
    "/answer", "/close", "/close/confirm", "/reopen",
)  # fmt: skip


def _bytes(answer: TestResponse, code: str) -> tuple[int, str, dict[str, str]]:
    """An answer without what changes from page to page."""
    text = CHANGING.sub("", answer.text).replace(code, "CODE")
    kept = {name: value for name, value in answer.headers if name not in {"Set-Cookie", "Date"}}
    kept.pop("Content-Length", None)
    return answer.status_code, re.sub(r'"[0-9a-f]{32}"', '""', text), kept


def _entries() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0


BARRED: dict[str, Callable[[Scene], Person]] = {
    "owner": lambda s: s.owner,
    "manager": lambda s: s.manager,
    "director": lambda s: s.director,
    "reporter": lambda s: s.reporter,
    "stranger": lambda s: s.stranger,
    "administrator": lambda s: s.administrator,
    "auditor": lambda s: s.auditor,
    "executive": lambda s: s.executive,
}


@pytest.mark.parametrize("who", BARRED)
def test_a_case_is_answered_like_one_that_never_was(
    given: Given, client: FlaskClient, who: str
) -> None:
    """Abuse cases 65, 67 and 73: by address, by act, in the list."""
    s = scene(given)
    person = BARRED[who](s)
    given.role(person, Role.HANDLER)
    given.role(person, Role.CUSTODIAN)
    case = s.raised(not_these=frozenset({person.id}))
    visitor, before = s.as_(client, person), _entries()
    empty = visitor.get("/escalations")
    assert case.code not in empty.text
    assert s.policy.title not in empty.text
    for end in GETS:
        hidden = visitor.get(f"/escalations/{case.code}{end}")
        never = visitor.get(f"/escalations/{NEVER_WAS}{end}")
        assert hidden.status_code == 404
        assert _bytes(hidden, case.code) == _bytes(never, NEVER_WAS)
    for end in POSTS:
        hidden = visitor.post(f"/escalations/{case.code}{end}", text="x", reason="x")
        never = visitor.post(f"/escalations/{NEVER_WAS}{end}", text="x", reason="x")
        assert hidden.status_code == 404
        assert _bytes(hidden, case.code) == _bytes(never, NEVER_WAS)
    assert _entries() == before


def test_a_member_of_the_board_sees_nothing_before_it_is_put_to_them(
    given: Given, client: FlaskClient
) -> None:
    s = scene(given)
    case = s.triaged()
    assert s.as_(client, s.chair).get(f"/escalations/{case.code}").status_code == 404
    s.submitted(case)
    page = s.as_(client, s.chair).get(f"/escalations/{case.code}")
    assert page.status_code == 200
    assert HARM in page.text


def test_a_handler_who_comes_into_conflict_loses_the_case_at_once(
    given: Given, client: FlaskClient
) -> None:
    """Abuse case 68: after the receipt a handler becomes the owner's manager."""
    s = scene(given)
    case = s.raised()
    visitor = s.as_(client, s.handler)
    assert visitor.get(f"/escalations/{case.code}").status_code == 200
    with acting(by=System(), at=AT) as act:
        s.owner.manager_id = s.handler.id
        act.record(GivenEvent.GIVEN, s.owner)
    assert visitor.get(f"/escalations/{case.code}").status_code == 404
    assert case.code not in visitor.get("/escalations").text


def test_an_owner_who_becomes_a_handler_still_sees_nothing(
    given: Given, client: FlaskClient
) -> None:
    """Abuse case 68, the other way round."""
    s = scene(given)
    case = s.raised()
    given.role(s.owner, Role.HANDLER)
    visitor = s.as_(client, s.owner)
    assert visitor.get(f"/escalations/{case.code}").status_code == 404
    assert case.code not in visitor.get("/escalations").text


def test_one_handler_does_not_see_the_cases_of_others(given: Given, client: FlaskClient) -> None:
    s = scene(given, handlers=2)
    case = s.raised()
    other = given.person(Role.HANDLER)
    assert s.as_(client, other).get(f"/escalations/{case.code}").status_code == 404


def test_one_reporter_does_not_read_the_case_of_another(given: Given, client: FlaskClient) -> None:
    """Abuse case 90."""
    s = scene(given)
    mine = s.raised()
    s.reporter = given.person()
    theirs = s.raised()
    visitor = s.as_(client, s.reporter)
    for end in ("", "/receipt", "/reopen"):
        assert visitor.get(f"/escalations/mine/{theirs.code}{end}").status_code == 200
        hidden = visitor.get(f"/escalations/mine/{mine.code}{end}")
        never = visitor.get(f"/escalations/mine/{NEVER_WAS}{end}")
        assert _bytes(hidden, mine.code) == _bytes(never, NEVER_WAS)
    assert visitor.post(f"/escalations/mine/{mine.code}/reply", text="x").status_code == 404
    assert mine.code not in visitor.get("/escalations/mine").text


@pytest.mark.parametrize(("mode", "is_named"), [(Mode.NAMED, True), (Mode.CONFIDENTIAL, False)])
def test_the_name_is_for_handlers_of_a_named_report_alone(
    given: Given, client: FlaskClient, mode: Mode, is_named: bool
) -> None:
    s = scene(given)
    case = s.submitted(s.triaged(mode=mode))
    page = f"/escalations/{case.code}"
    assert ("Rosalind" in s.as_(client, s.handler).get(page).text) is is_named
    assert "Rosalind" not in s.as_(client, s.chair).get(page).text
    assert "Rosalind" not in s.as_(client, s.handler).get("/escalations").text


def test_the_board_reads_the_content_and_not_the_mailbox(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.triaged()
    s.as_(client, s.reporter).post(f"/escalations/mine/{case.code}/reply", text="I sit in till 4.")
    s.submitted(case)
    page = f"/escalations/{case.code}"
    assert "till 4" in s.as_(client, s.handler).get(page).text
    assert "till 4" not in s.as_(client, s.customer).get(page).text
    assert s.as_(client, s.customer).get(f"{page}/write").status_code == 403


def test_votes_are_hidden_until_the_vote_is_closed(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.submitted()
    voted = s.as_(client, s.chair).post(
        f"/escalations/{case.code}/vote", finding="partly", reasons="A secret reason."
    )
    assert voted.status_code == 302
    for person in (s.handler, s.customer):
        assert "A secret reason." not in s.as_(client, person).get(f"/escalations/{case.code}").text
    assert "harms customers in part" in s.as_(client, s.chair).get(f"/escalations/{case.code}").text


def test_an_executive_sees_the_question_and_not_the_case(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.triaged(mode=Mode.NAMED)
    measure = s.asked(case)
    visitor = s.as_(client, s.executive)
    page = visitor.get(f"/escalations/measures/{measure.id}")
    assert page.status_code == 200
    assert s.policy.title in page.text
    for hidden in (HARM, "Rosalind", case.code, case.assessment):
        assert hidden not in page.text
    assert visitor.get(f"/escalations/{case.code}").status_code == 404


@pytest.mark.parametrize("who", ["owner", "manager", "reporter", "handler", "chair", "top"])
def test_a_question_is_for_the_executive_alone(given: Given, client: FlaskClient, who: str) -> None:
    s = scene(given)
    measure = s.asked(s.triaged())
    given.role(s.owner, Role.DUTY_EXECUTIVE)
    given.role(s.reporter, Role.DUTY_EXECUTIVE)
    visitor = s.as_(client, getattr(s, who))
    hidden = visitor.get(f"/escalations/measures/{measure.id}")
    other = uuid4()
    never = visitor.get(f"/escalations/measures/{other}")
    assert _bytes(hidden, str(measure.id)) == _bytes(never, str(other))
    post = visitor.post(f"/escalations/measures/{measure.id}", agrees="yes", reason="So.")
    assert post.status_code == 404
    assert not measures.answers_wanted_from(getattr(s, who), AT.date())


def test_the_independent_board_is_asked_where_no_executive_may_be(
    given: Given, client: FlaskClient
) -> None:
    s = scene(given)
    shut = frozenset({s.executive.id, s.top.id})
    measure = s.asked(s.triaged(not_these=shut))
    page = f"/escalations/measures/{measure.id}"
    assert s.as_(client, s.executive).get(page).status_code == 404
    assert page in s.as_(client, s.customer).get("/").text
    answered = s.as_(client, s.customer).post(page, agrees="yes", reason="It must stop.")
    assert answered.status_code == 302
    assert s.policy.state is PolicyState.SUSPENDED


def test_home_may_ask_what_is_wanted_of_whom(given: Given) -> None:
    s = scene(given)
    measure = s.asked(s.triaged())
    assert [m.id for m in measures.answers_wanted_from(s.executive, AT.date())] == [measure.id]


@pytest.mark.parametrize("path", ["/escalate", "/escalations", "/escalations/mine"])
def test_nobody_comes_in_without_signing_in(given: Given, client: FlaskClient, path: str) -> None:
    scene(given)
    assert client.get(path).status_code in {302, 401}


def test_a_look_leaves_no_trace(given: Given, client: FlaskClient) -> None:
    """Abuse cases 84 and 104: a GET writes nothing, and nobody sees who has read."""
    s = scene(given)
    case = s.triaged()
    measure = s.asked(case)
    before = _entries()
    for person in (s.handler, s.executive, s.reporter, s.owner):
        visitor = s.as_(client, person)
        for path in ("/escalations", f"/escalations/mine/{case.code}", "/escalations/mine"):
            visitor.get(path)
        for end in GETS:
            visitor.get(f"/escalations/{case.code}{end}")
        visitor.get(f"/escalations/measures/{measure.id}")
    assert _entries() == before
    found = session.get_one(Escalation, case.id)
    assert found.state is State.TRIAGED
