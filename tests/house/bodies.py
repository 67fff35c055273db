"""What each address is sent by who may: whole and right, so that only the right can be missing."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from werkzeug.routing import Rule

from tests.conftest import Browser
from tests.house.sheets import sent, sheets_of

_WHY = "Because it is so."
_BOARDS = "board,board_name,kind\nnew-board,New board,unit"
_PEOPLE = "email,name\nnew@example.org,New Person"
_POLICIES = (
    "title,owner_email,text,in_force_since\nNew,colleague@example.org,Some words.,2026-01-01"
)


def _file() -> tuple[BytesIO, str]:
    return BytesIO(b"Some words.\n"), "words.txt"


BODIES: dict[str, dict[str, str | Callable[[], Any]]] = {
    "analyses.choose": {"form": "full"},
    "analyses.edit_row": {"places-change": "Much dearer."},
    "analyses.quick_test": {"0.many": "no"},
    "ballots.audit": {"finding": "wrong"},
    "ballots.ballot": {"choice": "yes"},
    "ballots.condition": {"before_start": "y"},
    "ballots.name_owner": {"owner": "successor@example.org"},
    "ballots.judge": {"finding": "met"},
    "escalations.measure": {"agrees": "yes"},
    "escalations.raise_": {"mode": "confidential"},
    "escalations.reply": {"text": "Some words."},
    "escalations.triage": {"suspend": "no"},
    "governance.adopt": {"form": "full"},
    "governance.change": {"name": "Another name"},
    "governance.decline": {"reason": _WHY},
    "governance.end": {"reason": _WHY},
    "governance.import_table": {"pasted": _BOARDS},
    "governance.make": {"name": "New board", "slug": "new-board", "unit": ""},
    "governance.propose": {"office": "member", "chamber": "company"},
    "people.account": {"password": "not my password"},
    "people.address": {"email": "new@example.org", "password": "not my password"},
    "people.add_person": {"email": "new@example.org"},
    "people.add_unit": {"code": "NEW"},
    "people.change_person": {"name": "Another name"},
    "people.change_unit": {"name": "Another name"},
    "people.discard_draft": {"place": "/proposals/new"},
    "people.import_table": {"pasted": _PEOPLE},
    "people.language": {"language": "de"},
    "people.propose_role": {"role": "expert", "field": "legal"},
    "people.save_draft": {"place": "/proposals/new", "changed": "title", "title": "New"},
    "policies.hand_over": {"owner": "successor@example.org", "reason": "Why"},
    "policies.correct": {"text": "Who pays late pays nothing."},
    "policies.retitle": {"title": "Late payment", "reason": "It is no fee any more."},
    "policies.import_table": {"pasted": _POLICIES},
    "policies.preview": {"text": "Some words."},
    "proposals.attachments": {"file": _file},
    "proposals.edit": {"title": "Another title"},
    "proposals.invitation": {"answer": "no"},
    "proposals.people": {"involvement": "co_author"},
    "reviews.declare": {"declared": "y"},
    "reviews.position": {"stand": "approve"},
}
"""What is said beside what stands on the page, where some words would not do."""
CHECKED_AT = {
    "governance.import_confirmed": "/boards/import",
    "people.take_in": "/people/import",
    "policies.import_confirmed": "/policies/import",
}
"""Acts whose form comes with the answer to another one: the address of that one."""
ON_PAGE = {"governance.confirm_all": "/boards/proposals"}
"""Acts whose form stands on a page of another address."""


@dataclass(frozen=True)
class Else:
    """What comes of an act in the town that is not done there, and why."""

    status: int
    why: str
    wrote: frozenset[bool] = frozenset({False})


ALWAYS, EITHER = frozenset({True}), frozenset({True, False})
_CHECKS = "it checks a table and writes nothing"
OTHERWISE = {
    "governance.import_table": Else(200, _CHECKS),
    "people.account": Else(422, "their password is wrong, which is counted", ALWAYS),
    "people.address": Else(422, "their password is wrong, which is counted", ALWAYS),
    "people.discard_draft": Else(303, "nothing was typed before"),
    "people.end_other_sessions": Else(303, "rows change, none comes"),
    "people.end_session": Else(303, "a row changes, none comes"),
    "people.forgot": Else(200, "no letter leaves this house: it says so"),
    "people.import_table": Else(200, _CHECKS),
    "people.language": Else(303, "a cookie; and a row for who is signed in", EITHER),
    "people.retry": Else(302, "a row changes, none comes"),
    "people.sign_in": Else(422, "nobody of the town has a password"),
    "people.sign_out": Else(303, "a row changes, none comes"),
    "policies.import_table": Else(200, _CHECKS),
    "policies.preview": Else(200, "it writes nothing"),
    "reviews.submit": Else(422, "no analysis of the town is finished"),
}


def body_of(browser: Browser, rule: Rule, path: str) -> dict[str, Any]:
    """What stands on the page of this address, for who may send it, and what they say there."""
    name = rule.endpoint
    said = BODIES.get(name, {})
    if name in CHECKED_AT:
        page = checked(browser, CHECKED_AT[name])
    elif name in ON_PAGE:
        page = browser.get(ON_PAGE[name]).text
    elif "GET" in (rule.methods or ()):
        page = browser.get(path).text
    else:
        page = ""
    found = [sent(sheet) for sheet in sheets_of(page, path) if sheet.action == path]
    return {**(found[0] if found else {}), **said}


def checked(browser: Browser, path: str) -> str:
    table = {"/boards/import": _BOARDS, "/people/import": _PEOPLE}.get(path, _POLICIES)
    return browser.post(path, data={"pasted": table}).text
