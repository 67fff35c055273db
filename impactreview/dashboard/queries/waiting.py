"""What waits for a person: each thing with its reason, gathered in one query over the rooms.

The seats of reviews and the cases of handlers have a query of their own, in their rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.queries.boards import last_asked
from impactreview.ballots.rules.deciding import PASSED, STANDING
from impactreview.ballots.terms import Audit, ConditionState, DecisionState
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.queries import owned
from impactreview.dashboard.queries.leaving import IS_KEPT, goes_on
from impactreview.dashboard.queries.part import AT, ME, RESIDUAL, TODAY, part
from impactreview.dashboard.queries.setting_up import lacking
from impactreview.dashboard.queries.states import IS_VOTED_ON
from impactreview.dashboard.rules.tasks import TASKS, Waiting
from impactreview.governance.models import Board, Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.terms import PRESIDING, BoardKind
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State as GrantState
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Involved, Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.terms import State as ReviewState

_MOST = 200
_SITS = "sits"


def waiting_for(person_id: UUID, *, at: datetime, today: date, administers: bool) -> "Gathered":
    """Everything but seats and cases that waits for this person, in one query."""
    asked = _OF_ADMINISTRATORS if administers else _OF_EVERYBODY
    rows = session.execute(asked, {"me": person_id, "at": at, "today": today}).all()
    order = list(TASKS)
    known = sorted((row for row in rows if row[0] in TASKS), key=lambda row: order.index(row[0]))
    found = [_waiting(row) for row in known]
    return Gathered(found, any(row[0] == _SITS for row in rows))


@dataclass(frozen=True)
class Gathered:
    """What waits, and whether this person may be asked to determine escalations."""

    waiting: Sequence[Waiting]
    determines: bool


def _waiting(row: Any) -> Waiting:
    kind, code, title, moment, day, level = row
    task = TASKS[kind]
    return Waiting(
        task=task.task,
        title=title,
        why=task.why,
        place=task.place,
        params={task.param: code} if task.param else {},
        due=moment or day,
        at_once=task.at_once,
        level=level,
        role=Role(code) if kind == "role" else None,
    )


def _votes() -> sa.Select[Any]:
    return (
        part("vote", Proposal.code, Proposal.title, moment=Ballot.closes_at, level=RESIDUAL)
        .join(Ballot, Ballot.proposal_id == Proposal.id)
        .join(Review, Review.proposal_id == Proposal.id)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .where(
            Elector.person_id == ME,
            Elector.recused_at.is_(None),
            Ballot.state == BallotState.OPEN,
            Ballot.opens_at <= AT,
            Ballot.closes_at > AT,
            ~sa.exists().where(Vote.elector_id == Elector.id),
        )
    )


def _conditions() -> sa.Select[Any]:
    return (
        part("condition", Proposal.code, Proposal.title, day=Condition.due_on, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .join(Condition, Condition.decision_id == Decision.id)
        .where(
            Condition.owner_id == ME,
            Condition.state == ConditionState.OPEN,
            Decision.state.in_((*PASSED, DecisionState.ENACTED)),
        )
    )


def _presides() -> sa.ColumnElement[bool]:
    """SQL of whether they run any board: asked once, and spares all others the search."""
    place = aliased(Membership)
    return sa.exists(
        sa.select(place.id)
        .where(place.person_id == ME, place.office.in_(PRESIDING))
        .correlate(None)
    )


def _stands() -> sa.ScalarSelect[UUID]:
    """SQL of the board that was last asked about the version of a proposal; null: none was."""
    asked = last_asked(sa.select(Board.id), Proposal.id, Proposal.number)
    return asked.correlate(Proposal).scalar_subquery()


def _to_open() -> sa.Select[Any]:
    """Of who runs the board where a finished case stands: its plan's, or the one last asked."""
    runs = sa.exists(
        sa.select(Membership.id)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Membership.board_id == sa.func.coalesce(_stands(), Review.board_id),
            Membership.person_id == ME,
            Membership.office.in_(PRESIDING),
            sits_on(TODAY),
        )
        .correlate(Review, Proposal)
    )
    return (
        part("open", Proposal.code, Proposal.title, level=RESIDUAL)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(
            Review.state == ReviewState.READY,
            _presides(),
            Review.held_at.is_(None),
            Proposal.owner_id != ME,
            Proposal.sponsor_id.is_distinct_from(ME),
            ~_wrote(),
            runs,
        )
    )


