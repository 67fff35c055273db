"""Changing a draft, as a browser does it: rights, states, two who write at once."""

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.impact.terms import Door
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.roles import Role
from impactreview.proposals.operations import writing
from impactreview.proposals.rules.details import Details
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import (
    cast,
    changed,
    draft,
    edit,
    form_of,
    get,
    neutral,
    number,
    submitted,
)

pytestmark = pytest.mark.database_near

NEW = "/proposals/new"


def test_a_co_author_changes_the_draft_with_an_entry_that_names_the_fields(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, channels=("App", "Hotline"))
    browser = given.signed_in(client, cast(given, proposal)["co-author"])
    page = browser.get(edit(proposal)).text
    assert "Bills by e-mail" in page
    version = proposal.version
    answer = changed(browser, proposal, version=version, title="Bills on paper", wished_on="")
    assert answer.status_code == 303, answer.text
    assert (proposal.title, proposal.version) == ("Bills on paper", version + 1)
    assert session.get_one(Event, proposal.event_id).kind == "proposal.changed"


def test_a_change_that_changes_nothing_is_told(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, channels=("App", "Hotline"))
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    answer = changed(browser, proposal, version=before, wished_on="")
    assert answer.status_code == 422
    assert proposal.version == before


def test_a_stale_change_shows_both_texts_and_the_next_one_is_taken(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    seen, browser = proposal.version, given.signed_in(client, proposal.owner)
    first = changed(browser, proposal, version=seen, text="Theirs <i>first</i>", channels="Kiosk")
    assert first.status_code == 303
    late = changed(browser, proposal, version=seen, text="Mine, typed & kept", title="My title")
    assert late.status_code == 409
    page = late.text
    assert page.count("Mine, typed &amp; kept") == 2  # beside the other text, and in the form
    assert "Theirs &lt;i&gt;first&lt;/i&gt;" in page
    assert "Kiosk" in page
    assert "My title" in page
    assert proposal.text == "Theirs <i>first</i>"
    assert f'name="version" type="hidden" value="{proposal.version}"' in page
    again = changed(
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
    answer = changed(browser, proposal, version=version, title="Other")
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
        answer = get(client, given, person, edit(proposal))
        assert answer.status_code == expected.get(name, 404), name
        if name not in {"owner", "co-author"}:
            sent = changed(client, proposal, version=proposal.version, title="Other")
            assert sent.status_code == expected.get(name, 404), name
    assert proposal.title == title


@pytest.mark.parametrize("fields", [{}, {"version": "a\x00b"}, {"unit": "", "functions": "X"}])
def test_a_form_without_half_of_it_is_shown_beside_what_stands_there(
    given: Given, client: FlaskClient, fields: dict[str, str]
) -> None:
    proposal = draft(given, functions=(given.unit(code="CARE").code,))
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    answer = browser.post(edit(proposal), data=fields)
    assert answer.status_code == 422
    assert proposal.unit.name in answer.text
    assert proposal.version == before


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
    assert browser.get(edit(proposal)).status_code == 409
    sent = changed(browser, proposal, version=before, title="Other")
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


@pytest.mark.parametrize(
    "unknown",
    [
        {"unit": "NOWHERE"},
        {"unit": "\x00"},
        {"unit": ""},
        {"unit": "x" * 5_000},
        {"functions": "NOWHERE"},
        {"functions": ["\x00", "a\x01"]},
        {"functions": [f"F{each}" for each in range(201)]},
        {"amends": "P-NEVER"},
        {"amends": "\x00a"},
        {"sponsor": "nobody@example.org"},
        {"door": "none"},
        {"visibility": "nobody"},
    ],
    ids=ascii,
)
def test_what_nobody_knows_can_not_be_chosen(
    given: Given, client: FlaskClient, unknown: dict[str, str | list[str]]
) -> None:
    proposal = draft(given)
    browser, before = given.signed_in(client, proposal.owner), proposal.version
    sent = {"title": "Other", **unknown}
    answer = changed(browser, proposal, version=before, **sent)
    assert answer.status_code == 422
    assert 'value="Other"' in answer.text
    assert browser.post(NEW, data=form_of(proposal.unit, **unknown)).status_code == 422
    assert (proposal.title, proposal.version, number()) == ("Bills by e-mail", before, 1)


def test_unit_sponsor_policy_and_functions_change_in_one_go(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    unit, sponsor, policy = given.unit(), given.person(), given.policy()
    browser = given.signed_in(client, proposal.owner)
    answer = changed(
        browser,
        proposal,
        version=proposal.version,
        unit=unit.code,
        functions=[unit.code],
        sponsor=f" {sponsor.email.upper()} ",
        amends=policy.code,
    )
    assert answer.status_code == 303, answer.text
    assert (proposal.unit, proposal.functions) == (unit, [unit.code])
    assert (proposal.sponsor, proposal.amends) == (sponsor, policy)
