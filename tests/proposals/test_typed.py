"""What is typed into the forms of a proposal and not sent is offered again, until it is."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.kernel.db import session
from impactreview.people.models import Draft
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import cast, changed, draft, edit, form_of

pytestmark = pytest.mark.database_near

NEW = "/proposals/new"


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
    assert [draft.fields for draft in session.scalars(sa.select(Draft))] == [{}]


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
    _typed(browser, edit(proposal), title="Half", version=version)
    page = browser.get(edit(proposal)).text
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
    _typed(browser, edit(proposal), text="Mine, not sent", version=str(proposal.version))
    given.signed_in(client, other)
    assert changed(client, proposal, version=proposal.version, text="Theirs").status_code == 303
    assert "Mine, not sent" not in client.get(edit(proposal)).text
    page = given.signed_in(client, proposal.owner).get(edit(proposal)).text
    assert 'id="differing"' in page
    assert page.count("Mine, not sent") == 2
    assert "Theirs" in page
