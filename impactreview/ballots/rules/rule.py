"""What makes a ballot a yes: quorum and thresholds, frozen into it as JSON when it opens."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from impactreview.governance.rules.plan import Decides, Overrule
from impactreview.governance.rules.thresholds import Threshold

ALL = ">=1/1"
MORE_THAN_HALF = ">1/2"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Of whom a ballot needs how much. Shares are written as governance.rules.thresholds reads.

    `quorum` is of those who may vote and are not recused. Without chambers `majority` counts; with
    them `company` and `customer` count apart. With `unanimous_customer` every member of the
    customer chamber who is not recused says yes: an abstention is no approval, nor is silence.
    With `overrules` the majority is of everybody who may vote and is not recused, and not only of
    those who vote: it sets aside what a board has decided, so silence is against it.
    Raises ValueError for shares that are none.
    """

    head: bool
    quorum: str
    needs_customer: bool
    chambers: bool
    majority: str | None
    company: str | None
    customer: str | None
    unanimous_customer: bool
    overrules: bool = False

    def __post_init__(self) -> None:
        Threshold.read(self.quorum)
        for share in (self.company, self.customer) if self.chambers else (self.majority,):
            Threshold.read(share)

    def to_json(self) -> dict[str, Any]:
        """This rule as JSON; `from_json` gives it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rule":
        """The rule that was kept. Raises TypeError or ValueError where it is none."""
        return cls(**kept)


def rule_of(decides: Decides) -> Rule:
    """The rule of a ballot that the plan asks for: of a board, or of one head alone.

    Raises ValueError for a plan in which nobody votes.
    """
    if decides.kind == "nobody":
        raise ValueError("nobody votes about a claim")
    head = decides.kind == "head"
    return Rule(
        head=head,
        quorum=ALL if head else decides.quorum or "",
        needs_customer=decides.needs_customer,
        chambers=decides.chambers,
        majority=MORE_THAN_HALF if head else decides.majority,
        company=decides.company,
        customer=decides.customer,
        unanimous_customer=decides.unanimous_customer,
    )


def rule_of_overruling(overrule: Overrule) -> Rule:
    """The rule by which the top sets the customer chamber's no aside."""
    return Rule(
        head=False,
        quorum=overrule.share,
        needs_customer=False,
        chambers=False,
        majority=overrule.share,
        company=None,
        customer=None,
        unanimous_customer=False,
        overrules=True,
    )
