"""What of people is forgotten by itself: ended sessions, spent links, old throttles, keys, drafts.

Of drafts those alone that were sent: what is typed and not sent is kept.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from impactreview.audit.acts import tending
from impactreview.audit.models import IdempotencyKey, Operational
from impactreview.kernel.db import session
from impactreview.people.models import Draft, OneTimeLink, Throttle, UserSession
from impactreview.people.queries.drafts import IS_EMPTY

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
    with tending():
        session.execute(sa.delete(Draft).where(IS_EMPTY, Draft.saved_at < at - KEPT))
