"""Which way a case goes: the table of levels, the triggers, and what happens when rules fail."""

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from impactreview.governance.queries.rule_sets import packaged, questions
from impactreview.governance.rules.plan import SEAT_KINDS, Plan
from impactreview.governance.rules.routing import RoutingFacts, route
from impactreview.governance.rules.rule_sets import BrokenRuleSet, RuleSetContent, rule_set
from impactreview.governance.terms import BoardKind
from impactreview.impact.terms import Door, Form, Level
from impactreview.people.terms import Expertise
from impactreview.reviews.terms import SeatKind

FULL, SIMPLE = packaged("full"), packaged("simple")
QUIET = {
    "0.price_terms": "no",
    "0.service_cut": "no",
    "0.harder_exit": "no",
    "0.data_use": "no",
    "0.vulnerable": "no",
    "0.regulated": "no",
    "N.interest": "no",
    "I.announce": "yes",
}
"""Answers under which no trigger fires."""


def facts(gross: int = 2, residual: int | None = None, **values: Any) -> RoutingFacts:
    found = RoutingFacts(
        gross=Level(gross),
        residual=Level(gross if residual is None else residual),
        form=Form.FULL,
        door=Door.TWO_WAY,
        boards=frozenset({BoardKind.UNIT, BoardKind.CENTRAL, BoardKind.TOP}),
        answers=QUIET,
    )
    return replace(found, **values)


def plan(rules: RuleSetContent, found: RoutingFacts) -> Plan:
    return route(rules, found, last_resort=FULL)


def seats(made: Plan) -> Counter[tuple[str, str, bool]]:
    return Counter({(seat.kind, seat.scope, seat.must): seat.count for seat in made.seats})


READS_FULL = {
    0: {("confirmer", "", True): 1},
    1: {("domain", "", True): 1, ("advocate", "", False): 1},
    2: {("domain", "", True): 1, ("other_unit", "", True): 1, ("advocate", "", True): 1},
    3: {("domain", "", True): 1, ("other_unit", "", True): 1, ("advocate", "", True): 1},
    4: {
        ("domain", "", True): 1,
        ("other_unit", "", True): 1,
        ("advocate", "", True): 1,
        ("independent", "independent", True): 1,
    },
}


@pytest.mark.parametrize("level", range(5))
def test_who_reads_in_the_full_form(level: int) -> None:
    assert seats(plan(FULL, facts(level))) == READS_FULL[level]


@pytest.mark.parametrize("level", range(1, 5))
def test_who_reads_in_the_simple_form(level: int) -> None:
    assert seats(plan(SIMPLE, facts(level))) == {
        ("domain", "", True): 1,
        ("advocate", "", True): 1,
    }


def test_a_claim_of_level_0_needs_somebody_who_confirms_it_in_both_forms() -> None:
    assert seats(plan(SIMPLE, facts(0))) == {("confirmer", "", True): 1}
    assert plan(SIMPLE, facts(0)).decides.kind == "nobody"
    assert plan(FULL, facts(0)).audit_share == "1/20"


def test_who_decides_in_the_full_form() -> None:
    none, head, unit, central, top = (plan(FULL, facts(4, n)).decides for n in range(5))
    assert none.kind == "nobody"
    assert (head.kind, head.board_kind) == ("head", BoardKind.UNIT)
    assert (unit.kind, unit.board_kind, unit.quorum) == ("board", BoardKind.UNIT, ">1/2")
    assert (unit.majority, unit.needs_customer, unit.chambers) == (">1/2", True, False)
    for board in (central, top):
        assert (board.board_kind, board.quorum) == (BoardKind.CENTRAL, ">=2/3")
        assert (board.company, board.customer) == (">=2/3", ">1/2")
        assert board.chambers
        assert board.needs_customer
    assert not central.unanimous_customer
    assert central.overrule is None
    assert top.unanimous_customer
    assert top.overrule is not None
    assert (top.overrule.by, top.overrule.share, top.overrule.months) == ("top", ">=3/4", 6)


def test_who_decides_in_the_simple_form() -> None:
    for level in (1, 2):
        decides = plan(SIMPLE, facts(level)).decides
        assert (decides.kind, decides.majority, decides.unanimous_customer) == (
            "board",
            ">1/2",
            False,
        )
    for level in (3, 4):
        decides = plan(SIMPLE, facts(level)).decides
        assert decides.unanimous_customer
        assert decides.overrule is not None
        assert (decides.overrule.by, decides.overrule.review_share) == ("top", "1/2")


