"""What is not there yet of all that a decision or an alarm needs, for administrators."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from impactreview.dashboard.queries.part import part
from impactreview.governance.models import Board, Membership
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.people.models import Person, RoleGrant, Unit
from impactreview.people.roles import Role
from impactreview.people.terms import State
from impactreview.policies.models import Policy
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.terms import State as ReviewState


def _lacks(kind: str, there: sa.ColumnElement[bool]) -> sa.Select[Any]:
    nothing = sa.literal("")
    return part(kind, nothing, nothing).where(~there)


def _held(role: Role, *, by: int = 1) -> sa.ColumnElement[bool]:
    """Whether as many people hold this role."""
    holders = (
        sa.select(sa.func.count(sa.distinct(RoleGrant.person_id)))
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == role,
            RoleGrant.state == State.HELD,
            Person.deactivated_at.is_(None),
        )
    )
    return holders.scalar_subquery() >= by


def _sits(*kinds: BoardKind) -> sa.ColumnElement[bool]:
    """Whether a board of these kinds has who runs it, and somebody who speaks for the customers."""

    def seated(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.exists().where(
            Membership.board_id == Board.id, Membership.state == State.HELD, condition
        )

    runs = seated(Membership.office == Office.CHAIR)
    speaks = seated(Membership.chamber == Chamber.CUSTOMER)
    return sa.exists().where(Board.kind.in_(kinds), Board.closed_at.is_(None), runs, speaks)


def _people(many: int) -> sa.ColumnElement[bool]:
    here = sa.select(sa.func.count(Person.id)).where(Person.deactivated_at.is_(None))
    return here.scalar_subquery() >= many


_FEW = 5
"""Whoever proposes, reads, advocates, decides and administers; fewer can decide nothing alone."""


_MANY = 20
"""The simple form is for no more."""


def _the_top_will_do() -> sa.ColumnElement[bool]:
    """Whether those who are few have named who determines where there is no independent board."""
    return sa.and_(_held(Role.TOP), ~_people(_MANY + 1))


_EMPTY_SEAT = sa.exists().where(
    Seat.review_id == Review.id,
    Review.state.in_((ReviewState.IN_REVIEW, ReviewState.READY)),
    Seat.must.is_(True),
    Seat.person_id.is_(None),
    Seat.ended_at.is_(None),
)


def lacking() -> Sequence[sa.Select[Any]]:
    """SQL of each thing that is missing, in the order in which it is best set up."""
    return (
        _lacks("units", sa.exists().where(Unit.id.is_not(None))),
        _lacks("people", _people(_FEW)),
        _lacks("second", _held(Role.ADMINISTRATOR, by=2)),
        _lacks("advocate", _held(Role.ADVOCATE)),
        _lacks("reviewer", _held(Role.REVIEWER, by=2)),
        _lacks("board", _sits(BoardKind.UNIT, BoardKind.CENTRAL)),
        _lacks("handler", _held(Role.HANDLER)),
        _lacks("executive", _held(Role.DUTY_EXECUTIVE)),
        _lacks("independent", sa.or_(_sits(BoardKind.INDEPENDENT), _the_top_will_do())),
        _lacks("seat", ~_EMPTY_SEAT),
        _lacks("policies", sa.exists().where(Policy.id.is_not(None))),
    )
