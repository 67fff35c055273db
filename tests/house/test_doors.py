"""Every route, tried by everybody, against a table written by hand that the app never reads."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import Browser, close
from tests.house.access_table import HOLDERS, OUTSIDE, ROWS, SEES, SIGNED_IN
from tests.house.bodies import OTHERWISE, body_of
from tests.house.settled import Towns
from tests.house.town import Town, rows, undone

pytestmark = pytest.mark.timeout(300)
NEAR = {"nobody", "stranger", "owner", "chair", "handler", "administrator"}
"""They try the doors on every engine; what the others may does not rest on one."""
EVERYBODY = [
    pytest.param(who, marks=[pytest.mark.database_near] if who in NEAR else [])
    for who in sorted(SIGNED_IN | OUTSIDE)
]

NEVER_WAS = {"draft": "D-2026-999", "invited": "D-2026-999", "restricted": "D-2026-999"}
CURIOUS = {"stranger", "administrator", "conflicted handler", "judge", "top"}
"""They try every page of a case on one that is kept from them as well."""
CHANGING = re.compile(r'(name="(?:csrf_token|key)"[^>]*value=)"[^"]*"|"[0-9a-f]{32}"')
ASKED = {"policies.changed": "?before=1&after=2"}
"""What an address must be asked for."""
LIBRARY = {"static", "bootstrap.static"}
UNKNOWN = UUID(int=7)


BY_STATE = {
    ("recused member", "ballots.ballot"): "they were of the electorate until they left it",
    ("recused member", "ballots.leave"): "they have left already",
    ("reader", "reviews.call"): "they read the case in any event",
    ("second handler", "escalations.close"): "whoever proposes the closing does not confirm it",
}
"""Who is answered that it can not be done now, and why they may know that."""


@dataclass
class Door:
    """The app with its town, a browser for everybody in it, and what each address is sent."""

    app: Flask
    town: Town
    browsers: dict[str, Browser]
    before: tuple[int, ...]
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def get(self, who: str, path: str) -> TestResponse:
        self.asked["GET"] += 1
        with self.app.app_context():
            return self.browsers[who].get(path)

    def post(
        self, who: str, rule: Rule, path: str, *, empty: bool = False
    ) -> tuple[TestResponse, bool]:
        """The answer, and whether anything was written; it is taken back at once."""
        self.asked["POST"] += 1
        with undone(self.app):
            data = {} if empty else self.bodies[rule.rule]
            data = {name: value() if callable(value) else value for name, value in data.items()}
            answer = self.browsers[who].post(path, data=data)
            return answer, rows() != self.before


@pytest.fixture(scope="module")
def door(towns: Towns) -> Iterator[Door]:
    town = towns.of("en").town
    app = town.app
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a fault of ours is a 500, as on a server
    with app.app_context():
        browsers = {who: town.browser(who) for who in sorted(SIGNED_IN | OUTSIDE)}
        made = Door(app, town, browsers, rows())
        for rule in _rules(app):
            if ROWS[rule.endpoint].sends is not None:
                made.bodies[rule.rule] = _body(made, rule)
    yield made
    close(app)


def _body(door: Door, rule: Rule) -> dict[str, Any]:
    """What is sent to this address, as somebody finds it who may send it."""
    row = ROWS[rule.endpoint]
    senders = sorted(row.sends or ())
    who = "owner" if "owner" in senders else senders[0]
    return body_of(door.browsers[who], rule, _path(door.town, rule, row.thing))


def _rules(app: Flask) -> list[Rule]:
    """Every address; the one that ends the visit comes last."""
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint not in LIBRARY),
        key=lambda rule: (rule.endpoint == "people.sign_out", rule.endpoint, rule.rule),
    )


def _path(town: Town, rule: Rule, thing: str, code: str = "") -> str:
    values: dict[str, Any] = dict.fromkeys(rule.arguments, UNKNOWN)
    values |= {"token": "unknown", "serial": 1, "code": "X"}
    values |= town.handles.get(thing, {})
    if "forecast" in rule.endpoint:
        values["cited_id"] = values.get("forecasts", UNKNOWN)
    if rule.endpoint == "analyses.section":
        values["section_id"] = "A"
    if code:
        values["code"] = code
    built = rule.build({name: values[name] for name in rule.arguments if name in values})
    assert built is not None
    return built[1].replace("//localhost", "") + ASKED.get(rule.endpoint, "")


def _things(rule: Rule, who: str) -> list[str]:
    """Of which things this one tries this address."""
    home = ROWS[rule.endpoint].thing
    of_case = rule.rule.startswith("/proposals/<code>") and home != "restricted"
    also = {"draft"} if rule.endpoint.startswith("dashboard.") else set()
    if who in CURIOUS:
        also = {*also, "restricted"}
    return [home, *sorted(also if of_case else ())]


def _denied(who: str, rule: Rule, thing: str) -> set[int]:
    """How this one is denied the page, by the table alone; empty where they are not."""
    row = ROWS[rule.endpoint]
    if who not in HOLDERS[row.mark]:
        return {302, 401} if who in OUTSIDE else {403}
    return {404} if who not in SEES.get(thing, HOLDERS[row.mark]) else set()


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_finds_the_doors_that_the_table_says(door: Door, who: str) -> None:
    wrong = [
        (rule.endpoint, method, thing, found)
        for rule in _rules(door.app)
        for thing in _things(rule, who)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if (found := _fault(door, who, rule, method, thing))
    ]
    assert not wrong, "\n".join(map(str, wrong))


def _fault(door: Door, who: str, rule: Rule, method: str, thing: str) -> str:
    """What is wrong with the answer; nothing where it is as the table says."""
    path, denied = _path(door.town, rule, thing), _denied(who, rule, thing)
    if method == "GET":
        return _fault_of_page(who, rule, door.get(who, path).status_code, denied)
    answer, wrote = door.post(who, rule, path)
    if who in (ROWS[rule.endpoint].sends or ()) and not denied:
        return _fault_of_done(rule, answer.status_code, wrote=wrote)
    if who == "stranger" and not wrote:  # nor is one told what a form lacks that is not one's own
        answer, wrote = door.post(who, rule, path, empty=True)
    may_know = {409} if (who, rule.endpoint) in BY_STATE else set()
    closed = denied or {403, 404} | may_know
    if wrote or answer.status_code not in closed:
        return f"{answer.status_code}, written {wrote}, where {closed} is right"
    return ""


def _fault_of_done(rule: Rule, status: int, *, wrote: bool) -> str:
    wanted = OTHERWISE.get(rule.endpoint)
    if wanted:
        done = status == wanted.status and wrote in wanted.wrote
    else:
        done = status in {200, 204, 302, 303} and wrote
    return "" if done else f"{status}, written {wrote}, for who may"


def _fault_of_page(who: str, rule: Rule, status: int, denied: set[int]) -> str:
    row, shown = ROWS[rule.endpoint], {200, 302, 303}
    if row.sends is not None and who not in row.sends:
        shown = shown | {403, 404} | ({409} if (who, rule.endpoint) in BY_STATE else set())
    wanted = denied or shown
    return "" if status in wanted else f"{status} where {wanted} is right"


@pytest.mark.database_near
@pytest.mark.parametrize("thing", ["draft", "restricted", "triaged", "report", "closed report"])
def test_what_one_may_not_know_is_answered_as_what_never_was(door: Door, thing: str) -> None:
    told, code = [], NEVER_WAS.get(thing, "E-ZZZZZZZZ")
    curious = sorted({"administrator", "policy owner", "auditor"} - SEES[thing])
    for rule in (each for each in _rules(door.app) if "code" in each.arguments):
        of_case = rule.rule.startswith("/proposals/<code>") and thing in NEVER_WAS
        if not of_case and ROWS[rule.endpoint].thing != thing:
            continue
        paths = _path(door.town, rule, thing), _path(door.town, rule, thing, code)
        for who in curious:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                true, never = (_bare(door, who, rule, method, path) for path in paths)
                if true != never:
                    told.append((rule.endpoint, method, who))
    assert not told


def _bare(door: Door, who: str, rule: Rule, method: str, path: str) -> tuple[int, str]:
    """An answer without what changes from one to the next."""
    answer = door.get(who, path) if method == "GET" else door.post(who, rule, path)[0]
    return answer.status_code, CHANGING.sub("", answer.text).replace(path, "/")
