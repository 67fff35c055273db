"""Every page, in both languages: it parses, has one h1, and carries nothing inline."""

import re
from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask

from tests.conftest import NewApp, close
from tests.site import Page, signed_in, told, walk

SHOWN = ("administrator", "owner", "advocate", "handler", "auditor", "employee")
UNREACHED = {
    "people.first_run": "is gone once somebody is here",
    "people.link": "is reached by a one-time link alone",
    "people.forgot_sent": "stands behind a form that was sent",
    "people.signed_out": "stands behind a form that was sent",
}
"""Views with a page that no link leads to, and why."""
ELSEWHERE = {
    "analyses.edit_row",
    "analyses.evidence",
    "analyses.forecast",
    "analyses.new_row",
    "ballots.begin",
    "ballots.claim",
    "ballots.condition",
    "ballots.decision",
    "ballots.enact",
    "ballots.hand_over",
    "ballots.judge",
    "ballots.leave",
    "ballots.reasons",
    "ballots.void",
    "escalations.answer",
    "escalations.measure",
    "escalations.propose_closing",
    "escalations.receipt",
    "escalations.remedy",
    "escalations.reopen",
    "escalations.report_again",
    "escalations.triage",
    "escalations.vote",
    "governance.decline",
    "governance.proposal",
    "people.decline_role",
    "people.reactivate",
    "policies.changed",
    "proposals.download",
    "reviews.declare",
    "reviews.take_back",
}
"""Views that this demo's world has nothing for; the tests of their rooms open them."""
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE
)


@pytest.fixture(scope="module", params=["de", "en"])
def pages(request: pytest.FixtureRequest, app_maker: NewApp) -> Iterator[tuple[Flask, list[Page]]]:
    app = app_maker()
    with app.app_context():
        demo = told(app, language=request.param, data=app.config["DATA"])
        found = [page for who in SHOWN for page in walk(app, signed_in(app, demo, who), who)]
        found += walk(app, app.test_client(), "nobody", start="/sign-in")  # type: ignore[arg-type]
    yield app, found
    close(app)


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
    assert there - {page.endpoint for page in found} == set(UNREACHED) | ELSEWHERE


def test_every_page_is_well_made(pages: tuple[Flask, list[Page]]) -> None:
    for page in (page for page in pages[1] if page.status == 200 and page.html):
        html5lib.HTMLParser(strict=True).parse(page.html)
        assert len(re.findall(r"<h1[\s>]", page.html)) == 1, page.path
        assert not INLINE.search(page.html), page.path
        assert re.search(r"<title>[^<]+ - impactreview</title>", page.html), page.path
