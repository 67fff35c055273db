"""What an answer must hold."""

from dataclasses import dataclass

from impactreview.escalations.terms import Finding
from impactreview.kernel.refusals import Unusable


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
