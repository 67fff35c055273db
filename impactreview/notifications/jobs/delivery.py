"""The outbox, emptied: claimed under a lease, sent outside any transaction, then marked.

A worker that stops between sending and marking causes a second delivery with the same Message-ID.
A worker that was paused beyond its lease marks nothing: its lease is no longer the letter's.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from time import monotonic

import sqlalchemy as sa

from impactreview.audit.acts import tending
from impactreview.kernel.db import session
from impactreview.notifications import queries, rules
from impactreview.notifications.jobs.mail import Claim
from impactreview.notifications.jobs.transports import Unreachable, reason
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState

BATCH = 50
KEPT = timedelta(days=180)
"""How long it is known that a letter was sent; so long its dedupe key holds."""

Deliver = Callable[[Claim], None]
_journal = logging.getLogger("impactreview.letters")


def drain(deliver: Deliver, at: datetime) -> int:
    """Send every letter that is due at `at`; how many were sent."""
    began, sent = monotonic(), 0
    while claims := claim(at + timedelta(seconds=monotonic() - began)):
        sent += _deliver_all(deliver, claims)
    if sent:
        _journal.info("%s letters sent", sent)
    return sent


def claim(at: datetime) -> Sequence[Claim]:
    """Take up to 50 letters that are due, for the length of a lease.

    Being taken counts as an attempt, so a letter that stops every worker is given up as well.
    """
    with tending():
        letters = queries.due(at, BATCH)
        for letter in letters:
            letter.attempts += 1
            letter.leased_until = at + rules.LEASE
            if letter.attempts > rules.ATTEMPTS:
                letter.state = LetterState.DEAD
        return [_claim(letter) for letter in letters if letter.state is LetterState.WAITING]


def _claim(letter: Letter) -> Claim:
    return Claim(**{field.name: getattr(letter, field.name) for field in fields(Claim)})


def _deliver_all(deliver: Deliver, claims: Sequence[Claim]) -> int:
    """Send what can be sent while the lease is good; what is left is given back."""
    began, sent, down = monotonic(), 0, ""
    for claim in claims:
        passed = timedelta(seconds=monotonic() - began)
        at = claim.leased_until - rules.LEASE + passed
        if passed > rules.PATIENCE:
            _release(claim)
            continue
        error = down or _error_of(deliver, claim)
        if error:
            _mark_failed(claim, at, error)
            down = error if error.startswith(_DOWN) else ""
        elif _mark_sent(claim, at):
            sent += 1
            _journal.debug("letter %s for person %s: sent", claim.id, claim.person_id)
    return sent


_DOWN = "unreachable: "


def _error_of(deliver: Deliver, claim: Claim) -> str:
    """Send one letter; empty, or why it could not be sent."""
    try:
        deliver(claim)
    except Unreachable as error:
        return _DOWN + reason(error)
    except Exception as error:  # one bad letter must not hold up the others
        return reason(error)
    return ""


def _mark_sent(claim: Claim, at: datetime) -> bool:
    """Note that it was sent, and forget what it said: links in letters open doors."""
    return _mark(claim, state=LetterState.SENT, sent_at=at, params={}, path="", last_error="")


def _mark_failed(claim: Claim, at: datetime, error: str) -> None:
    pause = rules.pause_after(claim.attempts)
    if pause is None:
        _mark(claim, state=LetterState.DEAD, last_error=error[:300])
    else:
        _mark(claim, available_at=at + pause, last_error=error[:300])
    _journal.warning(
        "letter %s, attempt %s of %s: %s", claim.id, claim.attempts, rules.ATTEMPTS, error
    )


def _release(claim: Claim) -> None:
    _mark(claim, attempts=claim.attempts - 1)


def _mark(claim: Claim, **values: object) -> bool:
    """Write what became of a letter, unless somebody else holds it by now; whether it was ours."""
    with tending():
        done = session.execute(
            sa.update(Letter)
            .where(
                Letter.id == claim.id,
                Letter.state == LetterState.WAITING,
                Letter.attempts == claim.attempts,
                Letter.leased_until == claim.leased_until,
            )
            .values(leased_until=None, **values)
            .execution_options(synchronize_session=False)
        )
        return bool(done.rowcount)  # type: ignore[attr-defined]


def forget(at: datetime) -> None:
    """Delete letters that were sent or stopped long ago."""
    with tending():
        session.execute(
            sa.delete(Letter).where(
                Letter.state.in_((LetterState.SENT, LetterState.STOPPED)),
                Letter.available_at < at - KEPT,
            )
        )
