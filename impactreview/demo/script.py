"""What a story of the demo is made of: a proposal or an alarm, and how far it goes."""

from dataclasses import dataclass, field
from enum import StrEnum

from impactreview.escalations.terms import Mode, Severity
from impactreview.impact.terms import Door, Effect, Stage

Pair = tuple[str, str]
"""A text in German and in English."""


class End(StrEnum):
    """How far a story goes before the demo opens."""

    DRAFT = "draft"
    QUICK_TEST = "quick_test"
    IN_REVIEW = "in_review"
    OBJECTED = "objected"
    CHANGES = "changes"
    VOTING = "voting"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    APPROVED = "approved"
    LAPSED = "lapsed"
    IN_FORCE = "in_force"
    OVERRULED = "overruled"
    CALLED_IN = "called_in"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A segment at a stage, and the four ratings of the harm done there (1 to 4)."""

    segment: Pair
    stage: Stage
    effect: Effect = Effect.WORSE
    share: str
    """Percent of all customers."""
    change: Pair = ("", "")
    ratings: tuple[int, int, int, int] = (1, 1, 1, 1)
    """Scale, remedy, duration, likelihood."""
    why: Pair = ("", "")
    vulnerable: tuple[str, ...] = ()
    eased_to: int | None = None
    """The likelihood after the measure; None where there is no measure."""
    measure: Pair = ("", "")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What customers said."""

    source: str
    segment: Pair
    finding: Pair
    stance: str
    strength: str
    sample: int | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """One proposal and its course."""

    title: Pair
    text: Pair
    unit: str
    days_ago: int
    end: End
    owner: str = "tim"
    door: Door = Door.TWO_WAY
    fired: tuple[str, ...] = ()
    """The questions of the quick test that are answered with yes."""
    places: tuple[Place, ...] = ()
    voices: tuple[Voice, ...] = ()
    gives_up: Pair = ("", "")
    gain: Pair = ("", "")
    figure: tuple[str, Pair, str, str, str, str] | None = None
    """Indicator, what is measured, and baseline, low, likely and high in percent."""
    poor: tuple[str, ...] = field(default=())
    """Outcomes of section E that are rated poor."""
    request: Pair = ("", "")
    """What a reader asks to have changed."""
    answer: Pair = ("", "")
    """What the owner answered to a concern, which was resolved by that; empty: there was none."""
    restricted_for: int = 0
    """For how many days from today it is restricted; 0: it is open."""
    readers: tuple[str, ...] = ()
    """Who else is named to read a restricted one."""
    asked: tuple[str, ...] = ()
    """Who is asked to write a draft with its owner, and has not answered."""
    reasons: Pair = ("", "")
    """Why the board decided so."""
    overruled_because: Pair = ("", "")
    """Why the top allowed it all the same."""
    called_in_because: Pair = ("", "")
    """What the customer advocate found wrong with a claim."""
    conditions: tuple[Pair, ...] = ()
    """What the board demands; all but the last are met already."""


class AlarmEnd(StrEnum):
    """How far an escalation goes before the demo opens."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """What an employee reports about a policy in force, and what came of it."""

    policy: int
    """Which of the firm's policies, beginning with 0."""
    reporter: str
    days_ago: int
    end: AlarmEnd
    harm: Pair
    whom: Pair
    since: Pair
    mode: Mode = Mode.CONFIDENTIAL
    severity: Severity = Severity.S2
    why: Pair = ("", "")
    reason: Pair = ("", "")
    """Why the policy has to stop meanwhile."""
    found: Pair = ("", "")
    done: Pair = ("", "")
    remedy: Pair = ("", "")
    summary: Pair = ("", "")
    """What everybody may read of a finding."""
