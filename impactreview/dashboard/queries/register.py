"""The register: every case that was ever submitted and may be seen, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Decision
from impactreview.ballots.terms import DecisionState
from impactreview.dashboard.queries.restricted import is_of_circle
from impactreview.dashboard.queries.states import IS_VOTED_ON
from impactreview.dashboard.rules.cases import case_state
from impactreview.dashboard.terms import CaseState
from impactreview.kernel.db import fixed, session
from impactreview.people.models import Person, Unit
from impactreview.people.roles import Role
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.rules.access import SEES_RESTRICTED
from impactreview.proposals.terms import State
from impactreview.reviews.models import Review
from impactreview.reviews.terms import State as ReviewState

PAGE = 50
_RUNNING = (State.DRAFT, State.SUBMITTED)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What is looked for; blank means everything."""

    text: str = ""
    unit: str = ""
    state: CaseState | None = None
    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One case of the register."""

    id: UUID
    code: str
    title: str
    unit: str
    owner: str
    created_at: datetime
    gross: int
    residual: int
    state: CaseState
    restricted: bool


_LINES = (
    sa.select(
        Proposal.id,
        Proposal.code,
        Proposal.title,
        Unit.name,
        Person.name,
        Proposal.created_at,
        Version.gross,
        Version.residual,
        Proposal.state,
        Review.state,
        Decision.state,
        IS_VOTED_ON.label("voting"),
        Decision.overruling_id,
        Proposal.restricted,
    )
    .join(Unit, Unit.id == Proposal.unit_id)
    .join(Person, Person.id == Proposal.owner_id)
    .join(Version, (Version.proposal_id == Proposal.id) & (Version.number == Proposal.number))
    .outerjoin(Review, Review.proposal_id == Proposal.id)
    .outerjoin(Decision, Decision.proposal_id == Proposal.id)
    .where(Proposal.number > fixed(0))  # as its index has it
    .order_by(Proposal.created_at.desc(), Proposal.id.desc())
    .limit(fixed(PAGE + 1))
)


def _seen_by(reader: sa.BindParameter[UUID], on: sa.BindParameter[date]) -> sa.ColumnElement[bool]:
    """A restricted case is seen by those who must know of it; the same as rules.may_see_case.

    What was decided in one is seen by everybody from the day on that it is restricted until.
    """
    return sa.or_(
        Proposal.restricted.is_(False),
        sa.and_(Proposal.embargo_until <= on, Decision.id.is_not(None)),
        Proposal.owner_id == reader,
        Proposal.sponsor_id == reader,
        is_of_circle(Proposal.id, reader, on),
    )


_SEEN = _LINES.where(
    _seen_by(sa.bindparam("reader", type_=sa.Uuid()), sa.bindparam("on", type_=sa.Date()))
)
"""Those that an ordinary reader may know of."""


def lines(
    sought: Filter,
    *,
    reader: UUID,
    roles: frozenset[Role],
    on: date,
    before: tuple[datetime, UUID] | None,
) -> Sequence[Line]:
    """The cases that `reader` may see and that fit, newest first, in one query.

    A page of them, and one more where older ones follow.
    """
    sees_all = not SEES_RESTRICTED.isdisjoint(roles)
    query = _LINES if sees_all else _SEEN
    for condition in _conditions(sought):
        query = query.where(condition)
    if before is not None:
        query = query.where(sa.tuple_(Proposal.created_at, Proposal.id) < before)
    who = {} if sees_all else {"reader": reader, "on": on}
    return [_line(row) for row in session.execute(query, who)]


def _line(row: Any) -> Line:
    (
        proposal_id, code, title, unit, owner, created, gross, residual,
        proposal, review, decision, voting, overruling, restricted,
    ) = row  # fmt: skip
    return Line(
        id=proposal_id,
        code=str(code),
        title=str(title),
        unit=str(unit),
        owner=str(owner),
        created_at=created,
        gross=gross,
        residual=residual,
        state=case_state(
            proposal,
            review,
            decision,
            voting=bool(voting),
            overruled=overruling is not None,
        ),
        restricted=bool(restricted),
    )


def _conditions(sought: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if sought.text:
        found.append(
            sa.or_(
                Proposal.title.icontains(sought.text, autoescape=True),
                Proposal.code == sought.text.upper(),
            )
        )
    if sought.unit:
        found.append(Unit.code == sought.unit)
    if sought.level is not None:
        found.append(Version.residual == sought.level)
    if sought.state is not None:
        found.append(_IS[sought.state])
    return found


_UNDECIDED = sa.and_(Decision.id.is_(None), Proposal.state.in_(_RUNNING))
_IS: dict[CaseState, sa.ColumnElement[bool]] = {
    CaseState.DRAFT: sa.and_(_UNDECIDED, Review.id.is_(None)),
    CaseState.CHANGES_REQUESTED: sa.and_(_UNDECIDED, Review.state == ReviewState.CHANGES_REQUESTED),
    CaseState.IN_REVIEW: sa.and_(
        _UNDECIDED, Review.state.in_((ReviewState.TRIAGED, ReviewState.IN_REVIEW))
    ),
    CaseState.READY: sa.and_(_UNDECIDED, Review.state == ReviewState.READY, ~IS_VOTED_ON),
    CaseState.VOTING: sa.and_(_UNDECIDED, IS_VOTED_ON),
    CaseState.APPROVED: Decision.state == DecisionState.APPROVED,
    CaseState.REJECTED: Decision.state == DecisionState.REJECTED,
    CaseState.IN_FORCE: sa.and_(
        Decision.state == DecisionState.ENACTED, Decision.overruling_id.is_(None)
    ),
    CaseState.OVERRULED: Decision.state == DecisionState.OVERRULED,
    CaseState.IN_FORCE_OVERRULED: sa.and_(
        Decision.state == DecisionState.ENACTED, Decision.overruling_id.is_not(None)
    ),
    CaseState.CALLED_IN: Decision.state == DecisionState.CALLED_IN,
    CaseState.LAPSED: sa.or_(
        Decision.state == DecisionState.LAPSED, Proposal.state == State.LAPSED
    ),
    CaseState.WITHDRAWN: Proposal.state == State.WITHDRAWN,
}