def test_where_the_top_is_the_owner_an_external_person_overrules() -> None:
    for rules in (FULL, SIMPLE):
        decides = plan(rules, facts(4, owner_is_top=True)).decides
        assert decides.overrule is not None
        assert decides.overrule.by == "external"


@pytest.mark.parametrize("rules", [FULL, SIMPLE], ids=["full", "simple"])
@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (0, (0, 0, None, 0)),
        (1, (0, 0, 24, 1)),
        (2, (3, 0, 12, 1)),
        (3, (5, 5, 6, 3)),
        (4, (5, 10, 3, 5)),
    ],
)
def test_notice_windows_and_dates_of_each_level(
    rules: RuleSetContent, level: int, expected: tuple[int, int, int | None, int]
) -> None:
    made = plan(rules, facts(4, level))
    found = (made.notice_days, made.objection_days, made.review_months, len(made.outcome_checks))
    assert found == expected
    assert made.ends_months == (12 if level == 4 else None)


def test_what_is_demanded_of_each_level() -> None:
    demands = [{demand.name for demand in plan(FULL, facts(n)).demands} for n in range(5)]
    assert demands[0] == set()
    assert demands[1] == {"one_source"}
    assert demands[2] == {"source_for_each_worse_segment", "do_nothing_compared"}
    assert demands[3] == demands[2] | {"customers_asked_or_reason", "two_alternatives"}
    assert demands[4] == demands[3] | {
        "pilot_or_test_first",
        "alternative_without_harm",
        "stop_criteria",
    }


def test_the_gross_level_seats_and_the_residual_level_decides() -> None:
    made = plan(FULL, facts(4, 1))
    assert seats(made) == READS_FULL[4]
    assert made.decides.kind == "head"
    assert made.review_months == 24


def test_somebody_reads_for_each_function_touched() -> None:
    made = plan(FULL, facts(2, functions=("IT", "SERVICE")))
    assert seats(made) == Counter(READS_FULL[2]) + Counter(
        {("function", "IT", True): 1, ("function", "SERVICE", True): 1}
    )


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("0.price_terms", "legal"),
        ("0.regulated", "legal"),
        ("0.harder_exit", "legal"),
        ("0.data_use", "data"),
        ("0.service_cut", "accessibility"),
        ("0.vulnerable", "vulnerability"),
    ],
)
@pytest.mark.parametrize("answer", ["yes", "unknown", None])
def test_a_trigger_seats_an_expert_from_level_iii_on(
    question: str, field: str, answer: str | None
) -> None:
    answers = {**QUIET, question: answer}
    assert ("expert", field, True) in seats(plan(FULL, facts(3, answers=answers)))
    assert ("expert", field, True) not in seats(plan(FULL, facts(2, answers=answers)))


def test_abuse_55_all_triggers_unknown_seat_every_expert() -> None:
    made = plan(FULL, facts(3, answers=dict.fromkeys(QUIET, "unknown")))
    experts = {seat.scope for seat in made.seats if seat.kind == "expert"}
    assert experts == {"legal", "data", "accessibility", "vulnerability"}
    assert Counter(seat.kind for seat in made.seats)["expert"] == 4
    assert [seat.count for seat in made.seats if seat.kind == "other_unit"] == [2]


def test_harm_to_privacy_and_to_vulnerable_people_seats_their_experts_too() -> None:
    made = plan(FULL, facts(3, harms=("privacy", "access"), vulnerable=True))
    experts = {seat.scope for seat in made.seats if seat.kind == "expert"}
    assert experts == {"data", "accessibility", "vulnerability"}


def test_an_interest_of_the_owner_seats_one_more_reader() -> None:
    answers = {**QUIET, "N.interest": "yes"}
    assert seats(plan(FULL, facts(1, answers=answers)))["other_unit", "", True] == 1
    assert seats(plan(FULL, facts(2, answers=answers)))["other_unit", "", True] == 2
    assert seats(plan(SIMPLE, facts(2, answers=answers)))["domain", "", True] == 2


def test_what_would_not_be_announced_makes_the_advocate_speak() -> None:
    made = plan(FULL, facts(1, answers={**QUIET, "I.announce": "no"}))
    assert seats(made)["advocate", "", True] == 1


