"""Who asked for changes of a proposal, of which version, when and why, told from the log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Payload
from impactreview.audit.queries import as_logged
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.terms import Event

MOST = 50


@dataclass(frozen=True, kw_only=True)
class ChangesAsked:
    """That a reader asked for changes. What was erased from the log is empty."""

    number: int
    """The version that it was about."""
    name: str
    reason: str
    at: datetime


_REASON, _SEAT, _READER = aliased(Payload), aliased(Payload), aliased(Person)
COLUMNS: tuple[Any, ...] = (Entry.at, Entry.leaf, _REASON.value, _READER.name)
"""What `told` makes its answer of."""
NEWEST_FIRST = Entry.version.desc()


def with_asked(query: sa.Select[Any], review_id: Any, *on: Any) -> sa.Select[Any]:
    """The same query, with a row for each time that changes were asked for, where `on` is true.

    A seat that somebody held stays theirs, so it names them whatever became of it.
    """
    is_that = sa.and_(Seat.review_id == Entry.stream, _SEAT.value == as_logged(Seat.id))
    is_asked = Entry.kind == Event.CHANGES_REQUESTED.value
    return (
        query.outerjoin(Entry, sa.and_(Entry.stream == review_id, is_asked, *on))
        .outerjoin(_REASON, (_REASON.event_id == Entry.id) & (_REASON.field == "reason"))
        .outerjoin(_SEAT, (_SEAT.event_id == Entry.id) & (_SEAT.field == "seat"))
        .outerjoin(Seat, is_that)
        .outerjoin(_READER, _READER.id == Seat.person_id)
    )


def told(at: datetime, leaf: bytes, reason: str | None, name: str | None) -> ChangesAsked:
    """One row of COLUMNS in words."""
    return ChangesAsked(
        number=int(json.loads(leaf)["x"]["number"]),
        name=name or "",
        reason=json.loads(reason) if reason else "",
        at=at,
    )


_ASKED = (
    with_asked(sa.select(*COLUMNS).select_from(Review), Review.id)
    .where(Review.id == sa.bindparam("review_id"), Entry.id.is_not(None))
    .order_by(NEWEST_FIRST)
    .limit(MOST)
)


def changes_asked(review_id: UUID) -> Sequence[ChangesAsked]:
    """Every time that changes were asked for in this review, the newest first, in one query."""
    return [told(*row) for row in session.execute(_ASKED, {"review_id": review_id})]
