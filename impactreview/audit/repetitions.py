"""What is sent again under a key: a second click, or something else that must be asked about."""

from sqlalchemy.exc import IntegrityError

from impactreview.audit.models import IdempotencyKey
from impactreview.kernel.db import session
from impactreview.kernel.keys import SentKey
from impactreview.kernel.refusals import Repeated, SentOtherwise


def content_of(key: str) -> str | None:
    """What tells the content that was sent under this key; None where its sender did not say."""
    return key.content if isinstance(key, SentKey) else None


def tell_a_repetition(scope: str, key: str, error: Exception) -> None:
    """Raise Repeated or SentOtherwise where this act failed with `error` for having been done.

    A second click meets a changed state, a closed door, or its own key. Something else under the
    same key meets only the last of these for that reason: what refused it otherwise stays said.
    """
    done = session().get(IdempotencyKey, (scope, str(key)))
    if done is None:
        return
    if None in {done.content, content_of(key)} or done.content == content_of(key):
        raise Repeated(done.location)
    if isinstance(error, IntegrityError):
        raise SentOtherwise(done.location) from error
