"""What a story of the demo is made of: a proposal, its analysis in short, and its end."""

from dataclasses import dataclass, field
from enum import StrEnum

from impactreview.impact.terms import Door, Effect, Stage

Pair = tuple[str, str]
"""A text in German and in English."""


class End(StrEnum):
    """How far a story goes before the demo opens."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    OBJECTED = "objected"
    CHANGES = "changes"
    VOTING = "voting"
    REJECTED = "rejected"
    APPROVED = "approved"
    IN_FORCE = "in_force"
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
