"""The audit of claims: which are drawn, by a lot that anybody can draw again, and who looks."""

from collections.abc import Collection
from fractions import Fraction
from uuid import UUID

from impactreview.ballots.models import Decision
from impactreview.ballots.rules.deciding import why_not_text
from impactreview.ballots.terms import Audit
from impactreview.kernel.refusals import NotNow, NotYours, Refusal

OPEN = frozenset({Audit.WAITING, Audit.NOT_DRAWN, Audit.DRAWN})
"""What can still be called in."""
_WHOLE = 2**64


def is_drawn(leaf_hash: bytes, share: str) -> bool:
    """Whether a claim is drawn: by the first eight bytes of its determination's leaf in the log.

    Nobody knows them before the determination is written, for its salts are drawn at random; and
    everybody who has the log finds the same afterwards. Raises ValueError for a share that is none.
    """
    return Fraction(int.from_bytes(leaf_hash[:8], "big"), _WHOLE) < Fraction(share)


def why_not_audit(
    decision: Decision, by: UUID, *, advocates: Collection[UUID], out: Collection[UUID]
) -> Refusal | None:
    """What keeps `by` from looking into this claim; None: nothing. `out` are too close to it."""
    if by not in advocates or by in out:
        return NotYours("The customer advocate looks into claims that touch no customer.")
    if decision.audit not in OPEN:
        return NotNow("This claim has been looked into already.")
    return None


def why_not_find(decision: Decision, reason: str, *, right: bool) -> Refusal | None:
    """What keeps somebody from saying this of a claim; None: nothing."""
    if right and decision.audit is not Audit.DRAWN:
        return NotNow("Only a claim that was drawn is found to be right.")
    return why_not_text(reason, "reason")
