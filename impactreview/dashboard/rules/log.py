"""Who may read which entry of the log, and the words of all rooms' events."""

from enum import StrEnum

from impactreview.analyses.terms import Event as AnalysisEvent
from impactreview.ballots.terms import Event as BallotEvent
from impactreview.escalations.terms import Event as EscalationEvent
from impactreview.evidence.terms import Event as EvidenceEvent
from impactreview.governance.terms import Event as GovernanceEvent
from impactreview.indicators.terms import Event as IndicatorEvent
from impactreview.people.terms import Event as PeopleEvent
from impactreview.policies.terms import Event as PolicyEvent
from impactreview.proposals.terms import Event as ProposalEvent
from impactreview.reviews.terms import Event as ReviewEvent

_VOCABULARIES: tuple[type[StrEnum], ...] = (
    PeopleEvent,
    GovernanceEvent,
    PolicyEvent,
    EvidenceEvent,
    IndicatorEvent,
    ProposalEvent,
    AnalysisEvent,
    ReviewEvent,
    BallotEvent,
    EscalationEvent,
)
_EVENTS: dict[str, StrEnum] = {member.value: member for words in _VOCABULARIES for member in words}


VOTED = BallotEvent.VOTED.value


def event_of(kind: str) -> StrEnum | None:
    """The word of a room for what an entry says was done; None for one no room knows any more."""
    return _EVENTS.get(kind)


def event_kinds() -> list[StrEnum]:
    """Every event that a room may record, in the order of the rooms."""
    return list(_EVENTS.values())


def may_read_entry(*, own: bool, whole: bool) -> bool:
    """An auditor reads every entry, everybody else the entries of their own acts."""
    return whole or own


def is_shut(kind: str, *, voting: bool, own: bool) -> bool:
    """Whether an entry shows that it is there, and nothing of what it says.

    What was said in an escalation is for its circle alone; a vote, and who cast it, for nobody
    else while the case is `voting` or may vote again; what a round without a quorum came to, for
    nobody at all until then.
    """
    if kind in SECRET:
        return True
    if kind == BallotEvent.DEFERRED.value:
        return voting
    return kind == VOTED and voting and not own


def is_told_in_case(kind: str, *, own: bool, case_is_over: bool) -> bool:
    """Whether the history of a case has an entry of this kind.

    Who cast a vote is told once nobody votes on the case again: a round without a quorum must not
    speak in the next one. Who did not want to stand in a proposal is told to nobody else. One's own
    is told at any time.
    """
    if kind == ProposalEvent.PERSON_DECLINED.value:
        return own
    return kind != VOTED or own or case_is_over


SECRET = frozenset(member.value for member in EscalationEvent)
"""What is done in escalations: the day is told, and nothing that ties it to anything else."""
