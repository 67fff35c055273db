"""What lay before those who vote, as hashes: with it a ballot proves what was read."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from impactreview.audit.leaf import Fact, canonical
from impactreview.reviews.models import Concern, Position


def pack_of(
    *,
    number: int,
    content_hash: str,
    plan: Mapping[str, Fact],
    positions: Iterable[Position],
    concerns: Iterable[Concern],
    motion: Mapping[str, Fact] | None = None,
) -> dict[str, Fact]:
    """The version, its plan, what each seat said last, every concern, and what the top is asked."""
    said: list[Fact] = [
        [str(each.seat_id), each.number, each.stand.value, _digest(each.reason, each.conditions)]
        for each in sorted(positions, key=lambda each: str(each.seat_id))
    ]
    raised: list[Fact] = [
        [each.code, each.state.value, _digest(each.what, each.whom, each.remedy, each.answer)]
        for each in sorted(concerns, key=lambda each: each.serial)
    ]
    return {
        "version": number,
        "content_hash": content_hash,
        "plan_hash": hash_of(plan),
        "positions": said,
        "concerns": raised,
        "motion_hash": hash_of(motion) if motion else None,
    }


def hash_of(content: Mapping[str, Fact]) -> str:
    """The SHA-256 of JSON in its canonical form."""
    return sha256(canonical(dict(content))).hexdigest()


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()
