"""Questions about claims that no customer is touched: which wait for the lot, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from impactreview.audit.models import Event
from impactreview.ballots.models import Decision
from impactreview.ballots.queries.boards import running
from impactreview.ballots.terms import Audit
from impactreview.ballots.terms import Event as Done
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.queries import directory
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries.reading import is_told

MOST = 500
_SHOWN = (Audit.DRAWN, Audit.RIGHT, Audit.WRONG)


def waiting_for_the_lot(limit: int = MOST) -> Sequence[UUID]:
    """Claims for which no lot was drawn yet, the oldest first."""
    return session.scalars(
        sa.select(Decision.id)
        .where(Decision.audit == Audit.WAITING)
        .order_by(Decision.decided_at, Decision.id)
        .limit(limit)
    ).all()


def leaf_of(decision: Decision) -> bytes | None:
    """The hash of the leaf by which the determination stands in the log."""
    return session.scalars(
        sa.select(Event.leaf_hash).where(
            Event.stream == decision.id, Event.kind == Done.DETERMINED.value
        )
    ).one_or_none()


def drawn(on: date) -> Sequence[Decision]:
    """Claims that were drawn or called in, the newest first; at most 500.

    Restricted cases are told from their day on.
    """
    return session.scalars(
        sa.select(Decision)
        .join(Decision.proposal)
        .options(
            contains_eager(Decision.proposal).joinedload(Proposal.owner),
            joinedload(Decision.audited_by),
        )
        .where(Decision.audit.in_(_SHOWN), is_told(on))
        .order_by(Decision.decided_at.desc(), Decision.id)
        .limit(MOST)
    ).all()


@dataclass(frozen=True)
class Figures:
    """How many claims there are, were drawn, and were found to be wrong."""

    claims: int
    drawn: int
    wrong: int


def figures() -> Figures:
    """The figures over every claim there ever was."""
    rows = session.execute(
        sa.select(Decision.audit, sa.func.count())
        .where(Decision.audit != Audit.NOT_ASKED)
        .group_by(Decision.audit)
    )
    found: dict[Audit, int] = {row[0]: row[1] for row in rows}
    drawn = sum(found.get(state, 0) for state in _SHOWN)
    return Figures(sum(found.values()), drawn, found.get(Audit.WRONG, 0))


def concerned(decision: Decision, at: datetime) -> list[Person]:
    """The owner of a claim, and who runs the board that watches over it."""
    return [decision.proposal.owner, *directory.of_ids(sorted(running(decision, at), key=str))]
