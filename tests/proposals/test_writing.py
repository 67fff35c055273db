"""Beginning and changing a proposal, as a browser does it: rights, bad input, two writers."""

import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.models import Draft
from impactreview.people.roles import Role
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.operations import writing
from impactreview.proposals.rules.details import Details
from impactreview.proposals.terms import State
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import cast, draft, form_of, get, neutral, submitted

pytestmark = pytest.mark.database_near

NEW = "/proposals/new"


def _number() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Proposal)) or 0


def _events() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


def _newest() -> Proposal:
    return session.scalars(sa.select(Proposal).order_by(Proposal.code.desc()).limit(1)).one()


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
        embargo_until="2027-01-31",
    )
    answer = given.signed_in(client, me).post(NEW, data=fields)
    made = _newest()
    assert (answer.status_code, answer.location) == (303, f"/proposals/{made.code}")
    assert made.code.startswith("D-20")
    assert made.code.endswith("-001")
    assert (made.owner, made.sponsor, made.unit, made.amends) == (me, backer, unit, policy)
    assert (made.title, made.door, made.state) == ("Bills by e-mail", Door.TWO_WAY, State.DRAFT)
    assert (made.functions, made.channels) == (["SALES", "CARE"], ["App", "Branch"])
    assert [str(made.wished_on), str(made.embargo_until)] == ["2026-12-31", "2027-01-31"]
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
    assert _number() == 1


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
    assert (_number(), _events()) == (0, before + 1)  # the unit was given


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
    assert _number() == 0
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
    made = _newest()
    assert (made.owner, made.state, made.number, made.restricted) == (me, State.DRAFT, 0, False)
    assert made.code != "D-1-1"
    assert "<script>" not in made.html
    assert (made.submitted_at, made.end_reason) == (None, "")


# -- changing ----------------------------------------------------------------------------------


def _edit(proposal: Proposal) -> str:
    return f"/proposals/{proposal.code}/edit"


def _changed(
    browser: FlaskClient, proposal: Proposal, *, version: object, **fields: Any
) -> TestResponse:
    sent = {**form_of(proposal.unit, version=str(version)), **fields}
    return browser.post(_edit(proposal), data=sent)


def test_a_co_author_changes_the_draft_with_an_entry_that_names_the_fields(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, channels=("App", "Hotline"))
    browser = given.signed_in(client, cast(given, proposal)["co-author"])
    page = browser.get(_edit(proposal)).text
    assert "Bills by e-mail" in page
    version = proposal.version
    answer = _changed(browser, proposal, version=version, title="Bills on paper", wished_on="")
    assert answer.status_code == 303, answer.text
    assert (proposal.title, proposal.version) == ("Bills on paper", version + 1)
    assert session.get_one(Event, proposal.event_id).kind == "proposal.changed"


def test_a_change_that_changes_nothing_is_told(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, channels=("App", "Hotline"))
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    answer = _changed(browser, proposal, version=before, wished_on="")
    assert answer.status_code == 422
    assert proposal.version == before


def test_a_stale_change_shows_both_texts_and_the_next_one_is_taken(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    seen, browser = proposal.version, given.signed_in(client, proposal.owner)
    first = _changed(browser, proposal, version=seen, text="Theirs <i>first</i>", channels="Kiosk")
    assert first.status_code == 303
    late = _changed(browser, proposal, version=seen, text="Mine, typed & kept", title="My title")
    assert late.status_code == 409
    page = late.text
    assert page.count("Mine, typed &amp; kept") == 2  # beside the other text, and in the form
    assert "Theirs &lt;i&gt;first&lt;/i&gt;" in page
    assert "Kiosk" in page
    assert "My title" in page
    assert proposal.text == "Theirs <i>first</i>"
    assert f'name="version" type="hidden" value="{proposal.version}"' in page
    again = _changed(
        browser, proposal, version=proposal.version, text="Mine, typed & kept", title="My title"
    )
    assert again.status_code == 303
    assert proposal.text == "Mine, typed & kept"


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "9" * 5000])
def test_a_version_that_never_was_changes_nothing(
    given: Given, client: FlaskClient, version: str
) -> None:
    proposal = draft(given)
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    answer = _changed(browser, proposal, version=version, title="Other")
    assert answer.status_code in {409, 422}
    assert "Other" in answer.text
    assert (proposal.title, proposal.version) == ("Bills by e-mail", before)


