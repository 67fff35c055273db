"""Strings that have broken other houses, in each field of an analysis; and how often it asks."""

import html
from typing import Any

import html5lib
import pytest

from impactreview.impact.loading import default_template
from impactreview.impact.schema import Question
from impactreview.impact.terms import QuestionType
from tests.analyses.entering import Owner
from tests.analyses.test_writing import FIGURE, VOICE
from tests.proposals.test_nasty import NASTY
from tests.reading import counted

TEXTS = {QuestionType.TEXT, QuestionType.LONGTEXT}
MOST_QUERIES = 12


def _typed(questions: tuple[Question, ...], string: str, *, only: set[QuestionType] | None) -> Any:
    return {
        q.id.replace(".", "-"): string
        for q in questions
        if not q.table and (only is None or q.type in only)
    }


def _unharmed(text: str) -> None:
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    html5lib.parse(text)


def _sendable(string: str) -> str:
    return string.encode("utf-8", "replace").decode()


def _shown(string: str) -> set[str]:
    """The first word of it that a page would show, however it is escaped."""
    word = max(string.replace("\x00", "").replace("\x07", "").split() or [""], key=len)
    return {
        word,
        html.escape(word),
        html.escape(word).replace("&quot;", "&#34;").replace("&#x27;", "&#39;"),
    }


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A few strings, for all forms of the house are handed such; with --all-inputs every one."""
    if "string" in metafunc.fixturenames:
        shown = NASTY if metafunc.config.getoption("--all-inputs") else NASTY[::5]
        metafunc.parametrize("string", shown, ids=lambda each: ascii(each)[:24])


def test_every_text_takes_a_nasty_string_faithfully(owner: Owner, string: str) -> None:
    owner.screen(price_terms="yes")
    row, sent = owner.place(), _sendable(string)
    for letter in "AEFGIJKLMN":
        section = default_template().section(letter)
        fields = _typed(section.questions, sent, only=TEXTS)
        if fields:
            owner.send(letter, fields)
            _unharmed(owner.client.get(f"{owner.base}/{letter}").text)
    columns = default_template().section("C").questions[0].columns
    reasons = _typed(columns, sent, only=TEXTS)
    owner.send(f"C/rows/places/{row}", {**reasons, "places-scale": "3"})
    owner.send("B/rows/places/new", {"places-segment": sent, "places-effect": "worse"})
    owner.send("V", {"V-gained": "yes"})
    owner.send("F/evidence", {**VOICE, "segment": sent, "finding": sent, "period": sent})
    owner.send("G/forecast", {**FIGURE, "name": sent, "segment": sent, "money": sent})
    for path in ("", "/why", "/B", "/C", "/F", "/G", "/F/evidence", "/V/rows/benefits/new"):
        answer = owner.client.get(f"{owner.base}{path}")
        assert answer.status_code == 200, path
        _unharmed(answer.text)
    kept = str(owner.answers["A.customer"])
    page = owner.client.get(f"{owner.base}/A").text
    assert any(word in page for word in _shown(kept))


def test_every_other_field_says_no_to_a_nasty_string(owner: Owner, string: str) -> None:
    owner.screen(price_terms="yes")
    row, sent = owner.place(), _sendable(string)
    paths = [*"AEVFGIJKLMN", f"B/rows/places/{row}", f"C/rows/places/{row}", f"D/rows/places/{row}"]
    for path in paths:
        questions = default_template().section(path[0]).questions
        asked = questions[0].columns if "/" in path else questions
        others = set(QuestionType) - TEXTS
        answer = owner.try_to_send(path, _typed(asked, sent, only=others))
        assert answer.status_code in {303, 422}, (path, answer.status_code)
        _unharmed(answer.text)
    for path in ("F/evidence", "G/forecast"):
        fields = dict.fromkeys({**VOICE, **FIGURE, "sample": "", "low": "", "link": ""}, sent)
        answer = owner.try_to_send(path, fields)
        assert answer.status_code == 422
        _unharmed(answer.text)
    answer = owner.try_to_send("A", {"seen": sent, "A-customer": "All"})
    assert answer.status_code == 303
    assert owner.answers["A.customer"] == "All"


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("baseline", "99999999999", 303),
        ("baseline", "100000000001", 422),
        ("baseline", "0.1234", 303),
        ("baseline", "0.12345", 422),
        ("baseline", "-99999999999.9999", 303),
        ("sample", "1000000000", 303),
        ("sample", "1000000001", 422),
        ("sample", "1.5", 422),
        ("horizon", "10000-01-01", 422),
        ("unit", "x" * 61, 422),
        ("segment", "x" * 201, 422),
        ("owner", "person/00000000-0000-0000-0000-000000000000", 422),
        ("version", "moon", 422),
    ],
)
def test_figures_stay_within_what_the_table_holds(
    owner: Owner, field: str, value: str, status: int
) -> None:
    owner.screen(price_terms="yes")
    assert owner.try_to_send("G/forecast", {**FIGURE, field: value}).status_code == status
    if status == 303 and field != "version":
        assert str(owner.rows("forecasts")[0][field]) == value


def test_a_section_page_asks_few_questions_however_much_stands_there(owner: Owner) -> None:
    owner.screen(price_terms="yes")
    for number in range(30):
        owner.place(f"Segment {number}", share="1")
    for letter in "AEFGIJKLMN":
        section = default_template().section(letter)
        fields = _typed(section.questions, "Some text", only=TEXTS)
        owner.send(letter, fields)
    assert len(owner.answers) >= 45
    owner.send("F/evidence", VOICE)
    owner.send("G/forecast", FIGURE)
    for letter in "ABCFGJ":
        with counted() as sent:
            assert owner.client.get(f"{owner.base}/{letter}").status_code == 200
        assert len(sent) <= MOST_QUERIES, (letter, sent)
    with counted() as sent:
        assert owner.client.get(owner.base).status_code == 200
    assert len(sent) <= MOST_QUERIES, sent
