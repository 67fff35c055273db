"""Questions about who gave a proposal to whom, as the log has it."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.people.queries.lines import called
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import Event as Done

_FIELDS = ("before", "owner", "reason")


@dataclass(frozen=True, kw_only=True)
class Handover:
    """From whom a proposal went to whom, by name, and the reason that was given."""

    before: str
    owner: str
    reason: str


def handovers(proposal: Proposal) -> Mapping[UUID, Handover]:
    """Of each entry of the log that says so, from whom this proposal went to whom and why."""
    rows = session.execute(
        sa.select(Event.id, Payload.field, Payload.value)
        .join(Payload, Payload.event_id == Event.id)
        .where(
            Event.stream == proposal.id,
            Event.kind == Done.HANDED_OVER.value,
            Payload.field.in_(_FIELDS),
        )
    )
    facts: dict[UUID, dict[str, str]] = defaultdict(dict)
    for event_id, field, value in rows:
        facts[event_id][field] = json.loads(value)
    handles = {each[part] for each in facts.values() for part in _FIELDS[:2] if part in each}
    names = called({_id(handle) for handle in handles})
    return {
        event_id: Handover(
            before=names.get(_id(each["before"]), "–"),
            owner=names.get(_id(each["owner"]), "–"),
            reason=each["reason"],
        )
        for event_id, each in facts.items()
        if len(each) == len(_FIELDS)
    }


def _id(handle: str) -> UUID:
    return UUID(handle.removeprefix("person/"))