def test_who_may_change_a_draft_and_who_may_not_know_of_it(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, sponsor=given.person())
    expected = {"owner": 200, "co-author": 200, "commenter": 403, "sponsor": 403}
    title = proposal.title
    for name, person in cast(given, proposal).items():
        answer = get(client, given, person, _edit(proposal))
        assert answer.status_code == expected.get(name, 404), name
        if name not in {"owner", "co-author"}:
            sent = _changed(client, proposal, version=proposal.version, title="Other")
            assert sent.status_code == expected.get(name, 404), name
    assert proposal.title == title


PAGES = ("/edit", "/people", "/attachments", "/withdraw")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("restricted", [False, True])
def test_what_may_not_be_known_is_the_404_of_what_never_was(
    given: Given, client: FlaskClient, page: str, restricted: bool
) -> None:
    day = NOON.date().replace(year=2027) if restricted else None
    proposal = draft(given, restricted=restricted, embargo_until=day)
    if restricted:
        submitted(proposal)
    for person in (given.person(), given.person(Role.ADMINISTRATOR)):
        hidden = get(client, given, person, f"/proposals/{proposal.code}{page}")
        never = get(client, given, person, f"/proposals/D-1999-999{page}")
        assert hidden.status_code == never.status_code == 404
        assert neutral(hidden) == neutral(never)
        for answer in (hidden, never):  # the cookie is signed anew for each answer
            answer.headers.pop("Set-Cookie", None)
        assert dict(hidden.headers) == dict(never.headers)


