"""The outbox: letters that acts have written, and who is at work on what."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from impactreview.audit.models import Operational
from impactreview.kernel.db import session
from impactreview.notifications.terms import LetterState

WRITTEN = "letters"
"""Stands in the info of a session that has written a letter since somebody last asked."""


class Letter(Operational):
    """One letter to one person. Written in the act's transaction, leased by whoever delivers it."""

    __tablename__ = "outbox"
    __table_args__: Any = (sa.Index(None, "state", "available_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(index=True)
    """Whom it is for. No foreign key: letters stand below people, who send some themselves."""
    address: Mapped[str] = mapped_column(sa.String(254))
    language: Mapped[str] = mapped_column(sa.String(5))
    subject: Mapped[str] = mapped_column(sa.String(200))
    """Message id of the subject; the words are made in the language of whoever gets it."""
    body: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    path: Mapped[str] = mapped_column(sa.String(300), default="")
    state: Mapped[LetterState]
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    written_at: Mapped[datetime]
    available_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was claimed. With `leased_until` it tells one lease from every other."""
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(sa.String(300), default="")


class JobLease(Operational):
    """A job that must not be run again before `leased_until`, by this worker or by another."""

    __tablename__ = "job_lease"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    leased_until: Mapped[datetime]


@sa.event.listens_for(session, "before_flush")
def _notice_added(current: Session, *_: object) -> None:
    if any(isinstance(row, Letter) for row in current.new):
        current.info[WRITTEN] = True


@sa.event.listens_for(session, "do_orm_execute")
def _notice_inserted(execution: ORMExecuteState) -> None:
    mapper = execution.bind_mapper
    if execution.is_insert and mapper is not None and mapper.class_ is Letter:
        execution.session.info[WRITTEN] = True
