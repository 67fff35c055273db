"""The count: any ballot against a counter that knows no fractions."""

from hypothesis import given as with_any
from hypothesis import strategies as st

from impactreview.ballots.rules.tally import (
    Needed,
    of_counts,
)
from impactreview.ballots.terms import Outcome
from tests.ballots.counting import (
    APPROVED,
    NO_QUORUM,
    REJECTED,
    RULES,
    THREE,
    counted,
)

LETTERS = st.text("yna-r", max_size=7)


def of_the_top(everybody: str) -> Outcome:
    """Three quarters of all who may vote say yes."""
    there = everybody.replace("r", "")
    return APPROVED if there and 4 * there.count("y") >= 3 * len(there) else REJECTED


def by_brute_force(rule: str, company: str, customer: str) -> Outcome:
    """The same written down a second time, in whole numbers and without a word of the first."""
    everybody = [each for each in company + customer if each != "r"]
    voted = len([each for each in everybody if each != "-"])
    customers = [each for each in customer if each != "r"]
    companies = [each for each in company if each != "r"]
    quorate = {
        "I": voted == len(everybody),
        "II": 2 * voted > len(everybody),
        "III": 3 * voted >= 2 * len(everybody),
        "IV": 3 * voted >= 2 * len(everybody),
        "simple": 2 * voted > len(everybody),
    }[rule]
    if not everybody or not quorate:
        return NO_QUORUM
    if rule != "I" and not set(customers) & set("yna"):
        return NO_QUORUM
    if rule not in {"I", "II"} and not companies:
        return NO_QUORUM
    if rule in {"I", "II"}:
        passes = everybody.count("y") > everybody.count("n")
        return APPROVED if passes else REJECTED
    yes, no = company.count("y"), company.count("n")
    passes = yes >= 1 and (yes > no if rule == "simple" else yes >= 2 * no)
    yes, no = customer.count("y"), customer.count("n")
    passes = passes and yes >= 1 and yes > no
    if rule in {"IV", "simple"}:
        passes = passes and set(customers) == {"y"}
    return APPROVED if passes else REJECTED


@with_any(st.sampled_from(sorted(RULES)), LETTERS, LETTERS)
def test_any_ballot_against_an_independent_counter(rule: str, company: str, customer: str) -> None:
    found = counted(RULES[rule], f"{company}/{customer}")
    by_hand = of_the_top(company + customer) if rule == "top" else None
    assert found.result is (by_hand or by_brute_force(rule, company, customer))


@with_any(st.sampled_from(sorted(RULES)), LETTERS, LETTERS)
def test_what_is_needed_is_enough(rule: str, company: str, customer: str) -> None:
    """Nothing is approved that still needs something, and nothing else is refused."""
    found = counted(RULES[rule], f"{company}/{customer}")
    assert (found.result is APPROVED) is not bool(found.still_needed)
    assert all(need.params.get("number", 1) > 0 for need in found.still_needed)


def test_counts_alone_give_the_same() -> None:
    found = counted(THREE, "yyn/yr")
    assert of_counts(THREE, found.company, found.customer) == found
    assert Needed(message="x").params == {}
