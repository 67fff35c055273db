"""The count: ballots worked by hand, each written as tests.ballots.counting says."""

import json
from itertools import product

import pytest

from impactreview.ballots.rules.rule import Rule, rule_of
from impactreview.ballots.rules.tally import (
    Count,
    Tally,
    tally,
)
from impactreview.ballots.terms import Choice, Outcome
from impactreview.governance.queries.rule_sets import packaged
from impactreview.governance.rules.plan import Decides
from tests.ballots.counting import (
    APPROVED,
    NO_QUORUM,
    REJECTED,
    RULES,
    THREE,
    TWO,
    ballot,
    counted,
)

HAND_WORKED = [
    # the head of a unit alone
    ("I", "y", APPROVED),
    ("I", "n", REJECTED),
    ("I", "a", REJECTED),  # an abstention is no yes
    ("I", "-", NO_QUORUM),
    ("I", "r", NO_QUORUM),
    ("I", "/y", APPROVED),  # who chairs for the customers
    # one board: more than half take part, a customer among them, more yes than no
    ("II", "yyy/y", APPROVED),
    ("II", "yy-/y", APPROVED),
    ("II", "y--/y", NO_QUORUM),  # 2 of 4 are not more than half
    ("II", "yyy/-", NO_QUORUM),  # no customer took part
    ("II", "yy/a", APPROVED),  # the customer's abstention counts for the quorum
    ("II", "yn/a", REJECTED),  # a tie
    ("II", "yn/n", REJECTED),
    ("II", "yynn/a", REJECTED),  # a tie
    ("II", "yyyn/-", NO_QUORUM),
    ("II", "aaa/a", REJECTED),  # abstentions alone
    ("II", "yaa/a", APPROVED),  # 1 yes, 0 no
    ("II", "naa/a", REJECTED),
    ("II", "---/-", NO_QUORUM),
    ("II", "rrr/r", NO_QUORUM),  # everybody recused
    ("II", "rrr/y", APPROVED),  # one is left, and decides
    ("II", "yyy/r", NO_QUORUM),  # nobody speaks for the customers
    ("II", "yr-/y", APPROVED),  # 2 of 3 left
    ("II", "y-r/-y", NO_QUORUM),  # 2 of 4
    ("II", "y--r/y", NO_QUORUM),  # 2 of 4
    ("II", "y-rr/y", APPROVED),  # 2 of 3
    ("II", "nnn/yy", REJECTED),
    ("II", "nnn/yyy", REJECTED),  # a tie
    ("II", "nnn/yyyy", APPROVED),
    ("II", "nn/yyy", APPROVED),
    # two chambers, two thirds of all take part; two thirds and more than half of yes and no
    ("III", "yyy/yyy", APPROVED),
    ("III", "yy-/yy-", APPROVED),  # 4 of 6 is two thirds
    ("III", "yy-/y--", NO_QUORUM),  # 3 of 6
    ("III", "yyn/yyn", APPROVED),  # 2/3 and 2/3
    ("III", "ynn/yyy", REJECTED),  # 1/3 of the company
    ("III", "yn/yy", REJECTED),  # 1/2 of the company
    ("III", "yyn/yn", REJECTED),  # half of the customers is not more than half
    ("III", "yyn/yna", REJECTED),
    ("III", "yyn/yaa", APPROVED),  # 1 of 1
    ("III", "yyy/aaa", REJECTED),  # no yes in the customer chamber
    ("III", "aaa/yyy", REJECTED),  # no yes in the company chamber
    ("III", "yyy/nnn", REJECTED),
    ("III", "nnn/yyy", REJECTED),
    ("III", "yyyyy/-", NO_QUORUM),  # nobody of the customers took part
    ("III", "yyyyy/y", APPROVED),
    ("III", "yyyyy/n", REJECTED),
    ("III", "yyyyy/a", REJECTED),
    ("III", "yyyyy/r", NO_QUORUM),  # an empty chamber is outvoted by nobody
    ("III", "rr/yy", NO_QUORUM),
    ("III", "yr/yr", APPROVED),  # 2 of 2
    ("III", "y-r/yr", APPROVED),  # 2 of 3
    ("III", "y--r/yr", NO_QUORUM),  # 2 of 4
    ("III", "aaaa/aaaa", REJECTED),
    ("III", "yyyn/yy-", APPROVED),  # 3/4 of the company, 6 of 7
    ("III", "yyynn/yyy", REJECTED),  # 3/5
    ("III", "yyyynn/yyy", APPROVED),  # 4/6
    ("III", "yyyyynn/yyy", APPROVED),  # 5/7
    ("III", "yyyynnn/yyy", REJECTED),  # 4/7
    ("III", "yya/yya", APPROVED),  # abstentions do not weigh on the shares
    # with the customer chamber of one mind
    ("IV", "yyn/yyy", APPROVED),
    ("IV", "yyy/yyn", REJECTED),
    ("IV", "yyy/yya", REJECTED),  # an abstention is no approval
    ("IV", "yyy/yy-", REJECTED),  # nor is silence
    ("IV", "yyy/yyr", APPROVED),  # of those not recused
    ("IV", "ynn/yyy", REJECTED),
    ("IV", "yyy/rrr", NO_QUORUM),
    ("IV", "yy/y", APPROVED),
    ("IV", "yy/a", REJECTED),
    # the simple form: the advocate's yes is needed
    ("simple", "yyn/y", APPROVED),
    ("simple", "ynn/y", REJECTED),
    ("simple", "yn/y", REJECTED),  # half of the company is not more than half
    ("simple", "yyy/n", REJECTED),
    ("simple", "yyy/a", REJECTED),
    ("simple", "yyy/-", NO_QUORUM),
    ("simple", "yyy/r", NO_QUORUM),
    ("simple", "ry-/y", APPROVED),  # 2 of 3
]


