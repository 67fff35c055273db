"""Somebody at a browser: what they open, write, press and read; its console must stay empty."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from impactreview.web.languages import catalogue
from tests import servers

PATIENCE = 15_000
"""Milliseconds that a page may take before a journey says that nothing comes."""

_KINDS = """main => Object.fromEntries(
    [...main.querySelectorAll('[name]:not([type="hidden"])')].map(it => [it.name, it.type]))"""
"""Asked for once a page: each question to the browser costs more than its answer."""

Answer = str | bool | list[str]
Guests = Callable[..., "Guest"]
"""Makes guests; takes the language that they read in."""


@dataclass
class Guest:
    """Somebody at a window of their own, at an address of their own, which keeps their cookies."""

    page: Page
    address: str
    language: str = "en"
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        """Open a page that must be there."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def comes_to(self, path: str) -> None:
        """Open a page, unless the last step has led there."""
        if self.path.partition("#")[0] != path:
            self.goes_to(path)

    def writes(self, **answers: Answer) -> None:
        """Fill in fields, each by its name, as their kind wants it."""
        kinds = self.page.locator("main").evaluate(_KINDS)
        for name, answer in answers.items():
            self._answers(name, kinds[name], answer)

    def _answers(self, name: str, kind: str, answer: Answer) -> None:
        controls = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
        if kind.startswith("select"):
            controls.first.select_option(str(answer))
        elif kind == "checkbox" and isinstance(answer, bool):
            controls.first.set_checked(answer)
        elif kind in {"radio", "checkbox"}:
            for value in answer if isinstance(answer, list) else [answer]:
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        else:
            controls.first.fill(str(answer))

    def presses(self, label: str) -> None:
        """Press a button that sends the page, and wait for the one it leads to."""
        main, words = self.page.locator("main"), self.words(label)
        self.clicks(main.get_by_role("button", name=words, exact=True).first)

    def follows(self, label: str) -> None:
        """Follow a link of the page itself."""
        main, words = self.page.locator("main"), self.words(label)
        self.clicks(main.get_by_role("link", name=words, exact=True).first)

    def clicks(self, control: Locator) -> None:
        """Click what leads to another page, and wait for that."""
        with self.page.expect_navigation():
            control.click()

    def words(self, text: str) -> str:
        """A text of the pages in the language that the guest reads them in."""
        return str(catalogue(self.language).gettext(text)) if self.language != "en" else text

    def sees(self, *texts: str) -> None:
        """All of this stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(self.words(text))

    def misses(self, *texts: str) -> None:
        """Nothing of this stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(self.words(text))

    def is_answered(self, path: str) -> tuple[int, str]:
        """Status and text of a page, asked for beside the window: a 404 is no fault there."""
        at = urlsplit(self.address)
        cookies = [f"{it['name']}={it['value']}" for it in self.page.context.cookies(self.address)]
        asks = HTTPConnection("127.0.0.1", at.port, timeout=PATIENCE / 1000)
        with closing(asks):
            asks.request("GET", path, headers={"Host": at.netloc, "Cookie": "; ".join(cookies)})
            answer = asks.getresponse()
            return answer.status, answer.read().decode()

    @property
    def path(self) -> str:
        """Where the guest is."""
        return self.page.url.removeprefix(self.address)


@contextmanager
def browsers(port: int) -> Iterator[Guests]:
    """Makes guests at this port; in the end none of them may have found a fault."""
    program = servers.chromium()
    if program is None:
        servers.skip_or_fail("No Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        contexts: dict[str, BrowserContext] = {}
        made: list[Guest] = []

        def make(language: str = "en") -> Guest:
            """Each at a name of this machine of their own: so nobody has another's cookies.

            Another context would keep them apart as well, and costs three times as much.
            """
            if language not in contexts:
                contexts[language] = _context(browser, language)
            address = f"http://guest-{len(made) + 1}.localhost:{port}"
            made.append(_guest(contexts[language], address, language))
            return made[-1]

        yield make
        browser.close()
    assert [each for guest in made for each in guest.complaints] == []


def _context(browser: Browser, language: str) -> BrowserContext:
    # A page that glides to the field in use keeps who tries to press a button waiting.
    place = {"de": "de-DE"}.get(language, "en-GB")
    context = browser.new_context(locale=place, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context


def _guest(context: BrowserContext, address: str, language: str) -> Guest:
    guest = Guest(context.new_page(), address, language)

    def note(what: str) -> None:
        guest.complaints.append(f"{guest.page.url}: {what}")

    guest.page.on("console", lambda said: note(said.text) if said.type == "error" else None)
    guest.page.on("pageerror", lambda error: note(str(error)))
    return guest


def without_tokens(html: str) -> str:
    """A page without what differs each time it is asked for."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)