def test_nobody_who_has_left_or_is_not_signed_in_gets_in(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    code = proposal.code
    paths = [NEW, "/proposals", *(f"/proposals/{code}{page}" for page in PAGES)]
    for path in paths:
        assert client.get(path).status_code in {302, 401}, path
    left = given.person(deactivated_at=NOON)
    given.signed_in(client, left)
    for path in paths:
        assert client.get(path).status_code in {302, 401}, path


def test_what_was_submitted_can_not_be_changed(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    submitted(proposal)
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    assert browser.get(_edit(proposal)).status_code == 409
    sent = _changed(browser, proposal, version=before, title="Other")
    assert sent.status_code == 409
    assert proposal.version == before


def test_the_rule_stands_behind_the_door_too(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    said = Details(title="Other", unit=proposal.unit, door=Door.ONE_WAY, text="")
    for name, person in cast(given, proposal).items():
        if name in {"owner", "co-author"}:
            continue
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            writing.change(act, proposal, by=person, said=said, seen=proposal.version)
    submitted(proposal)
    with pytest.raises(NotNow), acting(by=proposal.owner, at=NOON) as act:
        writing.change(act, proposal, by=proposal.owner, said=said, seen=proposal.version)
    assert proposal.title == "Bills by e-mail"


# -- what is typed and not sent ----------------------------------------------------------------


def _typed(browser: FlaskClient, place: str, **fields: Any) -> None:
    sent = {"changed": list(fields), **fields}
    assert browser.post("/drafts", query_string={"place": place}, data=sent).status_code == 204


def test_what_was_typed_into_a_new_proposal_is_offered_again_and_forgotten_once_sent(
    given: Given, client: FlaskClient
) -> None:
    browser, unit = given.signed_in(client, given.person()), given.unit()
    _typed(browser, NEW, title="Half a ti", text="Half a te<xt", functions=[unit.code])
    page = browser.get(NEW).text
    assert 'value="Half a ti"' in page
    assert "Half a te&lt;xt" in page
    assert "What you typed is back" in page
    assert "You have begun a proposal" in browser.get("/proposals").text
    assert browser.post(NEW, data=form_of(unit)).status_code == 303
    page = browser.get(NEW).text
    assert "Half a ti" not in page
    assert "What you typed is back" not in page
    assert not session.scalars(sa.select(Draft)).all()


def test_a_refused_proposal_keeps_what_was_typed(given: Given, client: FlaskClient) -> None:
    browser = given.signed_in(client, given.person())
    _typed(browser, NEW, title="Half a ti")
    assert browser.post(NEW, data=form_of(given.unit(), title="")).status_code == 422
    assert 'value="Half a ti"' in browser.get(NEW).text


def test_what_was_typed_over_a_draft_stands_over_what_is_saved(
    given: Given, client: FlaskClient
) -> None:
    unit = given.unit(code="SALES")
    proposal = draft(given, unit=unit, functions=("SALES",), wished_on=NOON.date())
    browser, version = given.signed_in(client, proposal.owner), str(proposal.version)
    _typed(browser, _edit(proposal), title="Half", version=version)
    page = browser.get(_edit(proposal)).text
    assert 'value="Half"' in page
    assert 'value="2026-03-03"' in page
    assert re.search(r'<input[^>]* checked [^>]*id="functions-0"', page)
    assert 'id="differing"' not in page


def test_what_was_typed_before_somebody_else_saved_is_shown_beside_it(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    other = cast(given, proposal)["co-author"]
    browser = given.signed_in(client, proposal.owner)
    _typed(browser, _edit(proposal), text="Mine, not sent", version=str(proposal.version))
    given.signed_in(client, other)
    assert _changed(client, proposal, version=proposal.version, text="Theirs").status_code == 303
    assert "Mine, not sent" not in client.get(_edit(proposal)).text
    page = given.signed_in(client, proposal.owner).get(_edit(proposal)).text
    assert 'id="differing"' in page
    assert page.count("Mine, not sent") == 2
    assert "Theirs" in page


# -- strings that have broken other houses -----------------------------------------------------

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "%(name)s %s %d {0}",
    "Robert'); DROP TABLE proposal;--",
    "' OR '1'='1",
    "\u202egnp.exe\u2066",
    "Z\u0351\u036b\u0343a\u0363l\u0357go",
    "\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea",
    "\u0000nul\u0007bell",
    "\ud800lone",
    '=HYPERLINK("http://127.0.0.1")',
    "../../etc/passwd",
    "${jndi:ldap://127.0.0.1/a}",
    "A\u0301 e\u0301",
    "\ufeffBOM \u2028 \u2029",
    "الكل في المجمو عة (5)",
    "[a](javascript:alert(1)) ![x](http://127.0.0.1/x.png)",
    "1" * 150,
    "NaN",
    "\\u0000 \\x00 \\n",
]
LINES = ("title", "sponsor", "wished_on", "embargo_until", "channels", "text", "co_authors")


@pytest.mark.parametrize("string", NASTY, ids=lambda each: ascii(each)[:24])
@pytest.mark.parametrize("field", LINES)
def test_every_field_takes_a_nasty_string_faithfully_or_says_no(
    given: Given, client: FlaskClient, field: str, string: str
) -> None:
    browser = given.signed_in(client, given.person())
    sent = {**form_of(given.unit(), visibility="restricted", embargo_until="2027-01-01")}
    sent[field] = string.encode("utf-8", "replace").decode()
    answer = browser.post(NEW, data=sent)
    assert answer.status_code in {303, 422}
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    if answer.status_code == 422:
        assert _number() == 0
        return
    made = _newest()
    page = html5lib.parse(browser.get(_edit(made)).text, namespaceHTMLElements=False)
    kept = {"title": made.title, "text": made.text, "channels": "\n".join(made.channels)}[field]
    (control,) = (one for one in page.iter() if one.get("name") == field)
    assert (control.get("value") or control.text or "").strip("\n") == kept
    _is_inert(page)
    _is_inert(html5lib.parse(made.html, namespaceHTMLElements=False))


def _is_inert(page: Element) -> None:
    """Nothing in `page` runs but our own scripts, and no link leads to a script."""
    for one in page.iter():
        assert one.tag not in {"img", "iframe", "object"}
        assert not any(
            name.startswith("on") or str(value).strip().lower().startswith("javascript:")
            for name, value in one.items()
            if name != "value"
        )
        assert one.tag != "script" or str(one.get("src")).startswith("/static/")