def test_there_are_ballots_enough() -> None:
    assert len(HAND_WORKED) >= 60
    assert len({(rule, written) for rule, written, _ in HAND_WORKED}) == len(HAND_WORKED)


@pytest.mark.parametrize(("rule", "written", "result"), HAND_WORKED)
def test_abuse_34_35_36_ballots_worked_by_hand(rule: str, written: str, result: Outcome) -> None:
    found = counted(RULES[rule], written)
    assert found.result is result
    assert found.quorum_met is (result is not NO_QUORUM)
    assert bool(found.still_needed) is (result is not APPROVED)


@pytest.mark.parametrize(
    ("size", "least"),
    [(3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (10, 7), (11, 8), (12, 8)],
)
def test_abuse_37_two_thirds_of_three_to_twelve(size: int, least: int) -> None:
    """As quorum, and as threshold of the company chamber."""
    enough = "y" * (least - 1) + "-" * (size - least)
    assert counted(THREE, f"{enough}/y").result is APPROVED
    too_few = "y" * (least - 2) + "-" * (size - least + 1)
    assert counted(THREE, f"{too_few}/y").result is NO_QUORUM
    assert counted(THREE, f"{'y' * least}{'n' * (size - least)}/y").result is APPROVED
    assert counted(THREE, f"{'y' * (least - 1)}{'n' * (size - least + 1)}/y").result is REJECTED


@pytest.mark.parametrize(
    ("rule", "written", "needs"),
    [
        ("II", "y--/-", ["Somebody of the customer chamber has to vote.",
                         "Needs 2 more votes for the quorum."]),
        ("II", "yn/a", ["Needs 1 more yes."]),
        ("II", "rrr/r", ["Everybody has recused themselves: nobody is left to vote."]),
        ("III", "yy/a", ["Needs 1 more yes from the customer chamber."]),
        ("III", "ynn/yn", ["Needs 1 more yes from the company chamber.",
                           "Needs 1 more yes from the customer chamber."]),
        ("IV", "yy/yan", ["Needs 2 more yes from the customer chamber."]),
        ("III", "yy/r", ["Nobody of the customer chamber is left to vote."]),
        ("III", "nnn/y", ["Needs 2 more yes from the company chamber."]),
        ("II", "yy/y", []),
    ],
)  # fmt: skip
def test_it_says_what_is_still_needed(rule: str, written: str, needs: list[str]) -> None:
    found = counted(RULES[rule], written).still_needed
    assert [each.message % each.params for each in found] == needs


def test_votes_of_strangers_and_of_the_recused_do_not_count() -> None:
    electors, votes = ballot("yr/y")
    votes |= {"stranger": Choice.NO, "company-1": Choice.NO}
    found = tally(TWO, electors, votes)
    assert found.company == Count(eligible=1, recused=1, yes=1)
    assert found.result is APPROVED


@pytest.mark.parametrize(("rule", "written"), [(rule, each) for rule, each, _ in HAND_WORKED])
def test_a_tally_and_its_rule_are_kept_as_json(rule: str, written: str) -> None:
    found = counted(RULES[rule], written)
    assert Tally.from_json(json.loads(json.dumps(found.to_json()))) == found
    assert Rule.from_json(json.loads(json.dumps(RULES[rule].to_json()))) == RULES[rule]


def test_what_the_house_brings_along_can_be_counted() -> None:
    for form, level in product(("full", "simple"), range(5)):
        kept = dict(packaged(form).document["levels"][level]["decides"])
        kinds = kept.pop("board_kinds", [None])
        decides = Decides(**{**kept, "board_kind": kinds[0], "overrule": None})
        if decides.kind == "nobody":
            with pytest.raises(ValueError, match="nobody votes"):
                rule_of(decides)
        else:
            assert rule_of(decides) in RULES.values()


@pytest.mark.parametrize(
    "wrong", [{"quorum": "2/3"}, {"majority": None}, {"quorum": ""}, {"chambers": True}]
)
def test_a_rule_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no threshold"):
        Rule.from_json({**TWO.to_json(), **wrong})
