"""What an answer must hold, and how long a case waits for what the reporter says to it."""

from dataclasses import dataclass
from datetime import date, datetime

from impactreview.escalations.models import Escalation
from impactreview.escalations.rules.clocks import comment_by
from impactreview.escalations.terms import Finding, State
from impactreview.kernel.refusals import NotNow, Unusable


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a reporter is told, and what the policy's owner is asked to change."""

    found: str
    done: str
    ways: str
    remedy: str


def must_have_remedy(finding: Finding | None, remedy: str, *, is_suspended: bool) -> None:
    """Raise Unusable where harm was found and nothing would follow from it."""
    if finding is not Finding.NOT_UPHELD and not remedy.strip() and not is_suspended:
        raise Unusable(
            "Harm was found and the policy is in force: say what its owner is asked to change.",
            place="remedy",
        )


def open_until(
    case: Escalation, on: date, zone: str, *, replied_at: datetime | None
) -> date | None:
    """The last day on which an answered case waits for its reporter; None: it waits no more.

    They have as long as before a suspension ends; whoever has commented has been heard.
    """
    if case.state is not State.ANSWERED or case.answered_at is None:
        return None
    if replied_at is not None and replied_at >= case.answered_at:
        return None
    until = comment_by(case.answered_at, zone)
    return until if on <= until else None


def must_be_heard(case: Escalation, on: date, zone: str, *, replied_at: datetime | None) -> None:
    """Raise NotNow while the reporter may still comment on the answer and has not."""
    if open_until(case, on, zone, replied_at=replied_at) is not None:
        raise NotNow(
            "The reporter may still comment on the answer. The case can be closed after that."
        )