@pytest.mark.parametrize("rules", [FULL, SIMPLE])
def test_after_a_wrong_claim_nothing_goes_a_lower_way_than_two(rules: RuleSetContent) -> None:
    for level in range(5):
        made = plan(rules, facts(level, after_wrong_claim=True))
        assert (made.gross, made.residual) == (max(level, 2), max(level, 2))
        assert "wrong_claim" in {fired.rule for fired in made.fired}


def test_a_published_finding_raises_both_levels_by_one() -> None:
    made = plan(FULL, facts(2, 1, published_findings=2))
    assert (made.gross, made.residual) == (3, 2)
    assert "published_finding" in {fired.rule for fired in made.fired}
    assert plan(FULL, facts(4, published_findings=1)).gross == 4


def test_fired_rules_carry_their_reasons() -> None:
    made = plan(FULL, facts(3, 2, answers={**QUIET, "0.data_use": "yes"}))
    assert [fired.rule for fired in made.fired] == ["reads.3", "decides.2", "use_of_data"]
    assert all(fired.why for fired in made.fired)
    assert made.rule_set_hash == FULL.hash


def test_the_unit_board_is_missing_so_the_central_one_decides() -> None:
    made = plan(FULL, facts(2, boards=frozenset({BoardKind.CENTRAL})))
    assert made.decides.board_kind is BoardKind.CENTRAL
    assert plan(FULL, facts(2, boards=frozenset())).decides.board_kind is BoardKind.UNIT


def _without(rules: RuleSetContent, *levels: int) -> RuleSetContent:
    rows = [row for row in rules.document["levels"] if row["level"] not in levels]
    return RuleSetContent({**rules.document, "levels": rows}, rules.hash)


def _with_broken_trigger(rules: RuleSetContent) -> RuleSetContent:
    trigger = {"name": "broken", "if": {"maybe": ["gross", 1]}, "why": "x", "raise_by": 1}
    return RuleSetContent({**rules.document, "triggers": [trigger]}, rules.hash)


def test_abuse_57_no_rule_applies_so_it_goes_the_way_of_iv() -> None:
    made = plan(_without(FULL, 1), facts(1))
    assert seats(made)["independent", "independent", True] == 1
    assert made.decides.unanimous_customer
    assert (made.gross, made.residual) == (4, 4)
    assert made.fired[0].rule == "fail-closed"
    assert made.fired[0].why.startswith("No rule fits")


def test_abuse_56_a_rule_that_errs_goes_the_way_of_iv_and_says_so() -> None:
    made = plan(_with_broken_trigger(FULL), facts(1))
    assert made.decides.unanimous_customer
    assert made.fired[0].why.startswith("A rule could not be reckoned")
    experts = {seat.scope for seat in made.seats if seat.kind == "expert"}
    assert experts == {"legal", "data", "accessibility", "vulnerability"}


def test_rules_without_any_row_take_the_way_of_iv_that_came_with_the_house() -> None:
    made = plan(_without(SIMPLE, 0, 1, 2, 3, 4), facts(0))
    assert seats(made)["independent", "independent", True] == 1
    assert made.rule_set_hash == SIMPLE.hash


def test_abuse_54_the_level_is_the_analysis_alone_no_fact_lowers_it() -> None:
    high = plan(FULL, facts(3))
    for form in Form:
        for door in Door:
            assert plan(FULL, facts(3, form=form, door=door)).gross == high.gross


LEVELS = st.integers(0, 4)
ANSWERS = st.dictionaries(st.sampled_from(sorted(QUIET)), st.sampled_from(["yes", "no", "unknown"]))


@settings(deadline=None, max_examples=60)
@always(st.sampled_from([FULL, SIMPLE]), LEVELS, LEVELS, ANSWERS, st.lists(st.sampled_from("AB")))
def test_raising_a_level_never_removes_a_seat(
    rules: RuleSetContent, low: int, high: int, answers: dict[str, object], functions: list[str]
) -> None:
    low, high = sorted((low, high))
    common: dict[str, Any] = {"answers": answers, "functions": tuple(sorted(set(functions)))}
    below = plan(rules, facts(low, low, **common))
    above = plan(rules, facts(high, low, **common))
    assert sum(_must(above).values()) >= sum(_must(below).values())
    if low:  # a claim of level 0 is confirmed, not reviewed
        assert _all(below) <= _all(above)
        assert _must(below) <= _must(above)


def _all(made: Plan) -> Counter[tuple[str, str]]:
    return Counter({(seat.kind, seat.scope): seat.count for seat in made.seats})


