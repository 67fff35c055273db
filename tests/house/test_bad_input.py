"""Every form of the house is handed what has broken programs: it answers, and runs none of it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from html5lib import parse
from werkzeug.routing import MapAdapter

from impactreview.__main__ import ROOT
from impactreview.web.forms import printable
from tests.conftest import Browser, close
from tests.given import NEVER_IDLE
from tests.house.access_table import ROWS
from tests.house.bad_strings import BAD_STRINGS
from tests.house.bodies import BODIES, CHECKED_AT, checked
from tests.house.settled import Towns
from tests.house.sheets import Sheet, plain, sent, sheets_of
from tests.house.town import rows, undone
from tests.site import Page

pytestmark = pytest.mark.timeout(7200)  # all the lists take half an hour

LISTS = ROOT.parent / "shared" / "data" / "bad-inputs"
FORMLESS = {
    "people.save_draft": "is sent by a script while somebody types",
    "policies.preview": "is asked for by a script",
    "people.forgot": "is offered only where letters leave the house",
    "reviews.submit": "is offered once nothing is missing; the journeys come that far",
    "people.first_run": "is gone once somebody is here",
    "people.link": "is reached by a one-time link alone",
    "people.discard_draft": "stands there only while something typed was not sent",
}
"""Addresses that no form of the town is sent to, and why."""
ENDS = {"people.sign_out", "people.end_other_sessions"}
"""They end the visit; they hold no field."""
RUNS = re.compile(r"alert\(|onerror|javascript:|file:///etc", re.IGNORECASE)
COUNTED = {"people.account", "people.address", "people.sign_in", "people.forgot"}
"""They count what went wrong, each time."""
ENGLISH = re.compile(
    r"Not a valid|field is required|Field (must|cannot)|Invalid|There is a problem|This is needed"
    r"|Number must|may not be longer|is not possible|could not be understood"
)
"""What the library and the house say in English; nothing of it stands on a German page."""
FOREIGN = ("99999999999999999999", "a\0b", "00000000-0000-0000-0000-000000000007")
XHTML = "{http://www.w3.org/1999/xhtml}"
GERMAN = {"Accept-Language": "de"}
TOO_LONG = "x" * 200_000


@dataclass
class Form:
    """A form of the town, who sends it, and which view takes it."""

    who: str
    page: str
    view: str
    sheet: Sheet

    @property
    def values(self) -> dict[str, str]:
        said = {name: text for name, text in BODIES.get(self.view, {}).items() if text}
        return sent(self.sheet) | {
            name: text
            for name, text in said.items()
            if isinstance(text, str) and name in self.sheet.values
        }


@dataclass
class Answer:
    """What came of sending a form."""

    status: int
    page: str
    wrote: bool


@dataclass
class Desk:
    """All forms of the house, and browsers to send them with."""

    app: Flask
    browsers: dict[str, Browser]
    forms: list[Form]
    before: tuple[int, ...]

    def send(self, form: Form, values: Mapping[str, str], *, look: str = "") -> Answer:
        """Send it; where it was taken, look at a page; all is taken back at once."""
        browser = self.browsers[form.who]
        with browser.session_transaction() as cookie:
            cookie["seen"] = NEVER_IDLE  # with every string there is, others' forms take an hour
        with undone(self.app):
            answer = browser.post(form.sheet.action, data=dict(values), headers=GERMAN)
            wrote = rows() != self.before
            page, status = answer.text, answer.status_code
            if status in {302, 303} and look:
                page = browser.get(look).text
            return Answer(status, page, wrote)

    def twice(self, form: Form) -> tuple[bool, bool, int]:
        """Send it twice: whether the first wrote, whether the second did, and its status."""
        browser, values = self.browsers[form.who], form.values | {"key": "the-same-key"}
        with undone(self.app):
            browser.post(form.sheet.action, data=values)
            after = rows()
            again = browser.post(form.sheet.action, data=values)
            return after != self.before, rows() != after, again.status_code


@pytest.fixture(scope="module")
def desk(towns: Towns) -> Iterator[Desk]:
    settled = towns.of("de")
    town, app, pages = settled.town, settled.app, list(settled.pages)
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault of ours is a 500, as on a server
    routes = app.url_map.bind("localhost")
    with app.app_context():
        browsers = {who: town.browser(who) for who in {page.who for page in pages}}
        for path in CHECKED_AT.values():
            text = checked(browsers["administrator"], path)
            pages.append(Page("administrator", path, "", 200, text))
        yield Desk(app, browsers, list(_forms(pages, routes)), rows())
    close(app)


def _forms(pages: list[Page], routes: MapAdapter) -> Iterator[Form]:
    """One of each kind: the same view with the same fields is the same form."""
    known: set[tuple[str, ...]] = set()
    for page in pages:
        for sheet in sheets_of(page.html, page.path):
            view = routes.match(sheet.action.partition("?")[0], method="POST")[0]
            kind = (view, *sorted(plain(name) for name in sheet.values))
            if kind not in known:
                known.add(kind)
                yield Form(page.who, page.path, view, sheet)


def _sendable(desk: Desk) -> list[Form]:
    return [form for form in desk.forms if form.view not in ENDS]


def _runs(page: str) -> list[str]:
    """What a browser would run of a page, were our guard of content away."""
    found = []
    for element in parse(page).iter():
        attributes = {str(name): value for name, value in element.attrib.items()}
        handlers = [name for name in attributes if name.startswith("on")]
        links = [attributes.get(name, "") for name in ("href", "src", "action")]
        inline = element.text or "" if element.tag == f"{XHTML}script" else ""
        found += handlers + [text for text in (*links, inline) if RUNS.search(text)]
    return found


def _fault(answer: Answer, view: str) -> str:
    """What is wrong with an answer to bad input; nothing where it is as it should be."""
    if answer.status >= 500 or "Traceback (most recent" in answer.page:
        return f"a fault of ours: {answer.status}"
    if answer.status >= 400 and answer.wrote and view not in COUNTED:
        return f"{answer.status}, and yet something was written"
    if answer.status >= 400 and not re.search(r"<h1[\s>]", answer.page):
        return f"{answer.status} without a page"
    words = re.sub(r"<(script|style|textarea).*?</\1>|<[^>]+>", " ", answer.page, flags=re.S)
    if answer.status >= 400 and (english := ENGLISH.search(words)):
        return f"{answer.status} in English: {english[0]}"
    if RUNS.search(answer.page) and (ran := _runs(answer.page)):
        return f"runs {ran}"
    return ""


def _lost(form: Form, answer: Answer, typed: Mapping[str, str]) -> list[str]:
    """The fields that do not hold any more what was typed, where the form is shown again."""
    if answer.status != 422:
        return []
    shown = [
        sheet
        for sheet in sheets_of(answer.page, form.sheet.action)
        if sheet.action == form.sheet.action and set(typed) <= set(sheet.values)
    ]
    if not shown:
        return []
    return [
        name
        for name, text in typed.items()
        if "password" not in name
        and name not in {"again", "username"}
        and not _same(shown[0].values[name], text)
    ]


def _same(shown: str, typed: str) -> bool:
    """Whether nothing is lost but what no reader could see: spaces and control characters.

    Of a field in which nothing could be seen a sheet tells what it would be filled with.
    """
    return not _bare(typed) or _bare(shown) == _bare(typed)


def _bare(text: str) -> str:
    return "".join(printable(text.replace("\r", "\n")).split()).replace("\0", "")


# --- the forms


def test_every_address_that_takes_something_has_its_form_on_the_desk(desk: Desk) -> None:
    takers = {name for name, row in ROWS.items() if row.sends is not None}
    missing = takers - {form.view for form in desk.forms}
    assert not sorted(missing ^ set(FORMLESS))


def test_every_string_in_every_text_field_is_taken_or_refused_in_words(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    """Each turn hands every field of a form another string, until each had them all."""
    strings = list(BAD_STRINGS)
    if request.config.getoption("--all-inputs"):
        strings += _every()
    wrong = []
    for form in _sendable(desk):
        for turn in range(len(strings) if form.sheet.texts else 0):
            typed = {
                name: strings[(turn + place) % len(strings)]
                for place, name in enumerate(form.sheet.texts)
            }
            answer = desk.send(form, form.values | typed)
            lost = _lost(form, answer, typed)
            if found := _fault(answer, form.view) or ", ".join(lost):
                wrong.append((form.who, form.sheet.action, turn, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_string_alone_in_a_good_form_comes_back_as_it_was_typed(desk: Desk) -> None:
    """One bad string a field, in turn; the page that shows the record says it again, escaped."""
    wrong, turn = [], 0
    for form in _sendable(desk):
        for name in form.sheet.texts:
            text = BAD_STRINGS[turn % len(BAD_STRINGS)]
            turn += 1
            answer = desk.send(form, form.values | {name: text}, look=form.page)
            found = _fault(answer, form.view)
            edits = answer.status in {302, 303} and form.page == form.sheet.action
            if edits and not found:
                again = [each for each in sheets_of(answer.page, form.page) if name in each.values]
                kept = not again or not _shows_record(form) or _same(again[0].values[name], text)
                found = "" if kept else f"came back as {again[0].values[name][:40]!r}"
            if found:
                wrong.append((form.who, form.sheet.action, name, text[:30], found))
    assert not wrong, "\n".join(map(str, wrong))


def _shows_record(form: Form) -> bool:
    """Whether the page of this form shows what it has written."""
    return form.view in {
        "analyses.section", "people.change_person", "people.change_unit", "proposals.edit",
        "governance.change", "ballots.reasons",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", TOO_LONG], ids=["empty", "too long"])
def test_nothing_and_far_too_much_are_refused_in_words(desk: Desk, text: str) -> None:
    wrong = []
    for form in _sendable(desk):
        answer = desk.send(form, form.values | dict.fromkeys(form.sheet.texts, text))
        too_much = text and form.sheet.texts and answer.status not in {413, 422, 429, 404, 400}
        if found := _fault(answer, form.view) or (f"{answer.status}" if too_much else ""):
            wrong.append((form.who, form.sheet.action, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_choice_hidden_value_or_foreign_id_breaks_a_form(desk: Desk) -> None:
    wrong = []
    for form in _sendable(desk):
        names = [*form.sheet.choices, *form.sheet.hidden, *form.sheet.boxes]
        for name in (name for name in names if name not in {"csrf_token", "key"}):
            for text in FOREIGN:
                if found := _fault(desk.send(form, form.values | {name: text}), form.view):
                    wrong.append((form.who, form.sheet.action, name, text[:30], found))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_sheet_of_another_form_or_none_breaks_no_form(desk: Desk) -> None:
    wrong, forms = [], _sendable(desk)
    for place, form in enumerate(forms):
        other = forms[(place * 7 + 3) % len(forms)].values
        for values in ({}, {"key": "k" * 90}, {"key": "<b>"}, other):
            if found := _fault(desk.send(form, values), form.view):
                wrong.append((form.who, form.sheet.action, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_form_that_is_sent_twice_is_done_once(desk: Desk) -> None:
    wrong = []
    for form in _sendable(desk):
        wrote, again, status = desk.twice(form)
        again = again and form.view not in COUNTED
        if again or (wrote and status >= 400 and form.view not in COUNTED):
            wrong.append((form.who, form.sheet.action, again, status))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("token", [None, "IjAi.aaaaaa.bbbbbbbb"], ids=["missing", "forged"])
def test_without_the_token_of_a_page_nothing_is_sent(desk: Desk, token: str | None) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    try:
        wrong = []
        for form in desk.forms:
            values = {name: text for name, text in form.values.items() if name != "csrf_token"}
            answer = desk.send(form, values | ({"csrf_token": token} if token else {}))
            if answer.status != 400 or answer.wrote:
                wrong.append((form.who, form.sheet.action, answer.status, answer.wrote))
    finally:
        desk.app.config["WTF_CSRF_ENABLED"] = False
    assert not wrong, "\n".join(map(str, wrong))


def _every() -> list[str]:
    """All the lists there are: naughty strings, what is told of payloads, and broken documents."""
    if not LISTS.exists():
        pytest.skip(f"{LISTS.relative_to(ROOT.parent)} is not on this machine")
    naughty: list[str] = json.loads((LISTS / "strings" / "blns.json").read_text("utf-8"))
    told = [line.strip(" |`") for file in LISTS.rglob("*.md") for line in _lines(file)]
    documents = [file.read_bytes().decode(errors="replace") for file in LISTS.rglob("*.json")]
    return list(dict.fromkeys([*naughty, *sorted(told), *sorted(documents)]))


def _lines(file: Path) -> list[str]:
    """What stands in code or in a table, and not the sentences around it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(("|", "    ")) and line.strip(" |`-")]
