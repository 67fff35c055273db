"""What is typed is kept as it is read: nothing hidden in it, nothing lost of any script."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given as drawn
from hypothesis import strategies as st

from impactreview.web.forms import printable
from tests.given import Given

FAITHFUL = {
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "skin": "\U0001f469\U0001f3fd\u200d\U0001f680",
    "rainbow": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "heart": "\u2764\ufe0f\u200d\U0001f525",
    "England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 "
    "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
    "Hindi": "\u0915\u094d\u200d\u0937",
    "Hebrew": "(\u05d0\u05d1\u05d2) C++\u200e \u05d3\u05d4",
    "Arabic": "\u200f\u0661\u0662 \u0643\u062a\u0627\u0628",
    "braille": "\u2813\u2800\u2811",
    "Korean": "\ud55c\uad6d\uc5b4",
    "German": "Auf\u200clage 1\u202f000 \u20ac\u00a0\u2013 \u00fc",
}


@pytest.mark.parametrize("text", FAITHFUL.values(), ids=FAITHFUL.keys())
def test_every_script_comes_back_as_it_was_typed(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    "text",
    ["\u200b\u200b", "\u200d", "\u200c\u200d", "\ufeff", "\u2060", "\u00ad", "\u202e\u202c",
     "\u200e", "\u3164", "\u2800", "\ufe0f", "\u2066\u2069", "\u034f", "\u200b \u200f",
     "\U000e0041\U000e007f"],
)  # fmt: skip
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert printable(text).strip() == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Price\u202egnp.exe\u202c", "Pricegnp.exe"),
        ("a\u2067b\u2069c\u202ad", "abcd"),
        ("\ufeffBeginning", "Beginning"),
        ("ta\u00adriff", "tariff"),
        ("e\u200b\u0301", "\u00e9"),
        ("Yes\U000e006e\U000e006f", "Yes"),
        ("\U0001f3f4\U000e0067 flag", "\U0001f3f4 flag"),
        ("one\r\ntwo\tthree\0", "one\ntwo\tthree"),
        (" \n ", " \n "),
    ],
)
def test_what_hides_or_turns_text_is_taken_out(typed: str, kept: str) -> None:
    assert printable(typed) == kept


@drawn(
    st.text(alphabet=st.sampled_from("a\u0301\u200b\u200d\u202e\u00ad\U0001f3f4\U000e0067\ufe0f "))
)
def test_what_was_taken_in_once_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize("title", ["\u200b\u200b", "\u202e\u202c", "\u200d"])
def test_a_title_that_shows_nothing_is_empty(given: Given, client: FlaskClient, title: str) -> None:
    given.signed_in(client, given.person())
    answer = client.post("/proposals/new", data={"title": title})
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text


@pytest.mark.parametrize("body", [b"title=%FF", b"title=\xff", b"ti%C3tle=x", b"title=%ED%A0%80"])
def test_what_is_no_utf8_is_refused_with_a_page(
    given: Given, client: FlaskClient, body: bytes
) -> None:
    given.signed_in(client, given.person())
    sent = "application/x-www-form-urlencoded"
    answer = client.post("/proposals/new", data=body, content_type=sent)
    assert answer.status_code == 400
    assert "This request could not be understood." in answer.text
    right = client.post("/proposals/new", data=b"title=100%25+%C3%BC", content_type=sent)
    assert 'value="100% ü"' in right.text
