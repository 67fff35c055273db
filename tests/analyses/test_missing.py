"""What is missing: each thing leads to its field; a claim, a short form and its end."""

import re
from datetime import date

import pytest
from flask import Flask, g, render_template_string
from flask_babel import gettext

from impactreview.analyses import queries
from impactreview.analyses.rules.finishing import missing_of, must_be_finished
from impactreview.analyses.rules.owed import is_too_small, owed
from impactreview.audit.acts import acting
from impactreview.impact.loading import default_template
from impactreview.impact.terms import Door, Form, Level
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing, Unfinished
from impactreview.proposals.terms import Event as ProposalEvent
from tests.analyses.entering import Owner
from tests.analyses.test_writing import FIGURE, VOICE
from tests.given import Given
from tests.impact.written import CALM

pytestmark = pytest.mark.database_near


def _missing(owner: Owner) -> list[Missing]:
    return missing_of(
        owner.proposal.code,
        default_template(),
        queries.content(owner.analysis),
        form=owner.analysis.form,
        door=owner.proposal.door,
        today=owner.proposal.created_at.date(),
    )


def _follow(owner: Owner, found: list[Missing]) -> None:
    """Follow each link: the page is there, and on it the place that it names."""
    pages: dict[str, str] = {}
    for one in found:
        path, _, anchor = one.place.partition("#")
        if path not in pages:
            answer = owner.client.get(path)
            assert answer.status_code == 200, one.place
            pages[path] = answer.text
        if anchor:
            assert len(re.findall(rf'\sid="{re.escape(anchor)}"', pages[path])) == 1, one.place


