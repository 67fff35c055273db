"""Questions about what a policy is called, and what it was called before, told from the log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Payload
from impactreview.kernel.db import session
from impactreview.policies.models import Policy, PolicyWord
from impactreview.policies.rules.titles import alike
from impactreview.policies.terms import Event, State

_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What a policy was called until a moment, and why it is not any more."""

    title: str
    until: datetime
    reason: str


_BEFORE, _REASON = aliased(Payload), aliased(Payload)
_EARLIER = (
    sa.select(_BEFORE.value, Entry.at, _REASON.value)
    .select_from(Entry)
    .join(_BEFORE, (_BEFORE.event_id == Entry.id) & (_BEFORE.field == "before"))
    .join(_REASON, (_REASON.event_id == Entry.id) & (_REASON.field == "reason"))
    .where(Entry.stream == sa.bindparam("policy_id"), Entry.kind == Event.RETITLED.value)
    .order_by(Entry.version.desc())
    .limit(_MOST)
)


def earlier_titles(policy: Policy) -> Sequence[Earlier]:
    """What this policy was called before, the newest first; at most 50."""
    return [
        Earlier(title=json.loads(before), until=at, reason=json.loads(reason))
        for before, at, reason in session.execute(_EARLIER, {"policy_id": policy.id})
    ]


def titles_held(*, but: Policy | None = None) -> Mapping[str, str]:
    """By its title, as titles are compared, the code of every policy that was not withdrawn."""
    held = session.execute(
        sa.select(Policy.title, Policy.code)
        .where(Policy.state != State.WITHDRAWN)
        .order_by(Policy.code.desc())
    )
    return {alike(title): code for title, code in held if but is None or code != but.code}


def words_kept(policy: Policy) -> frozenset[bytes]:
    """The words that a search finds this policy by."""
    found = session.scalars(
        sa.select(PolicyWord.word).where(PolicyWord.policy_id == policy.id).limit(5_000)
    )
    return frozenset(found)
