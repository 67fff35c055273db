"""Questions about people: which board decides and who of it may vote, presides or verifies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Decision
from impactreview.ballots.rules.electorate import PRESIDING, Chosen, electorate, is_able
from impactreview.ballots.rules.rule import Rule, rule_of
from impactreview.governance.models import Board
from impactreview.governance.queries import sitting
from impactreview.governance.rules.calendar import day_in
from impactreview.governance.rules.plan import Plan
from impactreview.governance.terms import Office
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import board_of
from impactreview.reviews.queries.circle import presiding as watching

_ADVOCATES = (Role.ADVOCATE, Role.DEPUTY_ADVOCATE)
_EXECUTIVES = (Role.TOP, Role.DUTY_EXECUTIVE)


@dataclass(frozen=True)
class Convened:
    """A board and those of it who may vote."""

    board: Board
    electors: list[Chosen]


def deciding(proposal: Proposal, plan: Plan, *, out: Collection[UUID], on: date) -> Convened | None:
    """The board of this case, or the next one above it that could make a quorum; None: nowhere."""
    return able(board_of(proposal, plan), rule_of(plan.decides), out=out, on=on)


def able(board: Board | None, rule: Rule, *, out: Collection[UUID], on: date) -> Convened | None:
    """This board, or the next one above it, that could make a quorum without those in `out`."""
    seen: set[UUID] = set()
    while board is not None and board.id not in seen:
        if board.closed_at is None:
            electors = electorate(rule, sitting(board, on), out)
            if is_able(rule, electors):
                return Convened(board, electors)
        seen.add(board.id)
        board = board.above
    return None


def presiding(board: Board, on: date) -> frozenset[UUID]:
    """Chair, deputy chair and clerk of a board, as they sit that day."""
    return frozenset(place.person_id for place in sitting(board, on) if place.office in PRESIDING)


def running(decision: Decision, at: datetime) -> frozenset[UUID]:
    """Chair, deputy chair and clerk of the board that decided, or that watched over the case."""
    if decision.ballot is not None:
        ballot = decision.ballot
        return presiding(ballot.board, day_in(at, ballot.zone))
    review = review_of(decision.proposal)
    if review is None:
        return frozenset()
    return watching(decision.proposal, Plan.from_json(review.plan), at.date())


def members(board: Board, on: date) -> frozenset[UUID]:
    """Everybody who sits on a board that day, other than to write its minutes."""
    return frozenset(
        place.person_id for place in sitting(board, on) if place.office is not Office.CLERK
    )


def advocates() -> frozenset[UUID]:
    """Customer advocate and deputy."""
    return frozenset(person.id for person in _holding(_ADVOCATES))


def executives() -> list[Person]:
    """Who may accept what remains: the top first, then duty executives, each by name."""
    return _holding(_EXECUTIVES)


def _holding(roles: tuple[Role, ...]) -> list[Person]:
    rows = session.execute(
        sa.select(Person, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_(roles),
            RoleGrant.state == State.HELD,
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(500)
    ).all()
    ranked = sorted(rows, key=lambda row: roles.index(row.role))
    return list(dict.fromkeys(row.Person for row in ranked))


def places(board: Board, on: date) -> dict[Office, Person]:
    """Chair, deputy chair and clerk of a board by their office."""
    return {place.office: place.person for place in sitting(board, on) if place.office in PRESIDING}
