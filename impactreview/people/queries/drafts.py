"""Questions about what a person has typed and not sent yet."""

from collections.abc import Sequence

import sqlalchemy as sa

from impactreview.audit.models import IdempotencyKey
from impactreview.kernel.db import session
from impactreview.people.models import Draft, Person

IS_EMPTY = sa.cast(Draft.fields, sa.Text) == "{}"
"""SQL of a draft that was sent: nothing is kept in it any more."""


def draft_of(person: Person, place: str) -> Draft | None:
    """What `person` left in the form at `place`; None where nothing is kept."""
    draft = session.get(Draft, (person.id, place))
    return draft if draft is not None and draft.fields else None


def locked(person: Person, place: str) -> Draft | None:
    """The same, kept or empty, and nobody else touches it until this transaction ends."""
    return session.scalars(
        sa.select(Draft)
        .where(Draft.person_id == person.id, Draft.place == place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def was_sent(person: Person, key: str) -> bool:
    """Whether `person` has sent the form of this idempotency key, and it was taken in."""
    return session.get(IdempotencyKey, (person.handle, key)) is not None


def beyond(draft: Draft, most: int) -> Sequence[Draft]:
    """Those that are too many beside `draft`: touched longest ago; empty ones before all others."""
    return session.scalars(
        sa.select(Draft)
        .where(Draft.person_id == draft.person_id, Draft.place != draft.place)
        .order_by(IS_EMPTY, Draft.saved_at.desc(), Draft.place)
        .offset(most - 1)
        .limit(most)
    ).all()
