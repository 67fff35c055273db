"""Which way a case goes: the rules of a set, applied to the facts of one version.

The gross level seats the readers, the residual level picks who decides. Triggers only add: a seat,
or a higher level. Where no rule fits, or one can not be reckoned, the case goes the way of IV, and
the plan says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from impactreview.governance.rules.plan import (
    Cooldown,
    Demand,
    Fired,
    Plan,
    SeatPlan,
    decides_of,
)
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.governance.terms import BoardKind
from impactreview.impact.conditions import holds
from impactreview.impact.terms import Door, Form, Level

TOP = 4
_NO_RULE = Fired("fail-closed", why="No rule fits this case: it goes the way of level IV.")
_ERROR = Fired(
    "fail-closed", why="A rule could not be reckoned: the case goes the way of level IV."
)


@dataclass(frozen=True, kw_only=True)
class RoutingFacts:
    """What the rules may ask about one version. `answers` are the analysis's, by question."""

    gross: Level
    residual: Level
    form: Form
    door: Door
    functions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    vulnerable: bool = False
    poor_outcome: bool = False
    owner_is_top: bool = False
    published_findings: int = 0
    """Determined and published findings about the policy that would be amended."""
    after_wrong_claim: bool = False
    """Whether it is among the next proposals of an owner whose claim was found to be wrong."""
    boards: frozenset[BoardKind] = frozenset()
    """The kinds of boards there are for the owner's unit."""
    answers: Mapping[str, object] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """The facts as conditions name them."""
        return {
            **self.answers,
            "gross": int(self.gross),
            "residual": int(self.residual),
            "form": self.form.value,
            "door": self.door.value,
            "functions": list(self.functions),
            "channels": list(self.channels),
            "harms": list(self.harms),
            "vulnerable": self.vulnerable,
            "poor_outcome": self.poor_outcome,
            "owner_is_top": self.owner_is_top,
            "published_findings": self.published_findings,
            "after_wrong_claim": self.after_wrong_claim,
        }


def route(rules: RuleSetContent, facts: RoutingFacts, *, last_resort: RuleSetContent) -> Plan:
    """The way of this version under `rules`.

    `last_resort` is the set that came with the house; its IV row is taken where `rules` fail.
    """
    try:
        return _route(rules, facts)
    except KeyError:
        return _top(rules, facts, last_resort, _NO_RULE)
    except Exception:  # noqa: BLE001, RUF100 - whatever it is, the case must not go a lower way
        return _top(rules, facts, last_resort, _ERROR)


def _route(rules: RuleSetContent, facts: RoutingFacts) -> Plan:
    triggers = [t for t in rules.document["triggers"] if holds(t["if"], facts.values())]
    gross = _raised(int(facts.gross), triggers)
    residual = _raised(int(facts.residual), triggers)
    reads, decides = rules.row(gross), rules.row(residual)
    adding = [t for t in triggers if "seat" in t and gross >= t["from"]]
    raising = [t for t in triggers if "seat" not in t]
    fired = (
        Fired(f"reads.{gross}", reads["why"]),
        Fired(f"decides.{residual}", decides["why_decides"]),
        *(Fired(t["name"], t["why"]) for t in (*raising, *adding)),
    )
    return _plan(rules, facts, (reads, decides), fired, _seats(reads, adding, facts))


def _top(
    rules: RuleSetContent, facts: RoutingFacts, last_resort: RuleSetContent, why: Fired
) -> Plan:
    """The way of IV, by these rules if they have one, else by those that came with the house."""
    everything = replace(facts, gross=Level.IV, residual=Level.IV)
    for source in (rules, last_resort):
        try:
            row = source.row(TOP)
            adding = [t for t in last_resort.document["triggers"] if "seat" in t]
            seats = _seats(row, adding, facts)
            made = _plan(source, everything, (row, row), (why,), seats)
            return replace(made, rule_set=rules.document.get("id", ""), rule_set_hash=rules.hash)
        except Exception:  # noqa: BLE001, RUF100, S112, PERF203 - the next source is the answer
            continue
    raise AssertionError  # the set that came with the house was checked when it was read


def _raised(level: int, triggers: Sequence[Mapping[str, Any]]) -> int:
    for trigger in triggers:
        level = max(level, int(trigger.get("raise_to", 0)))
    by: int = sum(trigger.get("raise_by", 0) for trigger in triggers)
    return min(level + by, TOP)


def _seats(
    row: Mapping[str, Any], adding: Sequence[Mapping[str, Any]], facts: RoutingFacts
) -> tuple[SeatPlan, ...]:
    seats: dict[tuple[str, str], SeatPlan] = {}
    for seat in _asked(row, facts):
        _join(seats, seat, more=False)
    for trigger in adding:
        asked = {"why": trigger["why"], **trigger["seat"]}
        more = bool(asked.pop("more", False))
        _join(seats, SeatPlan(**asked), more=more)
    return tuple(seats.values())


def _asked(row: Mapping[str, Any], facts: RoutingFacts) -> Iterator[SeatPlan]:
    for seat in row["seats"]:
        plain = {name: value for name, value in seat.items() if name != "each"}
        if seat.get("each") == "functions":
            yield from (SeatPlan(**{**plain, "scope": code}) for code in facts.functions)
        else:
            yield SeatPlan(**plain)


def _join(seats: dict[tuple[str, str], SeatPlan], seat: SeatPlan, *, more: bool) -> None:
    """Two reasons for the same seat make one seat, unless the second asks for one more."""
    there = seats.get((seat.kind, seat.scope))
    if there is None:
        seats[seat.kind, seat.scope] = seat
        return
    count = there.count + seat.count if more else max(there.count, seat.count)
    why = seat.why if seat.must and not there.must else there.why
    seats[seat.kind, seat.scope] = replace(
        there, count=count, must=there.must or seat.must, why=why
    )


def _plan(
    rules: RuleSetContent,
    facts: RoutingFacts,
    rows: tuple[Mapping[str, Any], Mapping[str, Any]],
    fired: tuple[Fired, ...],
    seats: tuple[SeatPlan, ...],
) -> Plan:
    reads, row = rows
    decides = dict(row["decides"])
    kinds = [BoardKind(kind) for kind in decides.pop("board_kinds", ())]
    there = [kind for kind in kinds if kind in facts.boards]
    overrule = decides.get("overrule")
    if overrule and facts.owner_is_top:
        decides["overrule"] = {**overrule, "by": "external"}
    return Plan(
        rule_set=rules.id,
        rule_set_hash=rules.hash,
        gross=reads["level"],
        residual=row["level"],
        fired=fired,
        seats=seats,
        decides=replace(decides_of(decides), board_kind=next(iter((*there, *kinds)), None)),
        reading_days=reads["reading_days"],
        silence_days=reads.get("silence_days"),
        notice_days=row["notice_days"],
        cooldown=Cooldown(**reads["cooldown"]) if reads.get("cooldown") else None,
        objection_days=row["objection_days"],
        review_months=row.get("review_months"),
        ends_months=row.get("ends_months"),
        outcome_checks=tuple(row.get("outcome_checks", ())),
        audit_share=row.get("audit_share"),
        demands=tuple(Demand(**demand) for demand in reads.get("demands", ())),
        seen_by=tuple(row.get("seen_by", ())),
    )
