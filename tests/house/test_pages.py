"""Every page, in both languages: it parses, has one h1, and carries nothing inline."""

import re
from collections import Counter
from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask

from tests.conftest import close
from tests.house.settled import Towns
from tests.site import Page

UNREACHED = {
    "people.first_run": "is gone once somebody is here",
    "people.link": "is reached by a one-time link alone",
}
"""Views with a page that no link leads to, and why."""
PARSED = 6
"""Of how many pages of one view every byte is read; of all of them the shape is looked at."""
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE
)


@pytest.fixture(scope="module", params=["de", "en"])
def pages(request: pytest.FixtureRequest, towns: Towns) -> Iterator[tuple[Flask, list[Page]]]:
    settled = towns.of(request.param)
    yield settled.app, settled.pages
    close(settled.app)


def test_every_link_leads_to_a_page(pages: tuple[Flask, list[Page]]) -> None:
    broken = {
        (page.who, page.path, page.status)
        for page in pages[1]
        if page.status not in {200, 302, 303}
    }
    assert not broken


def test_every_view_was_seen(pages: tuple[Flask, list[Page]]) -> None:
    app, found = pages
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "static" not in rule.endpoint
    }
    assert there - {page.endpoint for page in found} == set(UNREACHED)


def test_every_page_is_well_made(pages: tuple[Flask, list[Page]]) -> None:
    read = Counter[str]()
    for page in (page for page in pages[1] if page.status == 200 and page.html):
        read[page.endpoint] += 1
        if read[page.endpoint] <= PARSED:
            html5lib.HTMLParser(strict=True).parse(page.html)
        assert len(re.findall(r"<h1[\s>]", page.html)) == 1, page.path
        assert not INLINE.search(page.html), page.path
        assert re.search(r"<title>[^<]+ - impactreview</title>", page.html), page.path
