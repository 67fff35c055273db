"""Who must know of a restricted case, over all the rooms that name its circle: one predicate."""

from typing import Any

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Elector
from impactreview.governance.models import Membership
from impactreview.governance.queries.boards import sits_on
from impactreview.people.models import Person
from impactreview.proposals.models import Involved
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.terms import Stand


def is_of_circle(case: Any, person: Any, on: Any) -> sa.ColumnElement[bool]:
    """SQL of whether this person must know of a case, beside its owner and its sponsor.

    They stand beside the owner, have a seat in the review or a vote in a ballot, or sit that day on
    its board or on one that was asked in a ballot, with a vote or without. Whoever had a seat keeps
    what they have read; whoever left it for a conflict does not.
    """
    return sa.or_(
        stands_beside(case, person),
        _read(case, person),
        _votes(case, person),
        _sits_on_asked_board(case, person, on),
        _sits_on_its_board(case, person, on),
    )


def stands_beside(case: Any, person: Any, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """SQL of whether this person stands beside the owner now, in a part of which `more` is true."""
    return sa.exists(
        sa.select(Involved.id)
        .where(
            Involved.proposal_id == case,
            Involved.person_id == person,
            Involved.until.is_(None),
            *more,
        )
        .correlate_except(Involved)
    )


def _read(case: Any, person: Any) -> sa.ColumnElement[bool]:
    recused = sa.exists().where(Position.seat_id == Seat.id, Position.stand == Stand.RECUSED)
    return sa.exists(
        sa.select(Seat.id)
        .join(Review, Seat.review_id == Review.id)
        .where(Review.proposal_id == case, Seat.person_id == person, ~recused)
        .correlate_except(Seat, Review)
    )


def _votes(case: Any, person: Any) -> sa.ColumnElement[bool]:
    return sa.exists(
        sa.select(Elector.id)
        .join(Ballot, Elector.ballot_id == Ballot.id)
        .where(Ballot.proposal_id == case, Elector.person_id == person)
        .correlate_except(Elector, Ballot)
    )


def _sits_on_asked_board(case: Any, person: Any, on: Any) -> sa.ColumnElement[bool]:
    return sa.exists(
        _seats_of(person, on)
        .join(Ballot, Ballot.board_id == Membership.board_id)
        .where(Ballot.proposal_id == case)
        .correlate_except(Membership, Person, Ballot)
    )


def _sits_on_its_board(case: Any, person: Any, on: Any) -> sa.ColumnElement[bool]:
    return sa.exists(
        _seats_of(person, on)
        .join(Review, Review.board_id == Membership.board_id)
        .where(Review.proposal_id == case)
        .correlate_except(Membership, Person, Review)
    )


def _seats_of(person: Any, on: Any) -> sa.Select[Any]:
    return (
        sa.select(Membership.id)
        .join(Person, Membership.person_id == Person.id)
        .where(Membership.person_id == person, sits_on(on))
    )