def test_every_thing_that_a_fresh_full_analysis_lacks_leads_to_its_field(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    found = _missing(owner)
    assert len(found) > 30
    _follow(owner, found)


def test_what_rows_lack_leads_to_their_fields(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    for answers in (
        {"V-gained": "yes"},
        {"J-planned": "yes"},
        {"F-available": "yes"},
        {"G-available": "yes"},
    ):
        owner.send(next(iter(answers))[0], answers)
    owner.place(share="80")
    owner.place("Others", share="80")
    row = str(owner.rows("places")[0]["id"])
    owner.send(f"C/rows/places/{row}", {"places-scale": "3", "places-likelihood": "unknown"})
    owner.send(f"D/rows/places/{row}", {"places-vulnerable_health": "yes"})
    for path in ("V/rows/benefits", "H/rows/alternatives", "M/rows/monitoring"):
        owner.send(f"{path}/new", {})
    owner.send("J/rows/mitigations/new", {"mitigations-due": "2001-01-01"})
    owner.send("F/evidence", VOICE)
    owner.send("G/forecast", {**FIGURE, "horizon": "2001-01-01", "baseline_on": "2026-01-01"})
    found = _missing(owner)
    tables = {one.place.split("/rows/")[1].split("/")[0] for one in found if "/rows/" in one.place}
    assert tables >= {"places", "benefits", "alternatives", "monitoring", "mitigations"}
    assert any("/rows/forecasts/" in one.place for one in found)
    _follow(owner, found)


def test_a_table_that_lacks_rows_is_called_by_its_name(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    said = {one.place.rsplit("#")[-1]: one for one in _missing(owner)}["monitoring"]
    assert said.message == "%(title)s: at least one row is needed."
    owner.send("M", {"M-rollback_tested": "yes"})
    page = owner.client.get(owner.base).text
    assert ">Indicators and thresholds: at least one row is needed.</a>" in page
    submit = owner.client.get(f"/proposals/{owner.proposal.code}/submit").text
    assert "Alternatives: at least one row is needed." in submit


def test_what_is_missing_is_called_by_its_name(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.place()
    page = owner.client.get(f"{owner.base}").text
    assert "Late payers – Pay: How many customers?" in page
    assert "Not answered yet" not in page  # the title says it in a list of what is missing
    with pytest.raises(Unfinished) as refused:
        must_be_finished(
            owner.proposal.code,
            default_template(),
            queries.content(owner.analysis),
            form=Form.FULL,
            door=Door.TWO_WAY,
            today=owner.proposal.created_at.date(),
        )
    assert len(refused.value.missing) == len(_missing(owner))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Noch nicht beantwortet: Wer sind die Kundinnen und Kunden?"),
        ("en", "Not answered yet: Who are the customers?"),
    ],
)
def test_what_is_missing_speaks_the_language_of_the_page(
    app: Flask, owner: Owner, language: str, words: str
) -> None:
    owner.screen(price_terms="yes")
    (one,) = [each for each in _missing(owner) if each.place.endswith("#A-customer")]
    with app.test_request_context():
        g.language = language
        assert gettext(one.message, **one.params) == words
        page = render_template_string("{{ _(one.message, **one.params) }}", one=one)
        assert page == words


def test_a_claim_needs_nothing_else_and_says_what_happens(owner: Owner) -> None:
    owner.screen()
    page = owner.client.get(owner.base).text
    assert owner.analysis.form is Form.NONE
    assert _missing(owner) == []
    for words in (
        "another team confirms the claim",
        "call the case in",
        "The analysis is finished.",
    ):
        assert words in page
    assert "Sections" not in page


def test_who_claims_may_do_more_all_the_same(owner: Owner) -> None:
    owner.screen()
    owner.send("form", {"form": "short"})
    assert owner.analysis.form is Form.SHORT
    assert "Sections" in owner.client.get(owner.base).text
    owner.send("form", {"form": "none"})
    assert "Sections" not in owner.client.get(owner.base).text


_NONE = 'value="none"'
_NOTHING_MORE = "Nothing else is needed of you here"


def test_what_can_not_be_taken_back_is_never_a_claim(given: Given, owner: Owner) -> None:
    one_way = given.proposal(owner.proposal.owner, door=Door.ONE_WAY)
    mine = Owner(owner.client, one_way)
    mine.screen()
    page = mine.client.get(mine.base).text
    assert mine.analysis.form is Form.SHORT
    assert "None of the answers asks for an analysis." in page
    assert "it can not be reversed: that is level II at least" in page
    for contradiction in (_NONE, _NOTHING_MORE, "No analysis is owed", "form is needed</h2>"):
        assert contradiction not in page
    assert mine.try_to_send("form", {"form": "none"}).status_code == 422
    assert mine.analysis.form is Form.SHORT


def test_a_claim_ends_where_its_proposal_becomes_one_that_can_not_be_taken_back(
    owner: Owner,
) -> None:
    owner.screen()
    with acting(by=owner.proposal.owner, at=owner.proposal.created_at) as act:
        owner.proposal.door = Door.ONE_WAY
        act.record(ProposalEvent.CHANGED, owner.proposal, fields=["door"])
    page = owner.client.get(owner.base).text
    (found,) = _missing(owner)
    assert found.message == "The short form is needed; what is filled in stays."
    _follow(owner, [found])
    assert "The short form is needed</h2>" in page
    for contradiction in (_NONE, _NOTHING_MORE, "No analysis is owed", "full form is needed</h2>"):
        assert contradiction not in page
    owner.send("form", {"form": "short"})
    assert "form is needed</h2>" not in owner.client.get(owner.base).text


def test_a_claim_that_keeps_rows_in_which_somebody_is_worse_off_is_none(owner: Owner) -> None:
    owner.screen(many="yes")
    row = owner.place()
    owner.send(f"C/rows/places/{row}", {"places-scale": "4", "places-likelihood": "4"})
    owner.screen()
    page = owner.client.get(owner.base).text
    assert owner.analysis.form is Form.FULL
    assert "so the full analysis is owed" in page
    for contradiction in (_NONE, 'value="short"', _NOTHING_MORE, "form is needed</h2>"):
        assert contradiction not in page
    assert owner.try_to_send("form", {"form": "short"}).status_code == 422


def test_a_form_that_was_chosen_is_not_said_to_need_nothing(owner: Owner) -> None:
    owner.screen()
    owner.send("form", {"form": "short"})
    page = owner.client.get(owner.base).text
    assert _NOTHING_MORE not in page
    assert "a form was chosen, so it is to be finished" in page
    assert _NONE in page


@pytest.mark.parametrize("may_claim", [True, False])
@pytest.mark.parametrize("tested", list(Form))
@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("places", [(), ({"effect": "better"},), ({"effect": "worse"},)])
def test_what_can_be_chosen_is_what_is_not_said_to_be_missing(
    tested: Form, door: Door, places: tuple[dict[str, str], ...], may_claim: bool
) -> None:
    yes = {Form.NONE: {}, Form.SHORT: {"0.many": "yes"}, Form.FULL: {"0.price_terms": "yes"}}
    template = default_template()
    content: Content = {
        "answers": {**CALM, **yes[tested]},
        "rows": {"places": [{"id": f"p{at}", **each} for at, each in enumerate(places)]},
    }
    least = owed(template, content, door=door, may_claim=may_claim)
    assert least.tested is tested
    assert may_claim or Form.NONE not in least.choices
    for form in Form:
        found = missing_of(
            "D-1",
            template,
            content,
            form=form,
            door=door,
            today=date(2026, 1, 1),
            may_claim=may_claim,
        )
        form_is_missing = [each for each in found if each.place == "/proposals/D-1/analysis#form"]
        assert (form in least.choices) is not bool(form_is_missing)


@pytest.mark.parametrize("form", ["none", "short", "moon", ""])
def test_nobody_does_less_than_the_quick_test_asks_for(owner: Owner, form: str) -> None:
    owner.screen(price_terms="yes")
    assert owner.try_to_send("form", {"form": form}).status_code == 422
    assert owner.analysis.form is Form.FULL


def test_a_short_form_that_ends_high_becomes_a_full_one_in_one_click(owner: Owner) -> None:
    owner.screen(many="yes")
    assert "The full form is needed" not in owner.client.get(owner.base).text
    row = owner.place()
    owner.send(f"C/rows/places/{row}", {"places-scale": "4", "places-likelihood": "4"})
    page = owner.client.get(owner.base).text
    assert "The full form is needed" in page
    assert "Everything that is filled in stays" in page
    (too_short,) = [one for one in _missing(owner) if one.place == f"{owner.base}#form"]
    assert too_short.message == "The full form is needed; what is filled in stays."
    assert page.count('id="form"') == 1
    owner.send("form", {"form": "full"})
    assert owner.analysis.form is Form.FULL
    assert owner.rows("places")[0]["scale"] == 4
    owner.screen(many="yes")
    assert owner.analysis.form is Form.FULL  # more was chosen than the quick test asks for


@pytest.mark.parametrize(
    ("form", "level", "too_small"),
    [
        (Form.NONE, Level.NONE, False),
        (Form.NONE, Level.I, True),
        (Form.SHORT, Level.II, False),
        (Form.SHORT, Level.III, True),
        (Form.FULL, Level.IV, False),
    ],
)
def test_how_high_a_form_may_end(form: Form, level: Level, too_small: bool) -> None:
    assert is_too_small(form, level) is too_small


def test_the_short_form_does_not_ask_for_what_the_full_one_asks(owner: Owner) -> None:
    owner.screen(many="yes")
    page = owner.client.get(f"{owner.base}/E").text
    assert "does not ask for this section" in page
    assert "E-products" not in page
    assert "A-experience" not in owner.client.get(f"{owner.base}/A").text
    assert "revenue_share" not in owner.client.get(f"{owner.base}/B/rows/places/new").text


def test_why_is_told_in_words(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    owner.place("Late payers")
    owner.send("A", {"A-door": "one_way"})
    owner.send("E", {"E-price": "poor"})
    page = owner.client.get(f"{owner.base}/why").text
    assert "Late payers – Pay" in page
    assert "The answer to “Is the price fair for the value?” asks for level III at least" in page
    assert "Can the decision be reversed?" in page
    assert "E.price" not in page
    assert "Something that counts is still open" in page


def test_what_asks_about_places_is_not_complete_before_there_is_one(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    assert "0 of 15 sections complete" in owner.client.get(owner.base).text
    owner.place(effect="better")
    assert "2 of 15 sections complete" in owner.client.get(owner.base).text
