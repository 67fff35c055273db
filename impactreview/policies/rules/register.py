"""What may stand in the book of policies, who may correct it, and the words it is found by."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Stale, Unusable
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy, PolicyVersion
from impactreview.policies.terms import Origin, State

MOST_TITLE = 200
MOST_TEXT = 50_000
MOST_NOTE = 500
MOST_CODE = 20
MONTHS_TO_REVIEW = 24
SERIES = "P"
"""The series of codes that the book gives by itself: P-1, P-2, ..."""

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]*")
_OURS = re.compile(r"P-[0-9]+")
_WORD = re.compile(r"\w+")
_MOST_WORDS = 40
_MOST_BYTES = 160


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A policy that is in force already, as somebody would write it into the book."""

    title: str
    owner: Person
    text: str
    in_force_since: date
    review_by: date
    unit: Unit | None = None
    note: str = ""
    code: str = ""
    """Empty: the next one of the book."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Other words for a policy, since when they hold, and why the record is corrected."""

    text: str
    valid_from: date
    reason: str
    seen: int
    """The number of the version that whoever corrects it has read."""


def why_not_register(registration: Registration, on: date) -> Refusal | None:
    """What keeps this policy out of the book on that day; None: nothing."""
    if not 0 < len(registration.title) <= MOST_TITLE:
        return Unusable("A policy needs a title of at most 200 characters.", place="title")
    if registration.owner.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=registration.owner.name, place="owner")
    if registration.in_force_since > on:
        return Unusable("Only what is in force already can be registered.", place="in_force_since")
    if registration.review_by <= on:
        return Unusable("The review-by date must lie after today.", place="review_by")
    return why_not_text(registration.text) or why_not_code(registration.code)


def why_not_text(text: str) -> Refusal | None:
    """What is wrong with the text of a policy; None: nothing."""
    if not text.strip():
        return Unusable("A policy needs a text.", place="text")
    if len(text) > MOST_TEXT:
        return Unusable("The text is longer than 50,000 characters.", place="text")
    return None


def is_code(text: str) -> bool:
    """Whether `text` can be the code of a policy, given here or brought."""
    return len(text) <= MOST_CODE and _CODE.fullmatch(text) is not None


def why_not_code(code: str) -> Refusal | None:
    """What is wrong with a code that somebody brings; empty is right. None: nothing."""
    if _OURS.fullmatch(code):
        return Unusable("Codes such as P-7 are given here; use another one, or none.", place="code")
    if code and not is_code(code):
        return Unusable(
            "A code has at most 20 capital letters, digits, dots and hyphens.", place="code"
        )
    return None


def why_not_touch(policy: Policy, by: UUID, *, registers: bool) -> Refusal | None:
    """What keeps `by` from correcting this policy; None: nothing. `registers`: a permission."""
    if policy.origin is not Origin.REGISTERED:
        return NotNow("A decision made this policy; only a decision changes it.")
    if policy.state is State.WITHDRAWN:
        return NotNow("This policy has been withdrawn.")
    if not registers and policy.owner_id != by:
        return NotYours("Only its owner or an administrator corrects the record of a policy.")
    return None


def why_not_hand_over(policy: Policy) -> Refusal | None:
    """What keeps this policy from having another owner; None: nothing.

    Who has a policy answers for it and judges no escalation about it: so nobody is put in the place
    of somebody who is still here.
    """
    if policy.state is State.WITHDRAWN:
        return NotNow("This policy has been withdrawn.")
    if policy.owner.deactivated_at is None:
        return NotNow("%(name)s is here and owns it.", name=policy.owner.name)
    return None


def why_not_own(owner: Person, by: Person, *, comes_in: bool) -> Refusal | None:
    """What keeps `owner` from having a policy that `by` gives them; None: nothing.

    `comes_in`: whether they have signed in ever. A name alone could be anybody's, also `by`'s own.
    """
    if owner.id == by.id:
        return Unusable(
            "Nobody gives it to themselves: another administrator can name you.", place="owner"
        )
    if owner.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=owner.name, place="owner")
    if not comes_in:
        return Unusable("%(name)s has never signed in.", name=owner.name, place="owner")
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """What is wrong with why somebody owns a policy from now on; None: nothing."""
    if not 0 < len(reason.strip()) <= MOST_NOTE:
        return Unusable("Say why this person.", place="reason")
    return None


def why_not_correct(correction: Correction, newest: PolicyVersion, on: date) -> Refusal | None:
    """What is wrong with a correction of a record whose newest version is `newest`."""
    if correction.seen != newest.number:
        return Stale("Somebody else changed this meanwhile.")
    if not 0 < len(correction.reason.strip()) <= MOST_NOTE:
        return Unusable("A correction needs a reason.", place="reason")
    if correction.valid_from > on:
        return Unusable("The record says what holds already, not what will.", place="valid_from")
    if correction.valid_from < newest.valid_from:
        return Unusable("The version before it holds from a later day on.", place="valid_from")
    if correction.text == newest.text:
        return Unusable("The text is the same as before.", place="text")
    return why_not_text(correction.text)


def review_by_default(on: date) -> date:
    """24 months later; the last day of the month where the month is shorter."""
    last = 28 if on.month == 2 else on.day
    return date(on.year + MONTHS_TO_REVIEW // 12, on.month, min(on.day, last))


def words_of(text: str) -> tuple[bytes, ...]:
    """The words of `text` as a search compares them: without case, accents and umlauts' dots."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found = (word.encode()[:_MOST_BYTES] for word in _WORD.findall(plain))
    return tuple(dict.fromkeys(found))[:_MOST_WORDS]
