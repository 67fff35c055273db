"""Every page in a real browser: no barrier, nothing refused, nothing wider than a telephone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, sync_playwright
from playwright.sync_api import Page as Tab

from tests import servers
from tests.conftest import close
from tests.house.settled import Towns
from tests.house.town import Town
from tests.site import Page, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Axe()
BARRIERS = f"""axe
    .run({{runOnly: {list(TAGS)}, resultTypes: ["violations"], preload: false}})
    .then(found => found.violations.map(it => `${{it.id}}: ${{it.nodes[0].html.slice(0, 160)}}`))"""
"""Only what is wrong is handed over: all that axe knows of a page costs as much as to look."""
SCHEMES = ("light", "dark")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 800}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Site:
    """A served town: its address, one page of each view, and each visitor's cookie."""

    address: str
    language: str
    pages: list[Page]
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    found = servers.chromium()
    if found is None:
        servers.skip_or_fail("No Chromium: install the package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["en", "de"])
def site(request: pytest.FixtureRequest, towns: Towns) -> Iterator[Site]:
    settled = towns.of(request.param)
    town, app = settled.town, settled.app
    first: dict[str, Page] = {}
    for page in settled.pages:
        if page.status == 200 and page.html:
            first.setdefault(page.endpoint, page)
    cookies = {who: _cookie(town, who) for who in {page.who for page in first.values()}}
    app.config["WTF_CSRF_ENABLED"] = True
    with served(app) as address:
        yield Site(address, request.param, list(first.values()), cookies)
    close(app)


def _cookie(town: Town, who: str) -> str:
    cookie = town.browser(who).get_cookie("impactreview")
    return cookie.value if cookie else ""


@pytest.fixture(scope="module")
def tab(chromium: Chromium) -> Iterator[Tab]:
    """One window for all: another one for each visitor would cost more than their pages."""
    # A colour that changes slowly would be read half-way.
    context = chromium.new_context(viewport=WIDE, reduced_motion="reduce")  # type: ignore[arg-type]
    context.add_init_script(AXE.axe_script)
    yield context.new_page()
    context.close()


def _comes_in(tab: Tab, site: Site, who: str) -> None:
    """Leave the visit of whoever was here before, and go on with the one of this visitor."""
    tab.context.clear_cookies()
    if site.cookies[who]:
        cookie = {"name": "impactreview", "value": site.cookies[who], "url": site.address}
        tab.context.add_cookies([cookie])  # type: ignore[list-item]


def _faults(tab: Tab, site: Site, page: Page, schemes: Iterable[str]) -> Iterator[str]:
    """What is wrong with one page; whether it has barriers, in these schemes alone."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    tab.on("console", hear)
    answer = tab.goto(site.address + page.path)
    if answer is None or answer.status != 200:
        yield f"status {answer.status if answer else None}"
    for scheme in schemes:
        yield from _barriers(tab, scheme)
    tab.set_viewport_size(NARROW)  # type: ignore[arg-type]
    if (wider := tab.evaluate(OVERFLOW)) > 0:
        yield f"{wider} px too wide at 360 px"
    tab.set_viewport_size(WIDE)  # type: ignore[arg-type]
    tab.remove_listener("console", hear)
    yield from said


def _barriers(tab: Tab, scheme: str) -> list[str]:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    return [f"{found} ({scheme})" for found in tab.evaluate(BARRIERS)]


def test_every_page_is_without_barriers_and_refusals(
    tab: Tab, site: Site, request: pytest.FixtureRequest
) -> None:
    """Each page in both languages; axe sees it in one of four ways, with --all-inputs in all."""
    everything = request.config.getoption("--all-inputs")
    wrong = []
    for who in sorted({page.who for page in site.pages}):
        _comes_in(tab, site, who)
        for place, page in enumerate(site.pages):
            if page.who == who:
                schemes = SCHEMES if everything else _turn(place, site.language)
                faults = _faults(tab, site, page, schemes)
                wrong += [f"{page.endpoint} {page.path}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)


def _turn(place: int, language: str) -> list[str]:
    """In which scheme a page is looked at in this language: in the other one in none."""
    turn, scheme = divmod(place % 4, 2)
    return [SCHEMES[scheme]] if ("en", "de")[turn] == language else []


def test_most_views_are_visited(site: Site) -> None:
    assert len(site.pages) > 50


def test_a_file_that_is_too_large_is_told_before_it_is_sent(tab: Tab, site: Site) -> None:
    page = next(page for page in site.pages if page.endpoint == "proposals.attachments")
    words = {"en": "The file is larger than 10 MB.", "de": "Die Datei ist größer als 10 MB."}
    _comes_in(tab, site, page.who)
    tab.goto(site.address + page.path)
    sent: list[str] = []
    tab.on("request", lambda one: sent.append(one.method))
    large = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": bytes(10_000_001)}
    tab.set_input_files("#file", large)  # type: ignore[arg-type]
    tab.get_by_role("alert").get_by_text(words[site.language]).wait_for()
    tab.click("form[enctype] button[type=submit]")
    assert tab.evaluate("document.activeElement.id") == "file"
    assert tab.get_attribute("#file", "aria-invalid") == "true"
    assert _barriers(tab, "light") == []
    tab.set_input_files("#file", {**large, "buffer": b"%PDF"})  # type: ignore[arg-type]
    assert tab.get_by_text(words[site.language]).count() == 0
    assert "POST" not in sent
