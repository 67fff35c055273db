"""Who may change what a policy is called, and what a title is."""

import unicodedata
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.policies.models import Policy
from impactreview.policies.rules.register import MOST_NOTE, MOST_TITLE
from impactreview.policies.terms import State


def why_not_touch_title(policy: Policy, by: UUID, *, registers: bool) -> Refusal | None:
    """What keeps `by` from changing the title of this policy; None: nothing.

    Also of one that a decision made: it was about the words, and those stay as they are.
    """
    if policy.state is State.WITHDRAWN:
        return NotNow("This policy has been withdrawn.")
    if not registers and policy.owner_id != by:
        return NotYours("Only its owner or an administrator changes the title of a policy.")
    return None


def alike(title: str) -> str:
    """What is the same of two titles that a reader takes for one another."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def why_taken(code: str | None) -> Refusal | None:
    """What keeps a title from standing in the book again, where the policy `code` has it."""
    if code is None:
        return None
    return Unusable("The policy %(code)s has this title already.", place="title", code=code)


def why_not_title(policy: Policy, title: str, reason: str) -> Refusal | None:
    """What is wrong with this title for this policy, or with the reason; None: nothing."""
    if not 0 < len(title.strip()) <= MOST_TITLE:
        return Unusable("A policy needs a title of at most 200 characters.", place="title")
    if title == policy.title:
        return Unusable("It is called so already.", place="title")
    if not 0 < len(reason.strip()) <= MOST_NOTE:
        return Unusable("A new title needs a reason.", place="reason")
    return None
