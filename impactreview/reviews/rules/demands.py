"""Whether an analysis holds what its level demands.

What the owner can mend by writing must be there before the proposal is handed in. What has to be
found out or set up first (a source, a pilot, another alternative, criteria to stop) is shown to the
board as open: whoever has no evidence says so, and pays for it with a higher level, instead of
inventing some.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from impactreview.governance.rules.plan import Demand
from impactreview.impact.terms import Effect
from impactreview.impact.values import Content, is_known, plain
from impactreview.kernel.refusals import Missing

_TEST = "test"
"""The source of evidence that tried the thing before it is decided."""

Rows = list[Mapping[str, Any]]


def unmet(demands: Iterable[Demand], content: Content, asked: Collection[str]) -> list[Demand]:
    """The demands that `content` does not meet.

    `asked` are the sections that the analysis's form asks: what is not asked is not demanded.
    """
    return [
        demand
        for demand in demands
        if demand.name not in _ASKED_IN or _ASKED_IN[demand.name] in asked
        if not _HELD[demand.name](content)
    ]


def missing(demands: Iterable[Demand], page: Callable[[str], str]) -> list[Missing]:
    """What keeps a proposal from being handed in; `page` leads to a section of the analysis."""
    return [
        Missing(demand.why, place=page(_SECTION[demand.name]))
        for demand in demands
        if demand.name in _SECTION
    ]


def _rows(content: Content, table: str) -> Rows:
    found = content.get("rows", {}).get(table)
    return list(found) if isinstance(found, list | tuple) else []


def _one_source(content: Content) -> bool:
    return bool(_rows(content, "evidence"))


def _each_worse_segment(content: Content) -> bool:
    worse = {
        plain(row.get("segment"))
        for row in _rows(content, "places")
        if row.get("effect") == Effect.WORSE
    }
    heard = {plain(row.get("segment")) for row in _rows(content, "evidence")}
    return worse <= heard


def _asked_or_reason(content: Content) -> bool:
    answers = content.get("answers", {})
    said = "K.affected_said" if answers.get("K.affected") == "yes" else "K.affected_why_not"
    return is_known(answers.get(said))


def _tested(content: Content) -> bool:
    return any(row.get("source") == _TEST for row in _rows(content, "evidence"))


def _alternatives(content: Content, kind: str) -> Rows:
    return [row for row in _rows(content, "alternatives") if row.get("kind") == kind]


def _without_harm(content: Content) -> bool:
    return any(row.get("worst_level") == 0 for row in _alternatives(content, "other"))


_HELD: dict[str, Callable[[Content], bool]] = {
    "one_source": _one_source,
    "source_for_each_worse_segment": _each_worse_segment,
    "customers_asked_or_reason": _asked_or_reason,
    "pilot_or_test_first": _tested,
    "do_nothing_compared": lambda content: bool(_alternatives(content, "do_nothing")),
    "two_alternatives": lambda content: len(_rows(content, "alternatives")) >= 2,
    "alternative_without_harm": _without_harm,
    "stop_criteria": lambda content: bool(_rows(content, "monitoring")),
}
_ASKED_IN = {
    "customers_asked_or_reason": "K",
    "do_nothing_compared": "H",
    "two_alternatives": "H",
    "alternative_without_harm": "H",
}
_SECTION = {
    "customers_asked_or_reason": "K",
    "do_nothing_compared": "H",
    "two_alternatives": "H",
}
"""The section in which the owner mends it; what is not named here is for the board."""
