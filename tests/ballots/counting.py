"""The rules of the house, and a ballot written as `company/customer`.

y yes, n no, a abstained, - did not vote, r recused.
"""

from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import (
    ElectorNow,
    Tally,
    tally,
)
from impactreview.ballots.terms import Choice, Outcome
from impactreview.governance.terms import Chamber

HEAD = Rule(
    head=True,
    quorum=">=1/1",
    needs_customer=False,
    chambers=False,
    majority=">1/2",
    company=None,
    customer=None,
    unanimous_customer=False,
)
TWO = Rule(
    head=False,
    quorum=">1/2",
    needs_customer=True,
    chambers=False,
    majority=">1/2",
    company=None,
    customer=None,
    unanimous_customer=False,
)
THREE = Rule(
    head=False,
    quorum=">=2/3",
    needs_customer=True,
    chambers=True,
    majority=None,
    company=">=2/3",
    customer=">1/2",
    unanimous_customer=False,
)
FOUR = Rule(**{**THREE.to_json(), "unanimous_customer": True})
SIMPLE = Rule(**{**FOUR.to_json(), "quorum": ">1/2", "company": ">1/2"})
TOP = Rule(
    **{**HEAD.to_json(), "head": False, "quorum": ">=3/4", "majority": ">=3/4", "overrules": True}
)
"""Of all who may vote: it sets aside what a board decided."""
RULES = {"top": TOP, "I": HEAD, "II": TWO, "III": THREE, "IV": FOUR, "simple": SIMPLE}
SAYS = {"y": Choice.YES, "n": Choice.NO, "a": Choice.ABSTAIN}
APPROVED, REJECTED, NO_QUORUM = Outcome.APPROVED, Outcome.REJECTED, Outcome.NO_QUORUM


def ballot(written: str) -> tuple[list[ElectorNow], dict[str, Choice]]:
    company, _, customer = written.partition("/")
    electors, votes = [], {}
    for chamber, letters in ((Chamber.COMPANY, company), (Chamber.CUSTOMER, customer)):
        for number, letter in enumerate(letters):
            key = f"{chamber}-{number}"
            electors.append(ElectorNow(key, chamber, recused=letter == "r"))
            if letter in SAYS:
                votes[key] = SAYS[letter]
    return electors, votes


def counted(rule: Rule, written: str) -> Tally:
    return tally(rule, *ballot(written))
