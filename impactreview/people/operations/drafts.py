"""What is typed is kept until it is sent, so that no crash and no expired session loses it."""

from collections.abc import Collection
from datetime import datetime

from impactreview.audit.acts import Act, Tending
from impactreview.people.models import Draft, Person
from impactreview.people.queries import drafts as queries
from impactreview.people.rules import drafts as rules
from impactreview.people.rules.drafts import Typed


def save_draft(
    hands: Tending,
    person: Person,
    *,
    place: str,
    typed: Typed,
    changed: Collection[str],
    key: str,
    at: datetime,
) -> None:
    """What `person` typed into the form at `place` is kept, with what was kept of it before.

    Where the form of this `key` has been sent meanwhile, nothing is. Raises Unusable where it is
    too much; nothing is then written.
    """
    hands.add_once(Draft, person_id=person.id, place=place, fields={}, saved_at=at)
    draft = queries.locked(person, place)
    if draft is None:  # the form was sent just now, and took its draft away
        return
    if queries.was_sent(person, key):
        if not draft.fields:
            hands.remove(draft)
        return
    fields = rules.joined(draft.fields, typed, changed)
    rules.must_fit(fields)
    draft.fields, draft.saved_at = fields, at
    for old in queries.beyond(draft, rules.MOST_DRAFTS):
        hands.remove(old)


def forget_draft(act: Act, person: Person, *, place: str) -> None:
    """Nothing is kept of the form at `place` any more: this act has taken it in.

    The empty row stays, so that a piece that is being saved just now waits for this act.
    """
    act.put(Draft, person_id=person.id, place=place, fields={}, saved_at=act.at)


def discard_draft(hands: Tending, person: Person, *, place: str) -> None:
    """`person` wants nothing kept of the form at `place`."""
    draft = queries.locked(person, place)
    if draft is not None and draft.fields:
        hands.remove(draft)
