"""Markdown becomes safe HTML, in a time that no text can stretch."""

from time import perf_counter

import pytest

from impactreview.web.markdown import MAX_CHARACTERS, safe_html

PATIENCE = 10.0
"""Seconds; what these texts took before they were tamed was up to nine minutes."""


@pytest.mark.parametrize(
    "piece",
    [
        "[", "\\[", "![a](", "[a](", "[](", "[a][b", "](", "[[a](", "[a]((", "1. ", "> 1. ", ">",
        "a\n=\n", "a\n-\n", "*a **b ", "_a*", "`", "``a ", "<a", "<a href=\"", "<!--", "&#", "|a",
    ],
    ids=ascii,
)  # fmt: skip
def test_no_text_keeps_the_renderer_busy(piece: str) -> None:
    text = (piece * (20_000 // len(piece) + 1))[:20_000]
    begun = perf_counter()
    assert isinstance(safe_html(text), str)
    assert perf_counter() - begun < PATIENCE


def test_what_is_nested_too_deeply_stays_as_it_was_typed() -> None:
    assert safe_html("1. " * 6_000).startswith("<p>1. 1. ")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://x.de/foo_(bar))", '<a href="https://x.de/foo_(bar)"'),
        ("[a][1]\n\n[1]: https://y.de 'q'", '<a href="https://y.de" title="q"'),
        ("an open [ bracket", "an open [ bracket"),
        ("`list[0` and (", "<code>list[0</code> and ("),
        ("a \\[ b", "a [ b"),
        ("# Head", "<h2>Head</h2>"),
        ("Head\n----\ntext", "<h2>Head</h2>\n<p>text</p>"),
        ("a | b\n--- | ---\n1 | 2", "<td>1</td>"),
        ("**b** *i*", "<strong>b</strong> <em>i</em>"),
    ],
)
def test_what_people_write_is_rendered(text: str, html: str) -> None:
    assert html in safe_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "<a href='x' onclick='y'>z</a>",
        "![x](https://127.0.0.1/x.png)",
        "<style>*{}</style>",
        "<svg><script>1</script></svg>",
    ],
)
def test_nothing_in_it_runs_or_is_fetched(text: str) -> None:
    made = safe_html(text).lower()
    for danger in (
        "<script",
        "<img",
        "javascript:",
        "data:",
        "onerror",
        "onclick",
        "<style",
        "<svg",
    ):
        assert danger not in made


def test_more_than_can_be_rendered_is_refused() -> None:
    with pytest.raises(ValueError, match="characters"):
        safe_html("x" * (MAX_CHARACTERS + 1))
