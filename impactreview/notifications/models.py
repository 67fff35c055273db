"""The outbox: letters that an act has written and that are still to be delivered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from impactreview.audit.models import Operational
from impactreview.notifications.terms import LetterState


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
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(sa.String(300), default="")
