"""Questions about the log: its lines, one entry, and everything that was done in one case."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.leaf import Fact
from impactreview.audit.models import Event, Payload
from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.rules.log import SECRET, VOTED, is_shut
from impactreview.escalations.models import Escalation
from impactreview.escalations.terms import State as EscalationState
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import ENDED

_VOTING = sa.or_(
    Ballot.state == BallotState.OPEN,
    sa.and_(
        Ballot.state.in_((BallotState.DEFERRED, BallotState.VOID)),
        ~sa.exists().where(Decision.proposal_id == Ballot.proposal_id),
        sa.exists().where(
            Proposal.id == Ballot.proposal_id,
            Proposal.state.not_in(ENDED),
        ),
    ),
)
"""True of a ballot that runs, or that came to nothing in a case that may be voted on again."""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """An entry of the log as its list shows it."""

    id: UUID
    kind: str
    at: datetime
    subject: str
    actor: str | None
    name: str | None
    shut: bool
    """Whether this reader learns no more than that something was done."""


def log_lines(
    *,
    actor: str | None,
    kind: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    reader: str,
    also: sa.ColumnElement[bool] | None = None,
) -> Sequence[LogLine]:
    """Entries of the log, newest first; of `actor` alone where one is given, and where `also`.

    `reader` is the handle of whoever looks: of some entries they learn only that they are there.
    In the log of everybody those that are held back are missing, see `held_days`, and others'
    votes as long as the case may vote: their number alone would tell how it stands.
    """
    subject, by = aliased(Payload), aliased(Payload)
    query = (
        sa.select(Event.id, Event.kind, Event.at, subject.value, by.value, _VOTING)
        .outerjoin(Ballot, Ballot.id == Event.stream)
        .outerjoin(subject, (subject.event_id == Event.id) & (subject.field == "subject"))
        .outerjoin(by, (by.event_id == Event.id) & (by.field == "actor"))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(limit)
    )
    if actor is not None:
        query = query.where(by.value == json.dumps(actor))
    else:
        told = ~sa.func.coalesce(_VOTING, sa.false())
        own = by.value == json.dumps(reader)
        query = query.where(~_held_back(), sa.or_(Event.kind != VOTED, told, own))
    if kind:
        query = query.where(Event.kind == kind)
    if also is not None:
        query = query.where(also)
    if before is not None:
        query = query.where(sa.tuple_(Event.at, Event.id) < before)
    rows = [_read(row, reader) for row in session.execute(query)]
    names = _names({line.actor for line in rows if line.actor})
    return [replace(line, name=names.get(line.actor or "")) for line in rows]


def held_days(*, limit: int) -> Sequence[tuple[date, int]]:
    """The newest days with entries that are held back, and how many there are on each."""
    on = sa.func.date(Event.at)
    rows = session.execute(
        sa.select(on, sa.func.count())
        .where(_held_back())
        .group_by(on)
        .order_by(on.desc())
        .limit(limit)
    )
    return [(date.fromisoformat(str(day)), count) for day, count in rows]


def _held_back() -> sa.ColumnElement[bool]:
    """True of an entry about an escalation, until a finding of that case is published.

    Its second and its stream would tie the case to whatever stands beside it in the log, above all
    to the suspension of a policy; for auditors, too, a case that is open or unfounded never was.
    """
    told = sa.exists().where(
        Escalation.id == Event.stream,
        Escalation.state == EscalationState.CLOSED,
        Escalation.published_on.is_not(None),
    )
    return Event.kind.in_(sorted(SECRET)) & ~told


def _read(row: Any, reader: str) -> LogLine:
    event_id, kind, at, about, by, voting = row
    actor = json.loads(by) if by else None
    shut = is_shut(kind, voting=bool(voting), own=actor == reader)
    return LogLine(
        id=event_id,
        kind=kind,
        at=at,
        subject="" if shut or not about else json.loads(about),
        actor=None if shut else actor,
        name=None,
        shut=shut,
    )


def _names(handles: set[str]) -> dict[str, str]:
    ids = [UUID(handle.removeprefix("person/")) for handle in handles if "person/" in handle]
    if not ids:
        return {}
    rows = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {f"person/{person_id}": name for person_id, name in rows}


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One entry of the log, whole: its values as far as they were not erased, leaf and hash."""

    event: Event
    facts: dict[str, Fact]
    name: str | None
    own: bool
    """Whether whoever looks did it."""
    held: bool
    """Whether nothing but its day is told: not its stream, not its bytes, not its second."""


def log_entry(event_id: UUID, *, reader: str) -> LogEntry | None:
    """The entry of this id, with the values behind its commitments as far as `reader` may know."""
    event = session.get(Event, event_id)
    if event is None:
        return None
    rows = session.execute(
        sa.select(Payload.field, Payload.value)
        .where(Payload.event_id == event_id)
        .order_by(Payload.field)
    )
    facts: dict[str, Fact] = {name: json.loads(value) for name, value in rows}
    actor = facts.get("actor")
    own = actor == reader
    voting = bool(session.scalar(sa.select(_VOTING).where(Ballot.id == event.stream)))
    held = bool(session.scalar(sa.select(_held_back()).where(Event.id == event_id)))
    held = held or (event.kind == VOTED and voting and not own)
    if is_shut(event.kind, voting=voting, own=own):
        return LogEntry(event=event, facts={}, name=None, own=own, held=held)
    name = _names({actor}).get(actor) if isinstance(actor, str) else None
    return LogEntry(event=event, facts=facts, name=name, own=own, held=held)
