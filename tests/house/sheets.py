"""The forms of a page, as a browser would send them, filled in by somebody who knows them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

WORDS = MappingProxyType(
    {
        "again": "another long password",
        "baseline": "6",
        "baseline_on": "2026-01-01",
        "channels": "Shop",
        "customers": "42000",
        "days": "7",
        "due_on": "2099-01-01",
        "email": "colleague@example.org",
        "embargo_until": "",
        "high": "8",
        "horizon": "2027-01-01",
        "in_force_since": "2026-01-01",
        "likely": "7",
        "link": "https://example.org/",
        "low": "6",
        "manager": "",
        "new_password": "another long password",
        "others": "",
        "owner": "colleague@example.org",
        "pasted": "",
        "person": "colleague@example.org",
        "review_by": "2099-01-01",
        "sample": "12",
        "share": "10",
        "sponsor": "",
        "co_authors": "",
        "term_from": "2026-01-01",
        "term_until": "2099-01-01",
        "valid_from": "2026-11-01",
        "wished_on": "2099-01-01",
    }
)
"""What is typed into an empty field of this name; into every other: some words."""
UNLESS = "Some words."
_TYPED = ("text", "email", "search", "password", "date", "number", "tel", "url", "")


def word(name: str) -> str:
    """What somebody types into an empty field of this name."""
    asked = name.rpartition("-")[2]
    return WORDS.get(asked, "2099-01-01" if asked.endswith("_on") else UNLESS)


@dataclass
class Sheet:
    """A form as it stands on a page: where it is sent, and what it holds, filled in."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)

    @property
    def is_upload(self) -> bool:
        return bool(self.files)


def sheets_of(html: str, path: str) -> list[Sheet]:
    """The forms of this page that are sent by POST."""
    reader = _Sheets(path)
    reader.feed(html)
    reader.close()
    return reader.found


class _Sheets(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Sheet] = []
        self.sheet: Sheet | None = None
        self.menu = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.sheet = Sheet(given.get("action") or self.path)
            if given.get("method", "").lower() == "post":
                self.found.append(self.sheet)
        elif self.sheet is not None:
            self._part(self.sheet, tag, given)

    def _part(self, sheet: Sheet, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self.menu:
            if "selected" in given or not sheet.values[self.menu]:
                sheet.values[self.menu] = given.get("value", "")
        elif name and tag == "select":
            self.menu = name
            _keep(sheet, sheet.choices, name, "")
        elif name and tag == "textarea":
            self.area = name
            _keep(sheet, sheet.texts, name, "")
        elif name and tag in {"input", "button"}:
            _input(sheet, given)

    def handle_data(self, data: str) -> None:
        if self.area and self.sheet is not None:
            self.sheet.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if self.sheet is not None and tag == "textarea":
            typed = self.sheet.values[self.area].removeprefix("\r").removeprefix("\n")
            self.sheet.values[self.area] = typed or word(self.area)
            self.area = ""
        if tag == "form":
            self.sheet = None
        if tag == "select":
            self.menu = ""


def _input(sheet: Sheet, given: dict[str, str]) -> None:
    name, kind, value = given["name"], given.get("type", ""), given.get("value", "")
    if kind in _TYPED:
        _keep(sheet, sheet.texts, name, value or word(name))
    elif kind == "checkbox":
        _keep(sheet, sheet.boxes, name, value if "checked" in given else "")
    elif kind == "file":
        sheet.files.append(name)
    else:  # a hidden field, a radio button, or a button that says something
        _keep(sheet, sheet.hidden if kind == "hidden" else sheet.choices, name, value)
        if "checked" in given:
            sheet.values[name] = value


def _keep(sheet: Sheet, names: list[str], name: str, value: str) -> None:
    if name not in sheet.values:
        sheet.values[name] = value
        names.append(name)


def sent(sheet: Sheet) -> dict[str, str]:
    """What a browser sends of it: an empty box is not sent."""
    return {name: text for name, text in sheet.values.items() if text or name not in sheet.boxes}


def plain(address: str) -> str:
    """An address without what tells one thing from another."""
    return re.sub(r"[0-9a-f-]{36}|\b[A-Z]-[\w-]+|\d+", "*", address.partition("?")[0])
