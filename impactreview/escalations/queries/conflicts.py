"""Who is in conflict over a policy: whoever made it, approved it or stands above its owner.

Computed at every read: a promotion, a new version or a vote counts from the moment it is there.
Whoever owned it before counts as well: what is given away is not thereby undone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.models import Event as Entry
from impactreview.audit.models import Payload
from impactreview.ballots.models import Ballot, Decision, Elector, Vote
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.kernel.db import fixed, session
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.policies.terms import Event as PolicyEvent
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.terms import Stand

_APPROVING = (Stand.APPROVE, Stand.APPROVE_WITH_CONDITIONS)
_NOBODY = sa.cast(sa.null(), sa.JSON)

Rows = sa.Select[Any]
"""SQL of rows (policy, somebody in conflict over it, JSON list of more of them)."""


@dataclass(frozen=True)
class Matter:
    """A policy, as a report of it needs it: its id, and everybody in conflict over it."""

    policy_id: UUID
    conflicted: frozenset[UUID]


def conflicted(policy: Policy) -> frozenset[UUID]:
    """Everybody who may not know of a case about this policy, by reason of the policy."""
    return conflicts([policy.id])[policy.id]


def conflicts(policies: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """The same for each of these policies, in one query."""
    found = _grouped(session.execute(_OF_IDS, {"ids": [*policies]}))
    return {policy_id: frozenset(found[policy_id]) for policy_id in policies}


def matter(code: str) -> Matter | None:
    """The policy of this code with everybody in conflict over it; its owner at least is."""
    found = _grouped(session.execute(_OF_CODE, {"code": code}))
    return next((Matter(policy_id, frozenset(people)) for policy_id, people in found.items()), None)


def _grouped(rows: Iterable[Any]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for policy_id, person_id, more in rows:
        if person_id is not None:
            found[policy_id].add(person_id)
        found[policy_id].update(UUID(str(each).removeprefix("person/")) for each in more or ())
    return found


def _everybody(policies: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    """SQL of everybody in conflict over the policies for which this holds."""
    these = sa.select(Policy.id, Policy.owner_id).where(policies).cte("these")
    led = _leading(these)
    return sa.union_all(
        *_owners_line(these),
        _former_owners(these),
        *_makers(led),
        _authors_of_versions(led),
        _voters(led),
        _confirmers(led),
    )


def _leading(these: sa.CTE) -> sa.CTE:
    """Every proposal that led to a policy, or was approved to amend it."""
    led = sa.select(Decision.policy_id.label("policy_id"), Decision.proposal_id).join(
        these, these.c.id == Decision.policy_id
    )
    amended = (
        sa.select(Proposal.amends_id, Proposal.id)
        .join(these, these.c.id == Proposal.amends_id)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(Decision.state != DecisionState.REJECTED)
    )
    return led.union(amended).cte("led")


def _owners_line(these: sa.CTE) -> Iterator[Rows]:
    """Owner, the manager above and the one above that."""
    owner, manager = aliased(Person), aliased(Person)
    yield sa.select(these.c.id, these.c.owner_id, _NOBODY)
    led_by = sa.select(these.c.id, owner.manager_id, _NOBODY).join(
        owner, these.c.owner_id == owner.id
    )
    yield led_by
    yield led_by.join(manager, owner.manager_id == manager.id).with_only_columns(
        these.c.id, manager.manager_id, _NOBODY
    )


def _former_owners(these: sa.CTE) -> Rows:
    """Whoever owned it until it was given to somebody else, as the log has it."""
    given = fixed(PolicyEvent.HANDED_OVER.value, Entry.kind)
    before = sa.func.substr(Payload.value, len('"person/') + 1, 36)
    return (
        sa.select(these.c.id, sa.cast(before, sa.Uuid), _NOBODY)
        .join(Entry, (Entry.stream == these.c.id) & (Entry.kind == given))
        .join(Payload, (Payload.event_id == Entry.id) & (Payload.field == "before"))
    )


def _makers(led: sa.CTE) -> Iterator[Rows]:
    """Owners, sponsors and co-authors of the proposals that led to it, also who left them."""
    for maker in (Proposal.owner_id, Proposal.sponsor_id):
        yield sa.select(led.c.policy_id, maker, _NOBODY).join(
            Proposal, Proposal.id == led.c.proposal_id
        )
    yield (
        sa.select(led.c.policy_id, Involved.person_id, _NOBODY)
        .join(Involved, Involved.proposal_id == led.c.proposal_id)
        .where(Involved.agreed_at.is_not(None))
    )


def _authors_of_versions(led: sa.CTE) -> Rows:
    """Whoever wrote a version that was frozen, and whoever froze it."""
    return sa.select(
        led.c.policy_id, Version.frozen_by_id, Version.content["proposal"]["authors"]
    ).join(Version, Version.proposal_id == led.c.proposal_id)


def _voters(led: sa.CTE) -> Rows:
    """Everybody whose last vote in one of the ballots was a yes."""
    later = aliased(Vote)
    changed = sa.select(later.id).where(
        later.elector_id == Vote.elector_id, later.serial > Vote.serial
    )
    return (
        sa.select(led.c.policy_id, Elector.person_id, _NOBODY)
        .join(Ballot, Ballot.proposal_id == led.c.proposal_id)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .join(Vote, Vote.elector_id == Elector.id)
        .where(Vote.choice == Choice.YES, ~changed.exists())
    )


def _confirmers(led: sa.CTE) -> Rows:
    """Where nobody voted, whoever approved in the review is who let it through."""
    later = aliased(Position)
    changed = sa.select(later.id).where(
        later.seat_id == Position.seat_id, later.serial > Position.serial
    )
    return (
        sa.select(led.c.policy_id, Position.person_id, _NOBODY)
        .join(Decision, Decision.proposal_id == led.c.proposal_id)
        .join(Review, Review.proposal_id == led.c.proposal_id)
        .join(Seat, Seat.review_id == Review.id)
        .join(Position, Position.seat_id == Seat.id)
        .where(Decision.ballot_id.is_(None), Position.stand.in_(_APPROVING), ~changed.exists())
    )


_OF_IDS = _everybody(Policy.id.in_(sa.bindparam("ids", expanding=True)))
_OF_CODE = _everybody(Policy.code == sa.bindparam("code"))
"""Asked at every read of a case, so both are made once."""
