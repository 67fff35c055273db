"""A set of routing rules: its shape, and the check that refuses a broken one whole.

A rule set is one JSON document:

    {"id": text, "form": "full" | "simple",
     "levels":   [row for level 0, ..., row for level IV],
     "triggers": [{"name", "why", "if": condition, "from": level, "seat": {...}}
                  or {"name", "why", "if": condition, "raise_to": level}
                  or {"name", "why", "if": condition, "raise_by": number}]}

A row says who reads at that gross level ("seats", "reading_days", "silence_days", "demands"), and
who decides at that residual level ("decides" and everything else). A seat with "each": "functions"
stands once for each function touched. Conditions are those of impact.conditions over FACTS and the
questions of the analysis. Reasons are message ids.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from impactreview.governance.rules.plan import DEMANDS, SEAT_KINDS
from impactreview.governance.rules.thresholds import Threshold
from impactreview.governance.terms import BoardKind
from impactreview.impact import conditions
from impactreview.kernel.refusals import Missing, Unusable

FACTS = frozenset(
    {
        "gross",
        "residual",
        "form",
        "door",
        "functions",
        "channels",
        "harms",
        "vulnerable",
        "poor_outcome",
        "owner_is_top",
        "published_findings",
        "after_wrong_claim",
    }
)
"""What a condition may ask about beside the questions of the analysis; see routing.RoutingFacts."""

LEVELS = range(5)
FORMS = ("full", "simple")
_NUMBERS = ("reading_days", "notice_days", "objection_days")
_SHARES = ("quorum", "majority", "company", "customer")
_HOWS = ("nobody", "head", "board")
_ACTS = frozenset({"seat", "raise_to", "raise_by"})


class BrokenRuleSet(Unusable):
    """Rules that can not be used; `problems` names each place and what is wrong there."""

    def __init__(self, problems: list[Missing]) -> None:
        super().__init__(
            "These rules can not be used: %(count)s places are wrong.", count=len(problems)
        )
        self.problems = tuple(problems)


@dataclass(frozen=True)
class RuleSetContent:
    """A rule set that can be used, and the hash it is known by."""

    document: Mapping[str, Any]
    hash: str

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def form(self) -> str:
        return str(self.document["form"])

    def row(self, level: int) -> Mapping[str, Any]:
        """The row of that level. Raises KeyError where there is none."""
        for row in self.document["levels"]:
            if row["level"] == level:
                return row  # type: ignore[no-any-return]
        raise KeyError(level)


def rule_set(document: Any, questions: Collection[str]) -> RuleSetContent:
    """The rules that `document` is, where the analysis asks `questions`.

    Raises BrokenRuleSet with everything that is wrong.
    """
    found = list(problems(document, questions))
    if found:
        raise BrokenRuleSet(found)
    return RuleSetContent(document, rule_set_hash(document))


def rule_set_hash(document: Any) -> str:
    """SHA-256 over the RFC 8785 JSON of a rule set, as hex."""
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def problems(document: Any, questions: Collection[str]) -> Iterator[Missing]:
    """What is wrong with a rule set, place by place."""
    if not isinstance(document, Mapping) or document.get("form") not in FORMS:
        yield Missing("Say whether these are the rules of the full or of the simple form.")
        return
    if not document.get("id") or not isinstance(document["id"], str):
        yield Missing("These rules need a name of their own.", place="id")
    yield from _rows(document.get("levels"))
    yield from _triggers(document.get("triggers"), FACTS | set(questions))


def _rows(rows: Any) -> Iterator[Missing]:
    if not isinstance(rows, list) or [_get(row, "level") for row in rows] != list(LEVELS):
        yield Missing("Each level from 0 to IV needs one row, in this order.", place="levels")
        return
    for row in rows:
        place = f"levels[{row['level']}]"
        yield from _numbers(row, place)
        yield from _reads(row, place)
        yield from _decides(row.get("decides"), f"{place}.decides")


def _numbers(row: Mapping[str, Any], place: str) -> Iterator[Missing]:
    for name in _NUMBERS:
        if not _is_count(row.get(name)):
            yield Missing("A whole number is needed here.", place=f"{place}.{name}")
    for name in ("why", "why_decides"):
        if not row.get(name):
            yield Missing("Say why.", place=f"{place}.{name}")


def _reads(row: Mapping[str, Any], place: str) -> Iterator[Missing]:
    if not row.get("seats"):
        yield Missing("Somebody must read at each level.", place=f"{place}.seats")
    for at, seat in enumerate(row.get("seats") or ()):
        yield from _seat(seat, f"{place}.seats[{at}]")
    for at, demand in enumerate(row.get("demands") or ()):
        if _get(demand, "name") not in DEMANDS or not _get(demand, "why"):
            yield Missing("Nobody knows how to check this.", place=f"{place}.demands[{at}]")


def _triggers(triggers: Any, known: Collection[str]) -> Iterator[Missing]:
    if not isinstance(triggers, list):
        yield Missing("A list of triggers is needed; it may be empty.", place="triggers")
        return
    names = [_get(trigger, "name") for trigger in triggers]
    for at, trigger in enumerate(triggers):
        place = f"triggers[{at}]"
        if not names[at] or names.count(names[at]) > 1:
            yield Missing("This needs a name that nothing else has.", place=place)
        yield from _trigger(trigger, place, known)


def _seat(seat: Any, place: str) -> Iterator[Missing]:
    if _get(seat, "kind") not in SEAT_KINDS:
        yield Missing("There is no such seat.", place=f"{place}.kind")
    if not _get(seat, "why"):
        yield Missing("Say why.", place=f"{place}.why")
    if _get(seat, "each") not in (None, "functions"):
        yield Missing("There is a seat for each function, or one.", place=f"{place}.each")


def _decides(decides: Any, place: str) -> Iterator[Missing]:
    how = _get(decides, "kind")
    if how not in _HOWS:
        yield Missing("Either nobody decides, or a head, or a board.", place=place)
        return
    if how != "nobody":
        kinds = decides.get("board_kinds")
        if not kinds or not set(kinds) <= {kind.value for kind in BoardKind}:
            yield Missing("There is no such board.", place=f"{place}.board_kinds")
    if how == "board":
        yield from _shares(decides, place)


def _shares(decides: Mapping[str, Any], place: str) -> Iterator[Missing]:
    needed = ("company", "customer") if decides.get("chambers") else ("majority",)
    for name in _SHARES:
        if name in decides or name in (*needed, "quorum"):
            try:
                Threshold.read(decides.get(name))
            except ValueError:
                yield Missing('Write a share as ">1/2" or ">=2/3".', place=f"{place}.{name}")


def _trigger(trigger: Any, place: str, known: Collection[str]) -> Iterator[Missing]:
    yield from conditions.check(_get(trigger, "if"), known, f"{place}.if")
    if not _get(trigger, "why"):
        yield Missing("Say why.", place=f"{place}.why")
    acts = _ACTS & set(trigger) if isinstance(trigger, Mapping) else set()
    if len(acts) != 1:
        yield Missing("A trigger either asks for a seat or raises the level.", place=place)
        return
    (does,) = acts
    if does == "seat":
        yield from _seat({"why": "above", **_mapping(trigger["seat"])}, f"{place}.seat")
        if trigger.get("from") not in LEVELS:
            yield Missing("Say from which level on.", place=f"{place}.from")
    elif trigger[does] not in LEVELS or not trigger[does]:
        yield Missing("A trigger may only raise the level.", place=f"{place}.{does}")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _get(value: Any, name: str) -> Any:
    return _mapping(value).get(name)
