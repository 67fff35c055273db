"""The pages take what people type, tell what is wrong, and do nothing twice."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.escalations.jobs import route_waiting
from impactreview.escalations.models import Escalation, Reporter
from impactreview.escalations.queries import cases
from impactreview.escalations.terms import State
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.people.models import Draft, Person
from impactreview.people.queries.roles import open_grants
from impactreview.people.roles import Role
from impactreview.policies.terms import State as PolicyState
from tests.escalations.scene import HARM, Scene, scene
from tests.given import Given
from tests.terms import GivenEvent

WHOLE = {"harm": HARM, "whom": "Customers", "since": "2013", "mode": "confidential"}


def _number() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Escalation)) or 0


def _path(s: Scene) -> str:
    return f"/policies/{s.policy.code}/escalate"


def test_two_clicks_lead_from_any_policy_to_the_form(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    visitor = s.as_(client, s.reporter)
    assert _path(s) in visitor.get(f"/policies/{s.policy.code}").text
    assert _path(s) in visitor.get("/escalate").text
    page = visitor.get(_path(s))
    assert page.status_code == 200
    assert "this door is not open yet" in page.text
    assert "/mailbox" not in page.text


def test_a_policy_is_found_by_its_words(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    given.policy(title="Opening hours")
    visitor = s.as_(client, s.reporter)
    assert "Opening hours" in visitor.get("/escalate").text
    assert visitor.get("/escalate?text=%F0%9F%98%80&older=x&newer=y").status_code == 200
    nothing = visitor.get("/escalate?text=zzzzzz")
    assert "Opening hours" not in nothing.text


@pytest.mark.parametrize("missing", ["harm", "whom", "mode"])
def test_what_is_needed_is_asked_for_and_what_was_typed_stays(
    given: Given, client: FlaskClient, missing: str
) -> None:
    s = scene(given)
    answer = s.as_(client, s.reporter).post(_path(s), **{**WHOLE, missing: "", "since": "in May"})
    assert answer.status_code == 422
    assert "in May" in answer.text
    assert not _number()


@pytest.mark.parametrize(
    "wrong",
    [
        {"harm": "x" * 100_000},
        {"whom": "x" * 5_001},
        {"since": "x" * 201},
        {"mode": "anonymous"},
        {"mode": "loud"},
        {"not_these": "no-id"},
        {"not_these": str(uuid4())},
        {"others": "nobody@example.org"},
        {"others": "x\n" * 2_000},
        {"key": "k" * 81},
    ],
)
def test_what_can_not_be_taken_is_told(
    given: Given, client: FlaskClient, wrong: dict[str, str]
) -> None:
    s = scene(given)
    answer = s.as_(client, s.reporter).post(_path(s), **{**WHOLE, **wrong})
    assert answer.status_code == 422
    assert not _number()


@pytest.mark.parametrize(
    "text",
    [
        "\u202eright to left\u202c",
        "\U0001f4a9 emoji \U0001f469\u200d\U0001f680",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} %(harm)s %s",
        "a\n\nb\r\nc",
        "x" * 10_000,
    ],
)
def test_any_text_comes_back_as_it_was_typed(given: Given, client: FlaskClient, text: str) -> None:
    """Abuse case 102."""
    s = scene(given)
    answer = s.as_(client, s.reporter).post(_path(s), **{**WHOLE, "harm": text})
    assert answer.status_code == 302
    case = session.scalars(sa.select(Escalation)).one()
    assert case.harm == re.sub("[\u202c\u202e]", "", text.replace("\r\n", "\n"))
    for person, path in (
        (s.reporter, f"/escalations/mine/{case.code}"),
        (cases.handlers_of(case)[0].person, f"/escalations/{case.code}"),
    ):
        page = s.as_(client, person).get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "49" not in page.text.split('<h2 id="harm">')[1].split("</section>")[0]


def test_a_form_that_is_sent_twice_is_one_case(given: Given, client: FlaskClient) -> None:
    """Abuse case 88."""
    s = scene(given)
    visitor, key = s.as_(client, s.reporter), uuid4().hex
    first = visitor.post(_path(s), key=key, **WHOLE)
    second = visitor.post(_path(s), key=key, **WHOLE)
    assert _number() == 1
    assert first.location.endswith(second.location)
    assert visitor.get(second.location).status_code == 200


def test_the_key_of_somebody_else_shows_nothing_of_theirs(
    given: Given, client: FlaskClient
) -> None:
    s, key = scene(given), uuid4().hex
    s.as_(client, s.reporter).post(_path(s), key=key, **WHOLE)
    visitor = s.as_(client, s.stranger)
    answer = visitor.post(_path(s), key=key, **WHOLE)
    assert visitor.get(answer.location).status_code == 404
    assert session.scalars(sa.select(Reporter.person_id)).all() == [s.reporter.id]


def test_people_who_are_named_never_get_the_case(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    answer = s.as_(client, s.reporter).post(
        _path(s), **WHOLE, not_these=[str(s.handlers[0].id)], others=s.stranger.email.upper()
    )
    assert answer.status_code == 302
    case = session.scalars(sa.select(Escalation)).one()
    assert set(case.not_these) == {str(s.handlers[0].id), str(s.stranger.id)}
    assert [each.person_id for each in cases.handlers_of(case)] == [s.handlers[1].id]


def test_the_list_of_people_to_leave_out_tells_no_conflict(
    given: Given, client: FlaskClient
) -> None:
    s = scene(given)
    other = given.policy(s.handler)
    visitor = s.as_(client, s.reporter)
    for policy in (s.policy, other):
        page = visitor.get(f"/policies/{policy.code}/escalate").text
        for person in (*s.handlers, s.chair, s.executive, s.top):
            assert str(person.id) in page
        assert str(s.reporter.id) not in page


@pytest.mark.parametrize(
    ("end", "data"),
    [
        ("triage", {"severity": "s9", "assessment": "x", "suspend": "yes", "suspend_reason": "x"}),
        ("triage", {"severity": "s1", "assessment": "", "suspend": "yes", "suspend_reason": "x"}),
        ("triage", {"severity": "s1", "assessment": "x", "suspend_reason": "x"}),
        ("triage", {"severity": "s1", "assessment": "x", "suspend": "no", "suspend_reason": ""}),
        ("write", {"text": ""}),
        ("write", {"text": "x" * 10_001}),
        ("suspend", {"reason": "x", "days": "14"}),
        ("suspend", {"reason": "x", "days": "365"}),
        ("suspend", {"reason": "", "days": "abc"}),
        ("lift", {"reason": "x", "message": "x"}),
        ("answer", {"found": "x", "done": "x", "ways": ""}),
        ("close", {"summary": "x"}),
        ("reopen", {"text": "x"}),
    ],
)
def test_a_handlers_form_tells_what_is_wrong(
    given: Given, client: FlaskClient, end: str, data: dict[str, str]
) -> None:
    s = scene(given)
    case = s.acknowledged()
    answer = s.as_(client, s.handler).post(f"/escalations/{case.code}/{end}", **data)
    assert answer.status_code == 422
    session.refresh(case)
    assert case.state is State.ACKNOWLEDGED


@pytest.mark.parametrize("end", ["submit", "determine", "close/confirm"])
def test_a_click_in_the_wrong_state_is_told(given: Given, client: FlaskClient, end: str) -> None:
    s = scene(given)
    case = s.acknowledged()
    answer = s.as_(client, s.handler).post(f"/escalations/{case.code}/{end}")
    assert answer.status_code == 409
    session.refresh(case)
    assert case.state is State.ACKNOWLEDGED


def test_a_second_click_leads_where_the_first_led(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.raised()
    visitor, key = s.as_(client, s.handler), uuid4().hex
    for _ in range(2):
        answer = visitor.post(f"/escalations/{case.code}/acknowledge", key=key)
        assert answer.location.endswith(f"/escalations/{case.code}")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_there_in_both_languages(
    given: Given, client: FlaskClient, language: str
) -> None:
    s = scene(given)
    everybody: list[Person] = [s.reporter, s.handler, s.executive, s.chair, s.owner]
    with_pages: list[tuple[Person, list[str]]] = []
    triaged = s.triaged()
    measure = s.asked(triaged)
    closed = s.closed()
    own, mine = f"/escalations/{triaged.code}", f"/escalations/mine/{triaged.code}"
    with_pages += [
        (s.reporter, [_path(s), "/escalate", "/escalations/mine", mine, f"{mine}/receipt"]),
        (s.reporter, [f"{mine}/reopen", f"/escalations/mine/{closed.code}"]),
        (s.handler, ["/escalations", own, f"/escalations/{closed.code}"]),
        (s.handler, [f"{own}/{e}" for e in ("triage", "write", "suspend", "lift", "answer")]),
        (s.handler, [f"{own}/{e}" for e in ("close", "reopen")]),
        (s.executive, [f"/escalations/measures/{measure.id}"]),
        (s.chair, [f"/escalations/{closed.code}", f"/escalations/{closed.code}/vote"]),
    ]
    assert {person for person, _ in with_pages} <= set(everybody)
    for person, paths in with_pages:
        visitor = s.as_(client, person)
        visitor.post("/language", language=language, next="/")
        for path in paths:
            page = visitor.get(path)
            assert page.status_code == 200, path
            assert page.text.count("<h1") == 1


def test_a_report_that_is_changed_and_sent_again_is_asked_about(
    given: Given, client: FlaskClient
) -> None:
    """The key of the page is that of the first report; nothing of the second is lost or done."""
    s = scene(given)
    given.signed_in(client, s.reporter)
    ours = {"Sec-Fetch-Site": "same-origin"}
    client.post(_path(s), data={**WHOLE, "key": "one-page"}, headers=ours)
    other = {**WHOLE, "harm": "And they also sell cards.", "key": "one-page"}
    answer = client.post(_path(s), data=other, headers=ours)
    assert answer.status_code == 409
    assert "And they also sell cards." in answer.text
    assert _number() == 1
    again = client.post(_path(s), data={**WHOLE, "key": "one-page"}, headers=ours)
    assert again.status_code == 303
    assert _number() == 1


def test_the_letter_leads_administrators_to_where_a_handler_is_appointed(
    given: Given, client: FlaskClient
) -> None:
    """They do what is asked, learn nothing of the case, and the case finds its way."""
    s = scene(given, handlers=0)
    helper, second = given.person(), given.person(Role.ADMINISTRATOR)
    case = s.raised()
    (letter,) = session.scalars(sa.select(Letter).where(Letter.person_id == s.administrator.id))
    page = s.as_(client, s.administrator).get(letter.path)
    assert page.status_code == 200
    asked = re.search(r'<input[^>]*checked[^>]*value="(\w+)"', page.text)
    assert asked is not None
    assert asked[1] == "handler"
    for word in (case.code, s.policy.code, s.policy.title):
        assert word not in page.text
    s.as_(client, s.administrator).post(
        "/people/roles/new", person=helper.email, role="handler", key="give"
    )
    (grant,) = open_grants(helper)
    s.as_(client, second).post(f"/people/roles/{grant.id}/confirm", key="confirm")
    assert route_waiting(s.at, "Europe/Berlin") == 1
    assert [each.person for each in cases.handlers_of(case)] == [helper]
    assert "role=handler" not in s.as_(client, second).get("/").text


@pytest.mark.parametrize("role", ["", "handler", "employee", "<b>", "x" * 3_000])
def test_any_role_may_stand_in_the_address_of_the_form(
    given: Given, client: FlaskClient, role: str
) -> None:
    admin = given.signed_in(client, given.person(Role.ADMINISTRATOR))
    answer = admin.get("/people/roles/new", query_string={"role": role})
    assert answer.status_code == 200
    assert answer.text.count(" checked") == (role == "handler")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nothing of this is kept before you send it."),
        ("de", "Nichts davon wird aufbewahrt, bevor Sie es absenden."),
    ],
)
def test_what_is_reported_has_no_draft_and_the_page_says_so(
    given: Given, client: FlaskClient, language: str, said: str
) -> None:
    s = scene(given)
    mine, closed = s.raised(), s.closed()
    with acting(by=s.reporter, at=s.at) as act:
        s.reporter.language = language
        act.record(GivenEvent.GIVEN, s.reporter)
    visitor = s.as_(client, s.reporter)
    report = f"/escalations/mine/{mine.code}"
    again = f"/escalations/mine/{closed.code}/reopen"
    for path, sent in ((_path(s), _path(s)), (report, f"{report}/reply"), (again, again)):
        page = visitor.get(path).text
        (form,) = re.findall(r"<form[^>]*data-guard[^>]*>.*?</form>", page, re.DOTALL)
        assert said in form
        assert 'autocomplete="off"' in form
        assert "data-autosave" not in page
        wrong = visitor.post(sent, harm="They open accounts.", text="")
        assert wrong.status_code == 422
        assert 'data-guard="unsent"' in wrong.text
    assert session.scalars(sa.select(Draft)).all() == []


@pytest.mark.parametrize("key", ["first", "second"])
@pytest.mark.parametrize(("before", "after"), [("no", "yes"), ("yes", "no"), ("no", "no")])
def test_the_answer_to_a_measure_is_final(
    given: Given, client: FlaskClient, before: str, after: str, key: str
) -> None:
    """The page comes back by the browser's button, and is sent again with something else in it."""
    s = scene(given)
    path = f"/escalations/measures/{s.asked(s.triaged()).id}"
    executive = s.as_(client, s.executive)
    first = {"agrees": before, "reason": "I have read it.", "key": "first"}
    assert executive.post(path, **first).status_code == 302
    again = executive.post(path, agrees=after, reason="No, wait.", key=key)
    assert again.status_code == 409
    assert "an answer is final" in again.text
    assert "I have read it." in again.text
    assert "No, wait." in again.text
    shown = executive.get(path).text
    assert "I have read it." in shown
    assert "No, wait." not in shown
    assert s.policy.state is (PolicyState.SUSPENDED if before == "yes" else PolicyState.IN_FORCE)


def test_who_answered_a_measure_is_named_to_the_others(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    other = given.person(Role.DUTY_EXECUTIVE)
    measure = s.asked(s.triaged())
    s.agreed(measure)
    page = s.as_(client, other).get(f"/escalations/measures/{measure.id}").text
    assert "Your answer" not in page
    assert f"<dd>{s.executive.name}</dd>" in page
