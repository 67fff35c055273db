"""When an idle draft lapses: after ninety days, and never without a letter two weeks before."""

from datetime import datetime, timedelta

LAPSES_AFTER = timedelta(days=90)
ANNOUNCED_BEFORE = timedelta(days=14)


def is_to_be_announced(since: datetime, announced_at: datetime | None, at: datetime) -> bool:
    """Whether its authors must hear now that it will lapse."""
    return announced_at is None and at >= since + LAPSES_AFTER - ANNOUNCED_BEFORE


def is_to_lapse(since: datetime, announced_at: datetime | None, at: datetime) -> bool:
    """Whether it lapses now: idle long enough, and told long enough ago."""
    if announced_at is None:
        return False
    return at >= since + LAPSES_AFTER and at >= announced_at + ANNOUNCED_BEFORE
