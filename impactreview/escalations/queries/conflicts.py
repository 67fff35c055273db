"""Who is in conflict over a policy: whoever made it, approved it or stands above its owner.

Computed at every read: a promotion, a new version or a vote counts from the moment it is there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.ballots.models import Ballot, Decision, Elector, Vote
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.terms import Involvement
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.terms import Stand

Pairs = Iterable[tuple[UUID, UUID | None]]
"""A policy, and somebody in conflict over it."""

_APPROVING = (Stand.APPROVE, Stand.APPROVE_WITH_CONDITIONS)


def conflicted(policy: Policy) -> frozenset[UUID]:
    """Everybody who may not know of a case about this policy, by reason of the policy."""
    return conflicts([policy.id])[policy.id]


def conflicts(policies: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """The same for each of these policies, in a fixed number of queries."""
    ids = set(policies)
    led = _leading(ids)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for pairs in (
        _owners_line(ids),
        _owners_and_sponsors(led),
        _co_authors(led),
        _authors_of_versions(led),
        _voters(led),
        _confirmers(led),
    ):
        for policy_id, person_id in pairs:
            if person_id is not None:
                found[policy_id].add(person_id)
    return {policy_id: frozenset(found[policy_id]) for policy_id in ids}


def _leading(ids: Collection[UUID]) -> sa.CTE:
    """Every proposal that led to a policy, or was approved to amend it."""
    led = sa.select(Decision.policy_id.label("policy_id"), Decision.proposal_id).where(
        Decision.policy_id.in_(ids)
    )
    amended = (
        sa.select(Proposal.amends_id, Proposal.id)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(Proposal.amends_id.in_(ids), Decision.state != DecisionState.REJECTED)
    )
    return led.union(amended).cte("led")


def _owners_line(ids: Collection[UUID]) -> Pairs:
    """Owner, the manager above and the one above that."""
    owner, manager = aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(Policy.id, owner.id, owner.manager_id, manager.manager_id)
        .join(owner, Policy.owner_id == owner.id)
        .outerjoin(manager, owner.manager_id == manager.id)
        .where(Policy.id.in_(ids))
    )
    return _spread(rows)


def _owners_and_sponsors(led: sa.CTE) -> Pairs:
    return _spread(
        session.execute(
            sa.select(led.c.policy_id, Proposal.owner_id, Proposal.sponsor_id).join(
                Proposal, Proposal.id == led.c.proposal_id
            )
        )
    )


def _co_authors(led: sa.CTE) -> Pairs:
    return _spread(
        session.execute(
            sa.select(led.c.policy_id, Involved.person_id)
            .join(Involved, Involved.proposal_id == led.c.proposal_id)
            .where(Involved.involvement == Involvement.CO_AUTHOR, Involved.until.is_(None))
        )
    )


def _authors_of_versions(led: sa.CTE) -> Iterator[tuple[UUID, UUID | None]]:
    rows = session.execute(
        sa.select(
            led.c.policy_id, Version.frozen_by_id, Version.content["proposal"]["authors"]
        ).join(Version, Version.proposal_id == led.c.proposal_id)
    )
    for policy_id, frozen_by, authors in rows:
        yield policy_id, frozen_by
        for author in authors or ():
            yield policy_id, UUID(str(author).removeprefix("person/"))


def _voters(led: sa.CTE) -> Pairs:
    """Everybody whose last vote in one of the ballots was a yes."""
    later = aliased(Vote)
    changed = sa.select(later.id).where(
        later.elector_id == Vote.elector_id, later.serial > Vote.serial
    )
    return _spread(
        session.execute(
            sa.select(led.c.policy_id, Elector.person_id)
            .join(Ballot, Ballot.proposal_id == led.c.proposal_id)
            .join(Elector, Elector.ballot_id == Ballot.id)
            .join(Vote, Vote.elector_id == Elector.id)
            .where(Vote.choice == Choice.YES, ~changed.exists())
        )
    )


def _confirmers(led: sa.CTE) -> Pairs:
    """Where nobody voted, whoever approved in the review is who let it through."""
    later = aliased(Position)
    changed = sa.select(later.id).where(
        later.seat_id == Position.seat_id, later.serial > Position.serial
    )
    return _spread(
        session.execute(
            sa.select(led.c.policy_id, Position.person_id)
            .join(Decision, Decision.proposal_id == led.c.proposal_id)
            .join(Review, Review.proposal_id == led.c.proposal_id)
            .join(Seat, Seat.review_id == Review.id)
            .join(Position, Position.seat_id == Seat.id)
            .where(Decision.ballot_id.is_(None), Position.stand.in_(_APPROVING), ~changed.exists())
        )
    )


def _spread(rows: Iterable[Any]) -> Iterator[tuple[UUID, UUID | None]]:
    for policy_id, *people in rows:
        yield from ((policy_id, person_id) for person_id in people)
