"""What waits for a person: each thing with its reason, gathered in one query over the rooms.

The seats of reviews and the cases of handlers have a query of their own, in their rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.rules.deciding import PASSED, STANDING
from impactreview.ballots.rules.electorate import PRESIDING
from impactreview.ballots.terms import Audit, ConditionState
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.rules.tasks import TASKS, Waiting
from impactreview.escalations.models import Escalation
from impactreview.escalations.terms import State as EscalationState
from impactreview.governance.models import Board, Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.terms import BoardKind
from impactreview.kernel.db import UtcDateTime, session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State as GrantState
from impactreview.policies.models import Policy, Suspension
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.terms import Involvement
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.terms import ConcernState
from impactreview.reviews.terms import State as ReviewState

_MOST = 200
_SITS = "sits"
_NO_DAY = sa.cast(sa.null(), sa.Date())
_NO_LEVEL = sa.cast(sa.null(), sa.Integer())
_NO_MOMENT = sa.cast(sa.null(), UtcDateTime())
_ME: sa.BindParameter[UUID] = sa.bindparam("me", type_=sa.Uuid())
_AT: sa.BindParameter[datetime] = sa.bindparam("at", type_=UtcDateTime())
_TODAY: sa.BindParameter[date] = sa.bindparam("today", type_=sa.Date())


def waiting_for(person_id: UUID, *, at: datetime, today: date, administers: bool) -> "Gathered":
    """Everything but seats and cases that waits for this person, in one query."""
    asked = _OF_ADMINISTRATORS if administers else _OF_EVERYBODY
    rows = session.execute(asked, {"me": person_id, "at": at, "today": today}).all()
    found = [_waiting(row) for row in rows if row[0] in TASKS]
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
        level=level,
        role=Role(code) if kind == "role" else None,
    )


def _part(
    kind: str,
    code: Any,
    title: Any,
    *,
    moment: Any = _NO_MOMENT,
    day: Any = _NO_DAY,
    level: Any = _NO_LEVEL,
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(kind).label("kind"),
        code.label("code"),
        title.label("title"),
        moment.label("moment"),
        day.label("day"),
        level.label("level"),
    )


def _votes() -> sa.Select[Any]:
    return (
        _part("vote", Proposal.code, Proposal.title, moment=Ballot.closes_at)
        .join(Ballot, Ballot.proposal_id == Proposal.id)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .where(
            Elector.person_id == _ME,
            Elector.recused_at.is_(None),
            Ballot.state == BallotState.OPEN,
            Ballot.opens_at <= _AT,
            Ballot.closes_at > _AT,
            ~sa.exists().where(Vote.elector_id == Elector.id),
        )
    )


def _conditions() -> sa.Select[Any]:
    return (
        _part(
            "condition", Proposal.code, Proposal.title, day=Condition.due_on, level=Decision.level
        )
        .join(Decision, Decision.proposal_id == Proposal.id)
        .join(Condition, Condition.decision_id == Decision.id)
        .where(Condition.owner_id == _ME, Condition.state == ConditionState.OPEN)
    )


def _to_enact() -> sa.Select[Any]:
    unmet = sa.exists().where(
        Condition.decision_id == Decision.id,
        Condition.before_start.is_(True),
        Condition.state != ConditionState.VERIFIED,
    )
    return (
        _part("enact", Proposal.code, Proposal.title, day=Decision.lapses_on, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(
            Proposal.owner_id == _ME,
            Decision.state.in_(PASSED),
            Decision.enactable_from <= _TODAY,
            sa.or_(Decision.reasons != "", Decision.overruling_id.is_not(None)),
            ~unmet,
        )
    )


def _to_reason() -> sa.Select[Any]:
    """Of who runs the board that decided, without those whose work it is or ever was."""
    wrote = sa.exists().where(
        Involved.proposal_id == Proposal.id,
        Involved.person_id == _ME,
        Involved.involvement == Involvement.CO_AUTHOR,
    )
    return (
        _part("reason", Proposal.code, Proposal.title, level=Decision.level)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .join(Ballot, Ballot.id == Decision.ballot_id)
        .join(Membership, Membership.board_id == Ballot.board_id)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Membership.person_id == _ME,
            Membership.office.in_(PRESIDING),
            sits_on(_TODAY),
            Decision.reasons == "",
            Decision.state.in_(STANDING),
            Proposal.owner_id != _ME,
            Proposal.sponsor_id.is_distinct_from(_ME),
            ~wrote,
        )
    )


def _to_revise() -> sa.Select[Any]:
    return (
        _part("revise", Proposal.code, Proposal.title)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(Proposal.owner_id == _ME, Review.state == ReviewState.CHANGES_REQUESTED)
    )


def _to_answer() -> sa.Select[Any]:
    return (
        _part("answer", Proposal.code, Proposal.title)
        .join(Review, Review.proposal_id == Proposal.id)
        .join(Concern, Concern.review_id == Review.id)
        .where(
            Proposal.owner_id == _ME,
            Review.state != ReviewState.CLOSED,
            Concern.state == ConcernState.OPEN,
            Concern.answer == "",
        )
    )


def _audits() -> sa.Select[Any]:
    speaks = sa.exists().where(
        RoleGrant.person_id == _ME,
        RoleGrant.role.in_((Role.ADVOCATE, Role.DEPUTY_ADVOCATE)),
        RoleGrant.state == GrantState.HELD,
    )
    return (
        _part("audit", Proposal.code, Proposal.title)
        .join(Decision, Decision.proposal_id == Proposal.id)
        .where(Decision.audit == Audit.DRAWN, Proposal.owner_id != _ME, speaks)
    )


def _stopped() -> sa.Select[Any]:
    return (
        _part("stopped", Policy.code, Policy.title)
        .join(Suspension, Suspension.policy_id == Policy.id)
        .where(
            Policy.owner_id == _ME,
            Suspension.ended_at.is_(None),
            Suspension.confirmed_at.is_(None),
        )
    )


def _remedies() -> sa.Select[Any]:
    return (
        _part("remedy", Policy.code, Policy.title)
        .join(Escalation, Escalation.policy_id == Policy.id)
        .where(
            Policy.owner_id == _ME,
            Escalation.remedy != "",
            sa.or_(
                Escalation.state == EscalationState.ANSWERED,
                sa.and_(
                    Escalation.state == EscalationState.CLOSED,
                    Policy.state == PolicyState.SUSPENDED,
                ),
            ),
        )
    )


def _sits() -> sa.Select[Any]:
    return (
        _part(_SITS, Board.slug, Board.name)
        .join(Membership, Membership.board_id == Board.id)
        .where(
            Board.kind.in_((BoardKind.INDEPENDENT, BoardKind.TOP)),
            Membership.person_id == _ME,
            Membership.state == GrantState.HELD,
        )
    )


def _roles() -> sa.Select[Any]:
    return (
        _part("role", sa.cast(RoleGrant.role, sa.Text()), Person.name)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.state == GrantState.PROPOSED,
            RoleGrant.person_id != _ME,
            RoleGrant.proposed_by_id.is_distinct_from(_ME),
        )
    )


def _places() -> sa.Select[Any]:
    return (
        _part("place", Board.slug, Person.name)
        .join(Membership, Membership.board_id == Board.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.state == GrantState.PROPOSED,
            Membership.person_id != _ME,
            Membership.proposed_by_id.is_distinct_from(_ME),
        )
    )


_PARTS = (
    _votes(),
    _conditions(),
    _to_enact(),
    _to_reason(),
    _to_revise(),
    _to_answer(),
    _audits(),
    _stopped(),
    _remedies(),
    _sits(),
)
_OF_EVERYBODY = sa.union_all(*_PARTS).limit(_MOST)
_OF_ADMINISTRATORS = sa.union_all(*_PARTS, _roles(), _places()).limit(_MOST)