def _must(made: Plan) -> Counter[tuple[str, str]]:
    return Counter({(seat.kind, seat.scope): seat.count for seat in made.seats if seat.must})


@settings(deadline=None, max_examples=60)
@always(st.sampled_from([FULL, SIMPLE]), LEVELS, LEVELS, ANSWERS)
def test_a_plan_comes_back_from_json_as_it_was(
    rules: RuleSetContent, gross: int, residual: int, answers: dict[str, object]
) -> None:
    made = plan(rules, facts(gross, residual, answers=answers))
    assert Plan.from_json(made.to_json()) == made


def test_seats_are_known_to_the_room_that_fills_them() -> None:
    assert {kind.value for kind in SeatKind} == SEAT_KINDS
    fields = {
        trigger["seat"].get("scope")
        for rules in (FULL, SIMPLE)
        for trigger in rules.document["triggers"]
        if trigger.get("seat", {}).get("kind") == "expert"
    }
    assert fields <= {field.value for field in Expertise}


def test_clocks_of_a_plan() -> None:
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    told, three = plan(FULL, facts(1)), plan(FULL, facts(3))
    berlin = "Europe/Berlin"
    assert told.silent_until(noon, berlin) == datetime(2026, 3, 10, 22, 59, 59, tzinfo=UTC)
    assert three.silent_until(noon, berlin) is None
    assert three.read_by(noon, berlin) == datetime(2026, 3, 19, 22, 59, 59, tzinfo=UTC)
    assert told.rests_until(noon, major=True, zone=berlin) is None
    minor = plan(FULL, facts(2)).rests_until(noon, major=False, zone=berlin)
    assert minor == datetime(2026, 3, 10, 22, 59, 59, tzinfo=UTC)
    major = three.rests_until(noon, major=True, zone=berlin)
    assert major == datetime(2026, 3, 19, 22, 59, 59, tzinfo=UTC)


def broken(change: Any) -> list[str]:
    document = deepcopy(dict(FULL.document))
    change(document)
    with pytest.raises(BrokenRuleSet) as refusal:
        rule_set(document, questions())
    return [f"{problem.place}: {problem.message}" for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["levels"].pop(), "levels"),
        (lambda d: d["levels"].reverse(), "levels"),
        (lambda d: d.update(form="half"), ""),
        (lambda d: d.update(id=""), "id"),
        (lambda d: d.update(triggers=None), "triggers"),
        (lambda d: d["triggers"][0].update({"if": {"=": ["0.no_such", "yes"]}}), "triggers[0].if"),
        (lambda d: d["triggers"][0].update({"if": {"like": ["gross", 1]}}), "triggers[0].if"),
        (lambda d: d["triggers"][0].update(name=d["triggers"][1]["name"]), "triggers[0]"),
        (lambda d: d["triggers"][0]["seat"].update(kind="friend"), "triggers[0].seat.kind"),
        (lambda d: d["triggers"][0].update(raise_to=3), "triggers[0]"),
        (lambda d: d["triggers"][-1].update(raise_by=-1), "triggers[9].raise_by"),
        (lambda d: d["triggers"][0].pop("why"), "triggers[0].why"),
        (lambda d: d["levels"][2]["seats"][0].update(kind="friend"), "levels[2].seats[0].kind"),
        (lambda d: d["levels"][2].update(seats=[]), "levels[2].seats"),
        (lambda d: d["levels"][2].update(notice_days="3"), "levels[2].notice_days"),
        (lambda d: d["levels"][2]["demands"][0].update(name="luck"), "levels[2].demands[0]"),
        (lambda d: d["levels"][2]["decides"].update(kind="fate"), "levels[2].decides"),
        (lambda d: d["levels"][2]["decides"].update(majority="half"), "levels[2].decides.majority"),
        (lambda d: d["levels"][3]["decides"].pop("customer"), "levels[3].decides.customer"),
        (lambda d: d["levels"][3]["decides"].update(board_kinds=["x"]), "levels[3].decides.boa"),
    ],
)
def test_broken_rules_are_refused_whole(change: Any, place: str) -> None:
    found = broken(change)
    assert any(each.startswith(place) for each in found), found


@pytest.mark.parametrize("document", [None, [], "full", 3, {}])
def test_what_is_no_rule_set_is_refused(document: object) -> None:
    with pytest.raises(BrokenRuleSet):
        rule_set(document, questions())
