"""Writing an analysis: conditions, what is not known, two writers, second clicks, what is kept."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from impactreview.analyses.models import AnswerRow
from impactreview.audit.acts import System, acting
from impactreview.people.queries.drafts import draft_of
from impactreview.proposals.terms import Involvement
from tests.analyses.entering import MOVED, Owner
from tests.given import Given
from tests.proposals.drafting import involved
from tests.reading import kinds, number_of
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def _seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found.group(1)


@pytest.fixture
def other(given: Given, app: Flask, owner: Owner) -> Owner:
    """A co-author, in a browser of their own."""
    person = given.person(name="Ada Other")
    involved(owner.proposal, person, Involvement.CO_AUTHOR)
    return Owner(given.signed_in(app.test_client(), person), owner.proposal)


def _read(one: Owner, path: str) -> str:
    answer = one.client.get(f"{one.base}/{path}")
    assert answer.status_code == 200
    return answer.text


def test_an_answer_and_not_known_exclude_each_other(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    both = {"A-know": "The survey", "A-know-unknown": "y", "A-customer": "Everybody"}
    answer = owner.try_to_send("A", both)
    assert answer.status_code == 422
    assert "not both" in answer.text
    assert "The survey" in answer.text
    assert "Everybody" in answer.text
    assert "A.customer" not in owner.answers


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("B/rows/places/new", {"places-share": "101"}, "The most is 100"),
        ("B/rows/places/new", {"places-customers": "1.5"}, "Write a whole number"),
        ("B/rows/places/new", {"places-customers": "-1"}, "The least is 0"),
        ("B/rows/places/new", {"places-customers": "many"}, "Write a number"),
        ("B/rows/places/new", {"places-stage": "moon"}, "Not a valid choice"),
        ("H/rows/alternatives/new", {"alternatives-cost": "0.1234567891"}, "does not fit"),
        ("A", {"A-decision_on": "31.2.2026"}, "Write the date"),
        ("A", {"A-customer": "x" * 10_001}, "longer than 10000"),
        ("A", {"A-owner": "person/nobody"}, "Not a valid choice"),
        ("A", {"A-functions": ["product", "moon"]}, "not a valid choice"),
        ("L", {"L-notice_days": "3651"}, "The most is 3,650"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_nothing_is_lost(
    owner: Owner, path: str, data: dict[str, Any], words: str
) -> None:
    owner.screen(price_terms="yes")
    before = dict(owner.answers)
    answer = owner.try_to_send(path, data)
    assert answer.status_code == 422
    assert words in answer.text
    (value,) = data.values()
    is_typed = "choice" not in words
    assert (str(value)[:200] in answer.text) is is_typed
    assert dict(owner.answers) == before
    assert owner.rows("places") == []


def test_a_blank_takes_an_answer_back(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.send("A", {"A-customer": "Everybody"})
    owner.send("A", {"A-customer": " "})
    assert "A.customer" not in owner.answers


def test_unknown_questions_are_ignored(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.send(
        "A", {"A-customer": "Everybody", "B-customer": "x", "A-nothing": "x", "0-helps": "x"}
    )
    assert owner.answers["A.customer"] == "Everybody"
    assert owner.answers["0.helps"] == "customers"


def test_an_answer_to_what_is_not_asked_is_kept_and_counts_for_nothing(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.send("J", {"J-planned": "no", "J-none_why": "No money"})
    owner.send("J", {"J-planned": "yes", "J-none_why": "No money"})
    assert "Why not?" not in owner.client.get(owner.base).text
    assert "No money" in _read(owner, "J")


def test_a_page_says_to_its_script_when_a_question_is_asked(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    page = _read(owner, "J")
    assert "J-none_why" in page
    assert "data-ask-if=" in page
    assert "&#34;J-planned&#34;, &#34;no&#34;" in page


def test_answers_to_different_questions_come_together(owner: Owner, other: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.send("A", {"A-customer": "Some", "A-problem": "Slow"})
    seen = _seen(_read(other, "A"))
    owner.send("A", {"A-customer": "Everybody", "A-problem": "Slow"})
    other.send("A", {"A-customer": "Some", "A-problem": "Dear", "seen": seen})
    assert (owner.answers["A.customer"], owner.answers["A.problem"]) == ("Everybody", "Dear")


def test_two_answers_to_one_question_are_both_shown_and_none_is_lost(
    owner: Owner, other: Owner
) -> None:
    owner.screen(price_terms="yes")
    seen = _seen(_read(other, "A"))
    owner.send("A", {"A-customer": "Everybody", "A-benefit": "Faster"})
    typed = {"A-customer": "Nobody", "A-problem": "Dear", "seen": seen}
    answer = other.try_to_send("A", typed)
    assert answer.status_code == 409
    for text in ("Everybody", "Nobody", "Dear", "Somebody else answered meanwhile"):
        assert text in answer.text
    assert owner.answers["A.customer"] == "Everybody"
    assert "A.problem" not in owner.answers
    other.send("A", {**typed, "A-benefit": "Faster", "seen": _seen(answer.text)})
    assert owner.answers["A.customer"] == "Nobody"
    assert owner.answers["A.benefit"] == "Faster"


def test_two_writers_of_one_row_see_both(owner: Owner, other: Owner) -> None:
    owner.screen(price_terms="yes")
    path = f"C/rows/places/{owner.place()}"
    seen = _seen(_read(other, path))
    owner.send(path, {"places-scale": "2"})
    answer = other.try_to_send(path, {"places-scale": "4", "seen": seen})
    assert answer.status_code == 409
    assert "2 – felt" in answer.text
    assert owner.rows("places")[0]["scale"] == 2
    other.send(path, {"places-scale": "4", "seen": _seen(answer.text)})
    assert owner.rows("places")[0]["scale"] == 4


def test_two_writers_of_one_quick_test_see_both(owner: Owner, other: Owner) -> None:
    owner.screen(price_terms="yes")
    page = f"/proposals/{owner.proposal.code}/quick-test"
    seen = _seen(other.client.get(page).text)
    owner.screen(price_terms="no")
    answer = other.try_to_send(page, {"0-price_terms": "unknown", "seen": seen})
    assert answer.status_code == 409
    assert owner.answers["0.price_terms"] == "no"


VOICE = {"source": "survey", "segment": "All", "finding": "Good", "stance": "supports"}
FIGURE = {
    "kind": "churn",
    "name": "Leavers",
    "segment": "All",
    "unit": "%",
    "horizon": "2027-12-31",
    "lead": "lagging",
}


CITATIONS: dict[str, Any] = {
    "F/evidence": ("evidence", VOICE, ("finding", "Bad", "Dear")),
    "G/forecast": ("forecasts", FIGURE, ("unit", "points", "years")),
}


@pytest.mark.parametrize("add", CITATIONS)
def test_two_writers_of_one_citation_see_both(owner: Owner, other: Owner, add: str) -> None:
    table, fields, changed = CITATIONS[add]
    owner.screen(price_terms="yes")
    owner.send(add, fields)
    name, first, second = changed
    path = f"{add[0]}/rows/{table}/{owner.rows(table)[0]['id']}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', _read(other, path))
    assert version
    owner.send(path, {**fields, name: first, "version": version[1]})
    answer = other.try_to_send(path, {**fields, name: second, "version": version[1]})
    assert answer.status_code == 409
    assert first in answer.text
    assert second in answer.text
    assert owner.rows(table)[0][name] == first
    again = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert again
    other.send(path, {**fields, name: second, "version": again[1]})
    assert owner.rows(table)[0][name] == second


def test_a_second_click_adds_no_second_row(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    data = {"key": "same", "places-segment": "All"}
    first = owner.try_to_send("B/rows/places/new", data)
    second = owner.try_to_send("B/rows/places/new", data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert number_of(AnswerRow) == 1
    for _ in range(2):
        owner.send("F/evidence", {**VOICE, "key": "voice"})
    assert len(owner.rows("evidence")) == 1


def test_a_second_click_on_take_out_is_harmless(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    path = f"B/rows/places/{owner.place()}/remove"
    for _ in range(2):
        answer = owner.try_to_send(path, {"key": "out"})
        assert answer.status_code == 303
    assert kinds(owner.analysis).count("analysis.row_removed") == 1
    assert owner.try_to_send(path, {}).status_code == 409


def test_a_row_that_was_taken_out_says_so(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    row = owner.place()
    owner.send(f"B/rows/places/{row}/remove", {})
    for answer in (
        owner.client.get(f"{owner.base}/C/rows/places/{row}"),
        owner.try_to_send(f"C/rows/places/{row}", {"places-scale": "1"}),
    ):
        assert answer.status_code == 409
        assert "taken this row out" in answer.text


def test_a_row_that_a_measure_names_stays(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    row = owner.place()
    owner.send("J", {"J-planned": "yes"})
    owner.send("J/rows/mitigations/new", {"mitigations-place": row})
    answer = owner.try_to_send(f"B/rows/places/{row}/remove", {})
    assert answer.status_code == 409
    assert "Take the mitigation out first" in answer.text
    assert len(owner.rows("places")) == 1


def test_foreign_rows_are_not_there(given: Given, owner: Owner) -> None:
    owner.screen(price_terms="yes")
    mine = Owner(owner.client, given.proposal(owner.proposal.owner))
    mine.screen(price_terms="yes")
    row = mine.place()
    mine.send("F/evidence", VOICE)
    cited = mine.rows("evidence")[0]["id"]
    for path in (
        f"B/rows/places/{row}",
        f"B/rows/benefits/{row}",
        f"V/rows/benefits/{row}",
        f"F/rows/evidence/{cited}",
        f"G/rows/forecasts/{cited}",
        f"B/rows/places/{'0' * 8}-0000-0000-0000-{'0' * 12}",
    ):
        assert owner.client.get(f"{owner.base}/{path}").status_code == 404, path
        assert owner.try_to_send(path, {}).status_code == 404, path
        ending = "drop" if "evidence" in path or "forecasts" in path else "remove"
        assert owner.try_to_send(f"{path}/{ending}", {}).status_code == 404, path
    assert len(mine.rows("places")) == 1


def test_a_measure_names_a_row_of_its_own_analysis(given: Given, owner: Owner) -> None:
    mine = Owner(owner.client, given.proposal(owner.proposal.owner))
    mine.screen(price_terms="yes")
    row = mine.place()
    owner.screen(price_terms="yes")
    owner.send("J", {"J-planned": "yes"})
    answer = owner.try_to_send("J/rows/mitigations/new", {"mitigations-place": row})
    assert answer.status_code == 422


def test_no_row_is_added_that_is_not_asked_for(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.send("J", {"J-planned": "no"})
    for answer in (
        owner.client.get(f"{owner.base}/J/rows/mitigations/new"),
        owner.try_to_send("J/rows/mitigations/new", {"mitigations-measure": "A letter"}),
    ):
        assert answer.status_code == 409
    assert number_of(AnswerRow) == 0


@pytest.mark.parametrize(
    "path", ["Z", "0", "B/rows/moon/new", "C/rows/places/new", "B/rows/evidence/new"]
)
def test_there_are_no_other_pages(owner: Owner, path: str) -> None:
    owner.screen(price_terms="yes")
    assert owner.client.get(f"{owner.base}/{path}").status_code == 404


def test_what_is_typed_comes_back_until_it_is_sent(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    path = f"{owner.base}/A"
    typed = {"A-customer": "Half a sen", "changed": ["A-customer", "A-know-unknown"]}
    kept = owner.client.post(f"/drafts?place={path}", data={**typed, "A-know-unknown": "y"})
    assert kept.status_code == 204
    page = owner.client.get(path).text
    assert "Half a sen" in page
    assert re.search(r'id="A-know-unknown"[^>]*checked|checked[^>]*id="A-know-unknown"', page)
    assert "What you typed is back" in page
    assert "A.customer" not in owner.answers
    owner.send("A", {"A-customer": "Half a sentence"})
    assert draft_of(owner.proposal.owner, path) is None


def test_adding_a_row_saves_what_stands_on_the_page(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    where = owner.send("V", {"V-gained": "yes", "then": "add"})
    assert where.endswith("/V/rows/benefits/new")
    assert owner.answers["V.gained"] == "yes"
    assert owner.send("F", {"F-available": "yes", "then": "add"}).endswith("/F/evidence")
    assert owner.send("G", {"G-available": "yes", "then": "add"}).endswith("/G/forecast")


def test_the_proposal_suggests_what_it_says_already(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    page = _read(owner, "A")
    assert re.search(r'<option selected value="person/[^"]+">Tim Owner', page)
    assert "A.owner" not in owner.answers


def test_somebody_who_left_can_still_be_read_and_kept(given: Given, owner: Owner) -> None:
    person = given.person(name="Gone Person")
    owner.screen(price_terms="yes")
    owner.send("A", {"A-sponsor": person.handle})
    _leave(given, person)
    assert "Gone Person" in _read(owner, "A")
    owner.send("A", {"A-sponsor": person.handle, "A-customer": "All"})


def _leave(given: Given, person: Any) -> None:
    with acting(by=System(), at=given.at) as act:
        person.deactivated_at = given.at
        act.record(GivenEvent.GIVEN, person)


def test_everything_is_in_the_log(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    row = owner.place()
    owner.send("A", {"A-customer": "All"})
    owner.send(f"B/rows/places/{row}/remove", {})
    owner.send("F/evidence", VOICE)
    owner.send(f"F/rows/evidence/{owner.rows('evidence')[0]['id']}/drop", {})
    owner.send("G/forecast", FIGURE)
    owner.send(f"G/rows/forecasts/{owner.rows('forecasts')[0]['id']}/drop", {})
    assert kinds(owner.analysis) == [
        f"analysis.{name}"
        for name in (
            "screened",
            "row_added",
            "answered",
            "row_removed",
            "evidence_cited",
            "evidence_dropped",
            "forecast_cited",
            "forecast_dropped",
        )
    ]


def test_a_reader_who_is_no_author_reads_the_answers(given: Given, client: FlaskClient) -> None:
    sponsor = given.person()
    mine = Owner(client, given.proposal(given.person(), sponsor=sponsor))
    given.signed_in(client, mine.proposal.owner)
    mine.screen(price_terms="yes")
    mine.place("Late payers")
    mine.send("A", {"A-customer": "Everybody", "A-know-unknown": "y"})
    given.signed_in(client, sponsor)
    page = _read(mine, "A")
    assert "Everybody" in page
    assert "not known" in page
    assert 'name="A-customer"' not in page
    assert "Late payers" in _read(mine, "B")
    assert 'value="add"' not in _read(mine, "B")
    assert MOVED.isdisjoint({mine.try_to_send("A", {"A-customer": "Mine"}).status_code})
