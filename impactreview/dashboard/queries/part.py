"""One row of what waits for a person: its kind, where it leads, and until when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import UtcDateTime
from impactreview.reviews.models import Review

_NO_DAY = sa.cast(sa.null(), sa.Date())
_NO_LEVEL = sa.cast(sa.null(), sa.Integer())
_NO_MOMENT = sa.cast(sa.null(), UtcDateTime())
ME: sa.BindParameter[UUID] = sa.bindparam("me", type_=sa.Uuid())
AT: sa.BindParameter[datetime] = sa.bindparam("at", type_=UtcDateTime())
GROSS = Review.plan["gross"].as_integer()
RESIDUAL = Review.plan["residual"].as_integer()
TODAY: sa.BindParameter[date] = sa.bindparam("today", type_=sa.Date())


def part(
    kind: str,
    code: Any,
    title: Any,
    *,
    moment: Any = _NO_MOMENT,
    day: Any = _NO_DAY,
    level: Any = _NO_LEVEL,
) -> sa.Select[Any]:
    """SQL of the things of this kind: a code and a title each, and a moment or day where it ends.

    The columns stand in this order in every kind, so that one query can hold them all.
    """
    return sa.select(
        sa.literal(kind).label("kind"),
        code.label("code"),
        title.label("title"),
        moment.label("moment"),
        day.label("day"),
        level.label("level"),
    )
