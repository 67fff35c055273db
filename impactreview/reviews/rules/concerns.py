"""Who may do what with a concern."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from impactreview.governance.rules.calendar import add_working_days
from impactreview.kernel.refusals import Missing, NotNow, NotYours, Refusal, Unfinished
from impactreview.reviews.models import Concern
from impactreview.reviews.terms import ConcernState

LIVE = frozenset({ConcernState.OPEN, ConcernState.CONTESTED})


@dataclass(frozen=True)
class ConcernText:
    """A concern as somebody raises it: what, whom it harms, what would remove it."""

    what: str
    whom: str
    remedy: str


def must_be_whole(text: ConcernText) -> None:
    """Raise Unfinished where a concern does not say all three things."""
    missing = []
    if not text.what:
        missing.append(Missing("Say what the concern is.", place="what"))
    if not text.whom:
        missing.append(Missing("Say whom it harms.", place="whom"))
    if not text.remedy:
        missing.append(Missing("Say what would remove it.", place="remedy"))
    if missing:
        raise Unfinished("A concern says what, whom it harms, and what would remove it.", missing)


DAYS_TO_SPEAK = 10
"""Working days after an answer in which whoever raised a concern says whether it is resolved."""


def is_orphaned(*, left: bool, answered_at: datetime | None, at: datetime) -> bool:
    """Whether a concern has lost its voice: who raised it has left, or is silent after an answer.

    It is never resolved by that alone: the customer advocate inherits it.
    """
    if left or answered_at is None:
        return left
    return at.date() > add_working_days(answered_at.date(), DAYS_TO_SPEAK)


def why_not_settle(concern: Concern, by: UUID, heirs: Collection[UUID] = ()) -> Refusal | None:
    """What keeps `by` from resolving or withdrawing this concern; None: nothing.

    `heirs` speak for it where whoever raised it does so no more.
    """
    if by != concern.raised_by_id and by not in heirs:
        return NotYours("Only who raised a concern can resolve it or take it back.")
    return None


def why_not_answer(concern: Concern, *, by: UUID, owner: UUID) -> Refusal | None:
    """What keeps `by` from answering this concern; None: nothing."""
    if by != owner:
        return NotYours("The owner of the proposal answers concerns.")
    if concern.state not in LIVE:
        return NotNow("This concern is settled already.")
    return None


def why_not_contest(
    concern: Concern, *, by: UUID, may: Collection[UUID], decided: bool
) -> Refusal | None:
    """What keeps `by` from carrying this concern to the board; None: nothing.

    `may` are the board's chair and clerk and the holder of the advocate's seat; `decided` says
    whether anybody decides about this case at all.
    """
    if by not in may:
        return NotYours(
            "The chair, the clerk or the customer advocate carry a concern to the board."
        )
    if not decided:
        return NotNow("No board decides about this case: mend the proposal or withdraw it.")
    if not concern.answer:
        return NotNow("The owner has to answer first.")
    return None
