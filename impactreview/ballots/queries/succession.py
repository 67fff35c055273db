"""Questions about a proposal whose owner has left: who has a say in it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot
from impactreview.ballots.queries.boards import members
from impactreview.ballots.rules.succession import Voices
from impactreview.governance.models import Board
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.queries import holders, of_ids
from impactreview.people.queries.roles import customer_speakers
from impactreview.people.roles import Role
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.handing_over import knowing
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import advocates, around, board_of, presiding
from impactreview.reviews.terms import State

_MOST = 100


def voices_in(proposal: Proposal, on: date) -> Voices:
    """Who reads a proposal and who decides about it, as of that day."""
    review, found = review_of(proposal), around(proposal)
    return Voices(
        circle=found.circle,
        read=found.seated,
        reading=_reading(review),
        deciding=_deciding(proposal, review, on),
        speaking=advocates(),
        knowing=knowing(proposal) if proposal.restricted else None,
    )


def watching(proposal: Proposal, on: date) -> Sequence[Person]:
    """Who sees to it that nobody gives a proposal away unseen.

    Every administrator, who speaks for the customers, and once it was handed in those who run the
    board of the case.
    """
    review = review_of(proposal)
    run = presiding(proposal, Plan.from_json(review.plan), on) if review else frozenset()
    here = [each for each in of_ids(run) if each.deactivated_at is None]
    return (*holders(Role.ADMINISTRATOR), *customer_speakers(), *here)


def _reading(review: Review | None) -> frozenset[UUID]:
    if review is None or review.state is State.CLOSED:
        return frozenset()
    held = sa.select(Seat.person_id).where(
        Seat.review_id == review.id, Seat.ended_at.is_(None), Seat.person_id.is_not(None)
    )
    return frozenset(each for each in session.scalars(held) if each is not None)


def _deciding(proposal: Proposal, review: Review | None, on: date) -> frozenset[UUID]:
    boards = {board.id: board for board in _asked(proposal)}
    planned = board_of(proposal, Plan.from_json(review.plan)) if review else None
    if planned is not None:
        boards[planned.id] = planned
    return frozenset(each for board in boards.values() for each in members(board, on))


def _asked(proposal: Proposal) -> list[Board]:
    asked = sa.select(Ballot.board_id).where(Ballot.proposal_id == proposal.id)
    found = sa.select(Board).where(Board.id.in_(asked)).order_by(Board.id).limit(_MOST)
    return list(session.scalars(found))
