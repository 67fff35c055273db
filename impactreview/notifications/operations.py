"""What becomes of letters: written in an act, stopped by one, brought back by hand."""

from typing import Protocol
from uuid import UUID

from impactreview.audit.acts import Act, Tending
from impactreview.notifications import queries, rules
from impactreview.notifications.models import Letter
from impactreview.notifications.rules import Word
from impactreview.notifications.terms import LetterState


class Recipient(Protocol):
    """Whoever gets a letter. A Person is one."""

    @property
    def id(self) -> UUID:
        """Whose letter it is."""

    @property
    def email(self) -> str:
        """Where it goes."""

    @property
    def language(self) -> str:
        """In which language it is put into words."""


def write(
    act: Act,
    *,
    to: Recipient,
    subject: str,
    body: str,
    path: str = "",
    dedupe_key: str | None = None,
    **params: Word,
) -> None:
    """A letter waits for `to`, and is sent once this act is committed.

    `subject` and `body` are message ids (English text with %(name)s), put into words in the
    reader's language when it is sent; `path` is the page it leads to. Where a letter of this
    `dedupe_key` was ever written, nothing happens. Raises KeyError, TypeError or ValueError for a
    letter that could not be put into words: a fault of ours.
    """
    rules.must_be_whole(subject, body, path, params)
    values = {
        "person_id": to.id,
        "address": to.email,
        "language": to.language,
        "subject": subject,
        "body": body,
        "params": rules.stored(params),
        "path": path,
        "state": LetterState.WAITING,
        "dedupe_key": dedupe_key,
        "written_at": act.at,
        "available_at": act.at,
    }
    if dedupe_key is None:
        act.add(Letter(**values))
    else:
        act.add_once(Letter, **values)


def cancel(act: Act, person_id: UUID) -> None:
    """No letter waits for this person any more; what is already on its way arrives."""
    for letter in queries.waiting_for(person_id):
        letter.state = LetterState.STOPPED


def revive(hands: Tending, letter: Letter) -> None:
    """A letter that was given up is tried again, from the beginning; any other stays as it is."""
    if letter.state is LetterState.DEAD:
        letter.state = LetterState.WAITING
        letter.attempts = 0
        letter.leased_until = None
        letter.last_error = ""
        letter.available_at = letter.written_at
