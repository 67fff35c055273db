"""The route of one version: who reads, who decides, by when, and what must be there.

A plan is made by `routing.route`, frozen into the case as JSON, and read from there by everybody
who comes after: reviews take the seats, ballots the decision, outcomes the dates.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from impactreview.governance.rules.calendar import (
    NO_HOLIDAYS,
    Holidays,
    days_after,
    working_days_after,
)
from impactreview.governance.terms import BoardKind

SEAT_KINDS = frozenset(
    {"confirmer", "domain", "other_unit", "function", "advocate", "expert", "independent"}
)
"""The values of reviews.terms.SeatKind, which stands on a higher floor."""

DEMANDS = frozenset(
    {
        "one_source",
        "source_for_each_worse_segment",
        "customers_asked_or_reason",
        "pilot_or_test_first",
        "do_nothing_compared",
        "two_alternatives",
        "alternative_without_harm",
        "stop_criteria",
    }
)
"""What may be demanded of an analysis; reviews.rules.demands says how each is checked."""


@dataclass(frozen=True)
class Fired:
    """A rule that applied: its name in the rule set, and the message id of its reason."""

    rule: str
    why: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeatPlan:
    """`count` people must read for the reason `why`; with `must` false they may, and need not.

    `scope` is an expert's field, or the code of the unit whose function is touched.
    """

    kind: str
    why: str
    scope: str = ""
    count: int = 1
    must: bool = True


@dataclass(frozen=True)
class Overrule:
    """Who may decide against the customer chamber, and by which share, in writing and in public.

    `by` is "top", or "external": the trusted person where the top is the owner. A decision so
    taken holds for `review_share` of the usual review period.
    """

    by: str
    share: str
    review_share: str = "1/1"
    months: int | None = None
    """For how long a named executive may accept in writing what remains; None: not asked for."""


@dataclass(frozen=True)
class Decides:
    """Who decides, and what makes a yes.

    `kind` is "nobody" (a claim that is confirmed), "head" (the chair of the unit's board alone, or
    who stands in) or "board". Shares are of the yes and no votes cast, the quorum is of those who
    may vote. Without chambers `majority` counts; with two, `company` and `customer` count apart,
    and each needs at least one yes. `unanimous_customer`: of those not recused, nobody says no.
    """

    kind: str
    board_kind: BoardKind | None = None
    quorum: str | None = None
    needs_customer: bool = False
    chambers: bool = False
    majority: str | None = None
    company: str | None = None
    customer: str | None = None
    unanimous_customer: bool = False
    overrule: Overrule | None = None


@dataclass(frozen=True)
class Cooldown:
    """How many days a case rests after a minor and after a major change."""

    minor: int
    major: int
    working: bool


@dataclass(frozen=True)
class Demand:
    """Something the analysis must hold; `name` is one of DEMANDS."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole route, with the rules that made it and the hash of their set."""

    rule_set: str
    rule_set_hash: str
    gross: int
    residual: int
    fired: tuple[Fired, ...]
    seats: tuple[SeatPlan, ...]
    decides: Decides
    reading_days: int
    silence_days: int | None
    """Working days after which an informed seat that said nothing consents; None: never."""
    notice_days: int
    cooldown: Cooldown | None
    objection_days: int
    review_months: int | None
    ends_months: int | None
    outcome_checks: tuple[str, ...]
    audit_share: str | None
    """The share of confirmed claims that is drawn for audit."""
    demands: tuple[Demand, ...]
    seen_by: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """This plan as JSON; `from_json` gives it back."""
        kept = asdict(self)
        lists = ("fired", "seats", "demands", "outcome_checks", "seen_by")
        return kept | {name: list(kept[name]) for name in lists}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Plan":
        """The plan that was kept. Raises KeyError, TypeError or ValueError where it is none."""
        return cls(
            **{
                **kept,
                "fired": tuple(Fired(**each) for each in kept["fired"]),
                "seats": tuple(SeatPlan(**each) for each in kept["seats"]),
                "decides": decides_of(kept["decides"]),
                "cooldown": Cooldown(**kept["cooldown"]) if kept["cooldown"] else None,
                "demands": tuple(Demand(**each) for each in kept["demands"]),
                "outcome_checks": tuple(kept["outcome_checks"]),
                "seen_by": tuple(kept["seen_by"]),
            }
        )

    def read_by(self, moment: datetime, zone: str, holidays: Holidays = NO_HOLIDAYS) -> datetime:
        """Until when somebody who is seated at `moment` must have read."""
        return working_days_after(moment, self.reading_days, zone, holidays)

    def silent_until(
        self, moment: datetime, zone: str, holidays: Holidays = NO_HOLIDAYS
    ) -> datetime | None:
        """When silence since `moment` becomes consent; None where it never does."""
        if self.silence_days is None:
            return None
        return working_days_after(moment, self.silence_days, zone, holidays)

    def rests_until(
        self, moment: datetime, *, major: bool, zone: str, holidays: Holidays = NO_HOLIDAYS
    ) -> datetime | None:
        """Until when the case rests after a change at `moment`; None where it does not."""
        if self.cooldown is None:
            return None
        days = self.cooldown.major if major else self.cooldown.minor
        if self.cooldown.working:
            return working_days_after(moment, days, zone, holidays)
        return days_after(moment, days, zone)


def decides_of(kept: Mapping[str, Any]) -> Decides:
    """The decision part of a plan that was kept."""
    board, overrule = kept.get("board_kind"), kept.get("overrule")
    return Decides(
        **{
            **kept,
            "board_kind": BoardKind(board) if board else None,
            "overrule": Overrule(**overrule) if overrule else None,
        }
    )
