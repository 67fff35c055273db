"""What somebody who leaves would leave behind, with the pages on which it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from impactreview.dashboard.queries.leaving import had_by
from impactreview.people.models import Person
from impactreview.web.days import today
from impactreview.web.leaving import Left, Thing

_MOST = 20


@dataclass(frozen=True, kw_only=True)
class _Kind:
    subject: str
    message: str
    place: str
    param: str = "code"
    tells_codes: bool = False
    """Whether the code is told of what may not be read: whoever names a new owner needs it."""


_KINDS = {
    "policy": _Kind(
        subject="Policies they own",
        message="Each waits at home for administrators, who name a new owner.",
        place="dashboard.policy",
    ),
    "proposal": _Kind(
        subject="Proposals they own",
        message="Each waits at home for administrators, who name a new owner.",
        place="dashboard.case",
        tells_codes=True,
    ),
    "voted": _Kind(
        subject="Proposals they own that are voted on",
        message="While the ballot is open the owner stays. Where the case goes on after it, it"
        " waits at home for administrators, who name a new owner.",
        place="dashboard.case",
        tells_codes=True,
    ),
    "seat": _Kind(
        subject="Reviews they sit in",
        message="A seat without a position that counts is given up and filled again. Where their"
        " position counts it stays, and whoever runs the board has the seat filled again.",
        place="dashboard.case_review",
    ),
    "condition": _Kind(
        subject="Conditions they have to meet",
        message="Whoever runs the board gives them to somebody else.",
        place="ballots.decision",
    ),
    "runs": _Kind(
        subject="Boards they run",
        message="Their place ends with it. Name somebody else on the page of the board first.",
        place="governance.board",
        param="slug",
    ),
    "sits": _Kind(
        subject="Boards they sit on",
        message="Their place ends with it.",
        place="governance.board",
        param="slug",
    ),
}


def left_behind(person: Person) -> Sequence[Left]:
    """Everything that somebody else has to take over, the first kinds first."""
    had = had_by(person.id, today())
    return [_left(kind, had[name]) for name, kind in _KINDS.items() if name in had]


def _left(kind: _Kind, had: Sequence[tuple[str, str]]) -> Left:
    told = [_thing(kind, code, title) for code, title in had if title or kind.tells_codes]
    things = told[:_MOST]
    untold = len(had) - len(things)
    return Left(subject=kind.subject, message=kind.message, things=things, untold=untold)


def _thing(kind: _Kind, code: str, title: str) -> Thing:
    named: dict[str, Any] = {kind.param: code}
    return Thing(name=title or code, url=url_for(kind.place, **named) if title else "")
