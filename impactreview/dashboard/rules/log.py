"""Who may read which entry of the log, and the words of all rooms' events."""

from enum import StrEnum

from impactreview.audit.leaf import Fact
from impactreview.governance.terms import Event as GovernanceEvent
from impactreview.people.terms import Event as PeopleEvent
from impactreview.policies.terms import Event as PolicyEvent

_EVENTS: dict[str, StrEnum] = {
    member.value: member
    for words in (PeopleEvent, GovernanceEvent, PolicyEvent)
    for member in words
}


def event_of(kind: str) -> StrEnum | None:
    """The word of a room for what an entry says was done; None for one no room knows any more."""
    return _EVENTS.get(kind)


def event_kinds() -> list[StrEnum]:
    """Every event that a room may record, in the order of the rooms."""
    return list(_EVENTS.values())


def may_read_entry(*, actor: Fact, reader: str, whole: bool) -> bool:
    """An auditor reads every entry, everybody else the entries of their own acts."""
    return whole or (actor is not None and actor == reader)
