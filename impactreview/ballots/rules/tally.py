"""The count of a ballot: pure, exact, the same for the same rule, electors and votes.

Quorum: the share of those who may vote and are not recused, of whom those count who voted, also
with an abstention; where the rule asks for it, one of them speaks for the customers; with two
chambers nobody is outvoted in an empty one, so each needs a member. Thresholds are of the yes and
no votes alone. A tie does not pass, no yes never passes, and with chambers each needs a yes.
Where the top overrules, the share is of all who may vote; who stays away is against it.
Structure: CA/B Forum Bylaws 2.3 (two chambers), 45 CFR 46.108(b) (quorum with a non-scientist).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.terms import Choice, Outcome
from impactreview.governance.rules.thresholds import Threshold
from impactreview.governance.terms import Chamber


@dataclass(frozen=True)
class ElectorNow:
    """Somebody who may vote, by any key that is theirs alone."""

    key: str
    chamber: Chamber
    recused: bool = False


@dataclass(frozen=True, kw_only=True)
class Count:
    """What one chamber said. `eligible` leaves out those who recused themselves."""

    eligible: int = 0
    recused: int = 0
    yes: int = 0
    no: int = 0
    abstain: int = 0

    @property
    def judged(self) -> int:
        """Who said yes or no."""
        return self.yes + self.no

    @property
    def took_part(self) -> int:
        """Who voted, whatever they said."""
        return self.judged + self.abstain

    def __add__(self, other: "Count") -> "Count":
        mine, theirs = asdict(self), asdict(other)
        return Count(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True, kw_only=True)
class Needed:
    """One thing that is still needed: a message id and its numbers."""

    message: str
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a ballot came to."""

    result: Outcome
    quorum_met: bool
    company: Count
    customer: Count
    still_needed: tuple[Needed, ...]

    def to_json(self) -> dict[str, Any]:
        """This tally as JSON; `from_json` gives it back."""
        return {
            "result": self.result.value,
            "quorum_met": self.quorum_met,
            "company": asdict(self.company),
            "customer": asdict(self.customer),
            "still_needed": [asdict(each) for each in self.still_needed],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Tally":
        """The tally that was kept."""
        return cls(
            result=Outcome(kept["result"]),
            quorum_met=kept["quorum_met"],
            company=Count(**kept["company"]),
            customer=Count(**kept["customer"]),
            still_needed=tuple(Needed(**each) for each in kept["still_needed"]),
        )


def tally(rule: Rule, electors: Iterable[ElectorNow], votes: Mapping[str, Choice]) -> Tally:
    """The count of `votes`, each by the key of its elector; of anybody else they do not count."""
    everybody = list(electors)
    company = _count(Chamber.COMPANY, everybody, votes)
    customer = _count(Chamber.CUSTOMER, everybody, votes)
    return of_counts(rule, company, customer)


def of_counts(rule: Rule, company: Count, customer: Count) -> Tally:
    """The count of two chambers that are counted already."""
    missing = tuple(quorum_needs(rule, company, customer))
    lacking = tuple(_yes_needs(rule, company, customer))
    result = Outcome.REJECTED if lacking else Outcome.APPROVED
    if missing:
        result = Outcome.REJECTED if rule.overrules else Outcome.NO_QUORUM
    return Tally(
        result=result,
        quorum_met=not missing,
        company=company,
        customer=customer,
        still_needed=(*missing, *lacking),
    )


def _count(chamber: Chamber, electors: list[ElectorNow], votes: Mapping[str, Choice]) -> Count:
    mine = [each for each in electors if each.chamber is chamber]
    said = [votes.get(each.key) for each in mine if not each.recused]
    return Count(
        eligible=len(said),
        recused=len(mine) - len(said),
        yes=said.count(Choice.YES),
        no=said.count(Choice.NO),
        abstain=said.count(Choice.ABSTAIN),
    )


def quorum_needs(rule: Rule, company: Count, customer: Count) -> Iterator[Needed]:
    """What the quorum still needs; it says nothing about how anybody voted."""
    both = company + customer
    if not both.eligible:
        yield Needed(message="Everybody has recused themselves: nobody is left to vote.")
        return
    if rule.chambers and not company.eligible:
        yield Needed(message="Nobody of the company chamber is left to vote.")
    if (rule.chambers or rule.needs_customer) and not customer.eligible:
        yield Needed(message="Nobody of the customer chamber is left to vote.")
    elif rule.needs_customer and not customer.took_part:
        yield Needed(message="Somebody of the customer chamber has to vote.")
    short = Threshold.read(rule.quorum).least(both.eligible) - both.took_part
    if short > 0:
        yield Needed(
            message="Needs %(number)s more votes for the quorum.", params={"number": short}
        )


def _yes_needs(rule: Rule, company: Count, customer: Count) -> Iterator[Needed]:
    if not rule.chambers:
        both = company + customer
        short = _short_of_all(rule, both) if rule.overrules else _short(rule.majority, both)
        if short:
            yield Needed(message="Needs %(number)s more yes.", params={"number": short})
        return
    for message, short in (
        ("company", _short(rule.company, company)),
        ("customer", _short_of_customers(rule, customer)),
    ):
        if short:
            yield replace(_OF_CHAMBER[message], params={"number": short})


_OF_CHAMBER = {
    "company": Needed(message="Needs %(number)s more yes from the company chamber."),
    "customer": Needed(message="Needs %(number)s more yes from the customer chamber."),
}


def _short_of_customers(rule: Rule, customer: Count) -> int:
    lacking = customer.eligible - customer.yes if rule.unanimous_customer else 0
    return max(lacking, _short(rule.customer, customer))


def _short(share: str | None, count: Count) -> int:
    """How many more yes votes `share` of the yes and no votes needs; at least one is needed.

    They come from those who have said neither, then from those who said no: there are never more
    of them than people. None where nobody is there to say yes, of which the quorum tells.
    """
    threshold = Threshold.read(share)
    for short in range(1 if not count.yes else 0, count.eligible - count.yes + 1):
        judged = min(count.judged + short, count.eligible)
        if threshold.is_met(count.yes + short, judged):
            return short
    return 0


def _short_of_all(rule: Rule, count: Count) -> int:
    """The same, of everybody who may vote and is not recused."""
    return max(0, Threshold.read(rule.majority).least(count.eligible) - count.yes)


_MISSED = {
    "Needs %(number)s more yes.": Needed(message="%(number)s more yes would have been needed."),
    "Needs %(number)s more yes from the company chamber.": Needed(
        message="%(number)s more yes from the company chamber would have been needed."
    ),
    "Needs %(number)s more yes from the customer chamber.": Needed(
        message="%(number)s more yes from the customer chamber would have been needed."
    ),
    "Needs %(number)s more votes for the quorum.": Needed(
        message="%(number)s more votes would have been needed for the quorum."
    ),
    "Somebody of the customer chamber has to vote.": Needed(
        message="Nobody of the customer chamber has voted."
    ),
    "Everybody has recused themselves: nobody is left to vote.": Needed(
        message="Everybody had recused themselves: nobody was left to vote."
    ),
    "Nobody of the company chamber is left to vote.": Needed(
        message="Nobody of the company chamber was left to vote."
    ),
    "Nobody of the customer chamber is left to vote.": Needed(
        message="Nobody of the customer chamber was left to vote."
    ),
}


def missed(counted: Tally) -> list[Needed]:
    """What a ballot that is over lacked, said as of something that can not be mended any more."""
    return [
        replace(_MISSED.get(each.message, each), params=each.params)
        for each in counted.still_needed
    ]


def only_customers_refused(rule: Rule, counted: Tally) -> bool:
    """Whether the customer chamber alone kept this ballot from a yes."""
    refused = counted.result is Outcome.REJECTED and counted.quorum_met
    return refused and rule.chambers and not _short(rule.company, counted.company)
