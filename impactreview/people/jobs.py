"""What of people is forgotten by itself: ended sessions, spent links, old throttles and keys."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from impactreview.audit.acts import tending
from impactreview.audit.models import IdempotencyKey, Operational
from impactreview.kernel.db import session
from impactreview.people.models import OneTimeLink, Throttle, UserSession

KEPT = timedelta(days=7)

_ENDED: tuple[tuple[type[Operational], sa.orm.InstrumentedAttribute[datetime]], ...] = (
    (UserSession, UserSession.expires_at),
    (OneTimeLink, OneTimeLink.expires_at),
    (Throttle, Throttle.last_at),
    (IdempotencyKey, IdempotencyKey.done_at),
)


def forget(at: datetime) -> None:
    """Delete what ended, or was last of use, a week before `at`."""
    for model, ended in _ENDED:
        with tending():
            session.execute(sa.delete(model).where(ended < at - KEPT))
