"""The pages of an analysis, from the quick test to the last row, as an owner goes through them."""

import re

import pytest
from flask.testing import FlaskClient

from impactreview.analyses import queries
from impactreview.audit.acts import acting
from impactreview.impact.content import rows
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Form, QuestionType
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from tests.conftest import NOON
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

MOVED = {302, 303}


@pytest.fixture
def proposal(given: Given) -> Proposal:
    return given.proposal(given.person(name="Tim Owner"))


def _screen(client: FlaskClient, proposal: Proposal, **answers: str) -> None:
    data = {
        f"0-{question.key}": "no" if question.type is QuestionType.YES_NO_UNKNOWN else ""
        for question in default_template().section("0").questions
    }
    data |= {"0-helps": "customers", "0-eases": "easier"}
    data |= {f"0-{name}": value for name, value in answers.items()}
    answer = client.post(f"/proposals/{proposal.code}/quick-test", data={**data, "key": "q"})
    assert answer.status_code in MOVED, answer.text


def test_without_a_quick_test_everything_leads_there(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    answer = client.get(f"/proposals/{proposal.code}/analysis")
    assert answer.status_code in MOVED
    assert answer.location.endswith("/quick-test")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("answers", "form"),
    [
        ({}, Form.NONE),
        ({"many": "yes"}, Form.SHORT),
        ({"many": "yes", "regulated": "unknown"}, Form.FULL),
        ({"price_terms": "yes"}, Form.FULL),
        ({"helps": "only_reporting"}, Form.SHORT),
        ({"customer_budget": "yes"}, Form.FULL),
    ],
)
def test_the_quick_test_says_which_form_is_owed(
    given: Given, client: FlaskClient, proposal: Proposal, answers: dict[str, str], form: Form
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, **answers)
    analysis = queries.of(proposal)
    assert analysis is not None
    assert analysis.form is form
    assert client.get(f"/proposals/{proposal.code}/analysis").status_code == 200


def test_every_section_can_be_opened_and_saved(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    for section in default_template().sections[1:]:
        path = f"/proposals/{proposal.code}/analysis/{section.id}"
        page = client.get(path)
        assert page.status_code == 200, section.id
        assert client.post(path, data={"key": section.id}).status_code in MOVED


def test_an_answer_is_kept_with_who_gave_it(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    path = f"/proposals/{proposal.code}/analysis/A"
    data = {
        "key": "a",
        "A-customer": "Everybody",
        "A-know-unknown": "y",
        "A-decision_on": "31.12.2026",
    }
    assert client.post(path, data=data).status_code in MOVED
    analysis = queries.of(proposal)
    assert analysis is not None
    content = queries.content(analysis)
    assert content["answers"]["A.customer"] == "Everybody"
    assert content["answers"]["A.know"] == "unknown"
    assert content["answers"]["A.decision_on"] == "2026-12-31"
    assert "Everybody" in client.get(path).text


def test_rows_are_added_answered_and_taken_out(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    base = f"/proposals/{proposal.code}/analysis"
    row = {"places-segment": "Late payers", "places-stage": "pay", "places-effect": "worse"}
    assert client.post(f"{base}/B/rows/places/new", data={"key": "r", **row}).status_code in MOVED
    analysis = queries.of(proposal)
    assert analysis is not None
    (place,) = rows(queries.content(analysis), "places")
    harm = {"key": "h", "places-scale": "3", "places-likelihood": "unknown"}
    path = f"{base}/C/rows/places/{place['id']}"
    assert client.get(path).status_code == 200
    assert client.post(path, data=harm).status_code in MOVED
    (place,) = rows(queries.content(analysis), "places")
    assert (place["scale"], place["likelihood"]) == (3, "unknown")
    assert client.get(f"{base}/why").status_code == 200
    assert "Late payers" in client.get(f"{base}/C").text
    gone = client.post(f"{base}/B/rows/places/{place['id']}/remove", data={"key": "d"})
    assert gone.status_code in {302, 303}
    assert "places" not in queries.content(analysis)["rows"]
    assert client.get(path).status_code == 409


def test_evidence_and_forecasts_are_kept_whole(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    base = f"/proposals/{proposal.code}/analysis"
    voice = {
        "key": "v",
        "source": "complaint",
        "segment": "Late payers",
        "finding": "It hurts",
        "stance": "contradicts",
    }
    assert client.post(f"{base}/F/evidence", data=voice).status_code in MOVED
    broken = client.post(f"{base}/F/evidence", data={"key": "w", "segment": "x"})
    assert broken.status_code == 422
    figure = {
        "key": "f",
        "kind": "churn",
        "name": "Churn in twelve months",
        "segment": "all",
        "unit": "%",
        "low": "9.0",
        "likely": "6.5",
        "high": "6.1",
        "horizon": "2027-12-31",
        "lead": "lagging",
    }
    assert client.post(f"{base}/G/forecast", data=figure).status_code in MOVED
    upside_down = {**figure, "key": "g", "likely": "12"}
    assert "lies between" in client.post(f"{base}/G/forecast", data=upside_down).text
    analysis = queries.of(proposal)
    assert analysis is not None
    (evidence,) = rows(queries.content(analysis), "evidence")
    (forecast,) = rows(queries.content(analysis), "forecasts")
    assert (evidence["sample"], evidence["stance"]) == ("unknown", "contradicts")
    assert (forecast["low"], forecast["baseline"]) == ("9", "unknown")
    for section, table, row in (("F", "evidence", evidence), ("G", "forecasts", forecast)):
        path = f"{base}/{section}/rows/{table}/{row['id']}"
        assert client.get(path).status_code == 200
        assert client.post(f"{path}/drop", data={"key": section}).status_code in MOVED
    assert not queries.content(analysis)["rows"]


def test_who_may_not_read_the_draft_finds_nothing(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    stranger = given.signed_in(client, given.person())
    for path in (
        "quick-test",
        "analysis",
        "analysis/A",
        "analysis/why",
        "analysis/B/rows/places/new",
    ):
        assert stranger.get(f"/proposals/{proposal.code}/{path}").status_code == 404, path
    refused = stranger.post(f"/proposals/{proposal.code}/analysis/A", data={"A-customer": "Mine"})
    assert refused.status_code == 404


def test_a_reader_of_the_draft_writes_nothing(
    given: Given, client: FlaskClient, proposal: Proposal
) -> None:
    sponsor: Person = given.person()
    with acting(by=proposal.owner, at=NOON) as act:
        proposal.sponsor = sponsor
        act.record(GivenEvent.GIVEN, proposal)
    given.signed_in(client, proposal.owner)
    _screen(client, proposal, price_terms="yes")
    given.signed_in(client, sponsor)
    page = client.get(f"/proposals/{proposal.code}/analysis/A")
    assert page.status_code == 200
    assert not re.search(r"<button[^>]*>\s*Save", page.text)
    data = {"A-customer": "Mine"}
    assert client.post(f"/proposals/{proposal.code}/analysis/A", data=data).status_code == 403
