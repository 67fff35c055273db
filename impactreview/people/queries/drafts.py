"""Questions about what a person has typed and not sent yet."""

from collections.abc import Sequence

import sqlalchemy as sa

from impactreview.audit.models import IdempotencyKey
from impactreview.kernel.db import session
from impactreview.people.models import Draft, Person


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


def beyond(person: Person, most: int) -> Sequence[Draft]:
    """The drafts of `person` that are too many: those touched longest ago."""
    return session.scalars(
        sa.select(Draft)
        .where(Draft.person_id == person.id)
        .order_by(Draft.saved_at.desc(), Draft.place)
        .offset(most)
        .limit(most)
    ).all()
