"""A count of our own: what a ballot came to, from the entries of the log alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Side = Mapping[str, int]


def replay(facts: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[dict[str, Any], set[str]]:
    """Count a ballot from its entries alone; gives the count, and whose votes are in it."""
    opened = facts[0][1]
    chamber: dict[str, str] = dict(opened["electors"])
    gone: dict[str, str] = {}
    votes: dict[str, str] = {}
    for kind, said in facts[1:]:
        if kind == "ballot.voted":
            votes[said["elector"]] = said["choice"]
        elif kind == "ballot.recused":
            gone[said["elector"]] = chamber[said["elector"]]
            if said.get("follows"):
                chamber[said["follows"]] = said["chamber"]
    sides = {side: _side(side, chamber, gone, votes) for side in ("company", "customer")}
    counted = {person for person in votes if person not in gone}
    result, quorum = _result(opened["rule"], sides["company"], sides["customer"])
    return {"result": result, "quorum_met": quorum, **sides}, counted


def _side(
    side: str, chamber: dict[str, str], gone: dict[str, str], votes: dict[str, str]
) -> dict[str, int]:
    mine = [person for person, at in chamber.items() if at == side and person not in gone]
    said = Counter(votes[person] for person in mine if person in votes)
    return {
        "eligible": len(mine),
        "recused": sum(at == side for at in gone.values()),
        "yes": said["yes"],
        "no": said["no"],
        "abstain": said["abstain"],
    }


def _result(rule: Mapping[str, Any], company: Side, customer: Side) -> tuple[str, bool]:
    if not _is_quorate(rule, company, customer):
        return "no_quorum", False
    passes = _passes_twice if rule["chambers"] else _passes_together
    return ("approved" if passes(rule, company, customer) else "rejected"), True


def _is_quorate(rule: Mapping[str, Any], company: Side, customer: Side) -> bool:
    everybody = company["eligible"] + customer["eligible"]
    there = _enough(rule["quorum"], _voted(company) + _voted(customer), everybody)
    if rule["needs_customer"]:
        there = there and _voted(customer) > 0
    if rule["chambers"]:
        there = there and company["eligible"] > 0 and customer["eligible"] > 0
    return there


def _passes_twice(rule: Mapping[str, Any], company: Side, customer: Side) -> bool:
    sides = (("company", company), ("customer", customer))
    each = [_agrees(rule[name], side["yes"], side["no"]) for name, side in sides]
    silent = customer["eligible"] - customer["yes"]
    return all(each) and not (rule["unanimous_customer"] and silent)


def _passes_together(rule: Mapping[str, Any], company: Side, customer: Side) -> bool:
    yes, no = company["yes"] + customer["yes"], company["no"] + customer["no"]
    return _agrees(rule["majority"], yes, no)


def _agrees(share: str, yes: int, no: int) -> bool:
    return yes > 0 and _enough(share, yes, yes + no)


def _voted(side: Side) -> int:
    return side["yes"] + side["no"] + side["abstain"]


def _enough(share: str, part: int, whole: int) -> bool:
    if not whole:
        return False
    got, wanted = Fraction(part, whole), Fraction(share.lstrip(">="))
    return got >= wanted if share.startswith(">=") else got > wanted
