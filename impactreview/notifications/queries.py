"""Questions about letters."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.notifications.models import WRITTEN, Letter
from impactreview.notifications.rules import LATE
from impactreview.notifications.terms import LetterState


def due(at: datetime, limit: int) -> Sequence[Letter]:
    """Letters to be sent now that nobody holds, oldest first; locked, past what others lock."""
    return session.scalars(
        sa.select(Letter)
        .where(
            Letter.state == LetterState.WAITING,
            Letter.available_at <= at,
            sa.or_(Letter.leased_until.is_(None), Letter.leased_until <= at),
        )
        .order_by(Letter.available_at, Letter.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def waiting_for(person_id: UUID) -> Sequence[Letter]:
    """Every letter that waits for this person, oldest first; locked."""
    return session.scalars(
        sa.select(Letter)
        .where(Letter.person_id == person_id, Letter.state == LetterState.WAITING)
        .order_by(Letter.written_at, Letter.id)
        .limit(10_000)
        .with_for_update()
    ).all()


def undelivered(at: datetime, limit: int = 100) -> Sequence[Letter]:
    """Letters that were given up, or have waited for more than an hour, oldest first."""
    return session.scalars(
        sa.select(Letter)
        .where(
            sa.or_(
                Letter.state == LetterState.DEAD,
                sa.and_(Letter.state == LetterState.WAITING, Letter.written_at < at - LATE),
            )
        )
        .order_by(Letter.written_at, Letter.id)
        .limit(limit)
    ).all()


def waiting_since() -> datetime | None:
    """When the oldest letter that still waits was written; None where none waits."""
    return session.scalar(
        sa.select(sa.func.min(Letter.written_at)).where(Letter.state == LetterState.WAITING)
    )


def by_id(letter_id: UUID) -> Letter | None:
    """The letter of this id."""
    return session.get(Letter, letter_id)


def were_written() -> bool:
    """Whether this session has written letters since this was last asked."""
    return bool(session.registry.has() and session().info.pop(WRITTEN, False))