def _wrote() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Involved.proposal_id == Proposal.id,
        Involved.person_id == ME,
        Involved.agreed_at.is_not(None),
    )


def _to_reason() -> sa.Select[Any]:
    """Of who runs the board that decided, without those whose work it is or ever was."""
    return (
        part("reason", Proposal.code, Proposal.title, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .join(Ballot, Ballot.id == Decision.ballot_id)
        .join(Membership, Membership.board_id == Ballot.board_id)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Membership.person_id == ME,
            Membership.office.in_(PRESIDING),
            sits_on(TODAY),
            _presides(),
            Decision.reasons == "",
            Decision.state.in_(STANDING),
            Proposal.owner_id != ME,
            Proposal.sponsor_id.is_distinct_from(ME),
            ~_wrote(),
        )
    )


def _audits() -> sa.Select[Any]:
    speaks = sa.exists().where(
        RoleGrant.person_id == ME,
        RoleGrant.role.in_((Role.ADVOCATE, Role.DEPUTY_ADVOCATE)),
        RoleGrant.state == GrantState.HELD,
    )
    return (
        part("audit", Proposal.code, Proposal.title, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(Decision.audit == Audit.DRAWN, Proposal.owner_id != ME, speaks)
    )


def _sits() -> sa.Select[Any]:
    return (
        part(_SITS, Board.slug, Board.name)
        .join(Membership, Membership.board_id == Board.id)
        .where(
            Board.kind.in_((BoardKind.INDEPENDENT, BoardKind.TOP)),
            Membership.person_id == ME,
            Membership.state == GrantState.HELD,
        )
    )


def _roles() -> sa.Select[Any]:
    return (
        part("role", sa.cast(RoleGrant.role, sa.Text()), Person.name)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.state == GrantState.PROPOSED,
            RoleGrant.person_id != ME,
            RoleGrant.proposed_by_id.is_distinct_from(ME),
        )
    )


def _orphans() -> sa.Select[Any]:
    """Policies that hold, and whose owner has left."""
    return (
        part("orphan", Policy.code, Policy.title)
        .join(Person, Person.id == Policy.owner_id)
        .where(Policy.state != PolicyState.WITHDRAWN, Person.deactivated_at.is_not(None))
    )


def _ownerless() -> sa.Select[Any]:
    """Proposals that somebody could go on with, and whose owner has left.

    Of what not every employee may read, no more than the code is told.
    """
    told = sa.case((IS_KEPT, Proposal.code), else_=Proposal.title)
    return (
        part("ownerless", Proposal.code, told)
        .join(Person, Person.id == Proposal.owner_id)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id)
        .where(
            Person.deactivated_at.is_not(None),
            goes_on(),
            ~IS_VOTED_ON,
        )
    )


def _places() -> sa.Select[Any]:
    return (
        part("place", Board.slug, Person.name)
        .join(Membership, Membership.board_id == Board.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.state == GrantState.PROPOSED,
            Membership.person_id != ME,
            Membership.proposed_by_id.is_distinct_from(ME),
        )
    )


_PARTS = (
    _votes(),
    _conditions(),
    owned.to_enact(),
    owned.to_confirm(),
    _to_open(),
    _to_reason(),
    owned.to_revise(),
    owned.to_answer(),
    _audits(),
    owned.stopped(),
    owned.remedies(),
    owned.asked_to_write(),
    owned.asked_to_sponsor(),
    _sits(),
)
_OF_EVERYBODY = sa.union_all(*_PARTS).limit(_MOST)
_OF_ADMINISTRATORS = sa.union_all(
    *_PARTS, _orphans(), _ownerless(), _roles(), _places(), *lacking()
).limit(_MOST)
