"""Walks through the town: who looks where, so that every page and every form is met."""

from collections.abc import Iterator, Mapping

from tests.house.town import Town
from tests.site import Page, walk

ALL = 20
_CASES = {"dashboard.case": ALL, "dashboard.case_review": ALL, "ballots.ballot": ALL}
WALKS: Mapping[str, Mapping[str, int]] = {
    "owner": {
        **_CASES,
        "proposals.edit": 2,
        "analyses.section": ALL,
        "analyses.edit_row": 6,
        "analyses.evidence": 6,
        "analyses.forecast": 6,
        "reviews.concern": 3,
    },
    "reader": {**_CASES, "reviews.concern": 3},
    "clerk": {**_CASES, "ballots.decision": 4, "reviews.concern": 3},
    "advocate": {**_CASES, "ballots.decision": 4},
    "author": {"dashboard.case": ALL, "ballots.decision": 4},
    "handler": {"escalations.case": ALL},
    "judge": {"escalations.case": ALL},
    "reporter": {"escalations.report": ALL},
    "policy owner": {"dashboard.policy": ALL},
    "duty executive": {},
    "administrator": {"people.person": 6, "governance.board": 3},
    "auditor": {},
}
"""Who walks, and of how many things they look at a view; else at one. Others see no others."""


_OUTSIDE = ("/sign-in", "/forgot", "/forgot/sent", "/signed-out")


def pages_of(town: Town) -> Iterator[Page]:
    """The pages of the town that those who walk find by links."""
    for who, most in WALKS.items():
        yield from found(town, who, most)


def found(town: Town, who: str, most: Mapping[str, int]) -> Iterator[Page]:
    """The pages that one of them finds."""
    with town.app.app_context():
        yield from walk(town.app, town.browser(who), who, starts=_starts(town, who), most=most)


def _starts(town: Town, who: str) -> tuple[str, ...]:
    """Where they begin: at home, and where no link leads because one gets there by sending."""
    draft, report = town.handles["draft"], town.handles["report"]["code"]
    pages = f"/proposals/{draft['code']}/analysis"
    return {
        "owner": ("/", f"{pages}/B/rows/places/new", f"{pages}/F/evidence", f"{pages}/G/forecast",
                  f"{pages}/F/rows/evidence/{draft['cited_id']}",
                  f"{pages}/G/rows/forecasts/{draft['forecasts']}"),
        "reporter": ("/", f"/escalations/mine/{report}/receipt"),
        "administrator": ("/", "/people?left=y"),
    }.get(who, ("/",))  # fmt: skip


def outside(town: Town) -> Iterator[Page]:
    """The pages of those who are not signed in."""
    browser = town.browser("nobody")
    with town.app.app_context():
        yield from walk(town.app, browser, "nobody", starts=_OUTSIDE)
