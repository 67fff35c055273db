"""Questions about people: which board decides and who of it may vote, presides or verifies."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.ballots.models import Ballot, Decision, Elector
from impactreview.ballots.rules.electorate import Chosen, electorate, is_able
from impactreview.ballots.rules.rule import Rule, rule_of, rule_of_overruling
from impactreview.governance.models import Board, Membership
from impactreview.governance.queries import sitting
from impactreview.governance.queries.boards import sits_on
from impactreview.governance.rules.calendar import day_in
from impactreview.governance.rules.plan import Overrule, Plan
from impactreview.governance.terms import PRESIDING, BoardKind, Chamber, Office
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.queries.roles import customer_speakers
from impactreview.people.roles import Role
from impactreview.people.terms import State
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import board_of
from impactreview.reviews.queries.circle import presiding as watching

_EXECUTIVES = (Role.TOP, Role.DUTY_EXECUTIVE)


@dataclass(frozen=True)
class Convened:
    """A board and those of it who may vote."""

    board: Board
    electors: list[Chosen]


def deciding(proposal: Proposal, plan: Plan, *, out: Collection[UUID], on: date) -> Convened | None:
    """The board where this case stands, or the next one above that could make a quorum.

    It stands where its last ballot was: what went up for want of a quorum does not come down again.
    Where neither that board nor one above could, it is the board of its plan; None: nowhere.
    """
    rule = rule_of(plan.decides)
    reached = _reached(proposal)
    found = able(reached, rule, out=out, on=on) if reached else None
    return found or able(board_of(proposal, plan), rule, out=out, on=on)


def _reached(proposal: Proposal) -> Board | None:
    """The board that was last asked about this version, of those that still stand."""
    asked = last_asked(sa.select(Board), proposal.id, proposal.number)
    return session.scalars(asked).first()


def runs_where_it_stands(proposal: Proposal, person_id: UUID, on: date) -> bool | None:
    """Whether this person runs the board that was last asked about this version; None: none was."""
    runs = sa.exists().where(
        Membership.board_id == Board.id,
        Membership.person_id == Person.id,
        Membership.office.in_(PRESIDING),
        Person.id == person_id,
        sits_on(on),
    )
    asked = sa.select(runs).select_from(Board)
    return session.scalars(last_asked(asked, proposal.id, proposal.number)).one_or_none()


def last_asked(query: sa.Select[Any], case: Any, number: Any) -> sa.Select[Any]:
    """SQL of `query`, which selects of boards, for the one last asked about this version."""
    return (
        query.join(Ballot, Ballot.board_id == Board.id)
        .where(
            Ballot.proposal_id == case,
            Ballot.number == number,
            Ballot.motion.is_(None),
            Board.closed_at.is_(None),
        )
        .order_by(Ballot.opened_at.desc(), Ballot.round.desc(), Ballot.id)
        .limit(1)
    )


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


def seated(ballot: Ballot, on: date) -> frozenset[UUID]:
    """Everybody who may sit in this ballot that day: on its board, or as one of the top.

    The top votes as the holders of its role where no board of it stands; the ballot then hangs on
    the board whose decision it is about.
    """
    if ballot.motion is None or ballot.board.kind in _BODIES:
        return members(ballot.board, on)
    return frozenset(person.id for person in _holding((Role.TOP,)))


def sits(ballot: Ballot, on: date) -> sa.ColumnElement[bool]:
    """SQL of whether an elector is one of `seated`."""
    if ballot.motion is None or ballot.board.kind in _BODIES:
        return sa.exists().where(
            Membership.person_id == Person.id,
            Person.id == Elector.person_id,
            Membership.board_id == ballot.board_id,
            Membership.office != Office.CLERK,
            sits_on(on),
        )
    return sa.exists().where(
        RoleGrant.person_id == Person.id,
        Person.id == Elector.person_id,
        *_holds((Role.TOP,)),
    )


_BODIES = frozenset({BoardKind.TOP, BoardKind.INDEPENDENT})


def overruling(
    overrule: Overrule, *, instead: Board, out: Collection[UUID], on: date
) -> Convened | None:
    """Who may overrule a board: the top without those whose work it is; None: nobody.

    A board of the top where one stands, else the holders of the role. Where they may not, because
    it is their own proposal, the trusted people from outside: the independent board.
    """
    if overrule.by == "top":
        found = _body(BoardKind.TOP, overrule, out, on)
        if found:
            return found
        held = [person.id for person in _holding((Role.TOP,)) if person.id not in out]
        if held:
            return Convened(instead, [Chosen(each, Chamber.COMPANY) for each in held])
    return _body(BoardKind.INDEPENDENT, overrule, out, on)


def _body(kind: BoardKind, overrule: Overrule, out: Collection[UUID], on: date) -> Convened | None:
    rule = rule_of_overruling(overrule)
    for board in _open_boards(kind):
        electors = electorate(rule, sitting(board, on), out)
        if electors:
            return Convened(board, electors)
    return None


def _open_boards(kind: BoardKind) -> list[Board]:
    return list(
        session.scalars(
            sa.select(Board)
            .where(Board.kind == kind, Board.closed_at.is_(None))
            .order_by(Board.name, Board.id)
            .limit(100)
        )
    )


def who_may_accept(ballot: Ballot, on: date, out: Collection[UUID]) -> Person:
    """Who accepts in writing what remains: never one of those in `out`, whose work it is.

    An executive; else somebody of the boards above, of the top, of those who run the ballot; and
    at the last one of those who voted, for they are free of it.
    """
    return next(person for person in _accepting(ballot, on) if person.id not in out)


def _accepting(ballot: Ballot, on: date) -> Iterator[Person]:
    yield from executives()
    board, passed = ballot.board.above, {ballot.board_id}
    while board is not None and board.id not in passed:
        yield from _voting(board, on)
        passed.add(board.id)
        board = board.above
    for top in _open_boards(BoardKind.TOP):
        yield from _voting(top, on)
    yield from places(ballot.board, on).values()
    yield from (elector.person for elector in ballot.electors)


def _voting(board: Board, on: date) -> list[Person]:
    sits = [place for place in sitting(board, on) if place.office in _ACCEPTING]
    return [place.person for place in sorted(sits, key=lambda each: _ACCEPTING.index(each.office))]


_ACCEPTING = (Office.CHAIR, Office.DEPUTY_CHAIR, Office.MEMBER)


def customers_side(decision: Decision) -> list[Person]:
    """Who speaks for the customers in this case: advocates, and who voted in their chamber."""
    voted = decision.ballot.electors if decision.ballot else []
    chamber = [each.person for each in voted if each.chamber is Chamber.CUSTOMER]
    return [*customer_speakers(), *chamber]


def executives() -> list[Person]:
    """Who may accept what remains: the top first, then duty executives, each by name."""
    return _holding(_EXECUTIVES)


def _holds(roles: Collection[Role]) -> tuple[sa.ColumnElement[bool], ...]:
    """SQL of a grant of one of these roles that is held by somebody who is here."""
    return (
        RoleGrant.role.in_(roles),
        RoleGrant.state == State.HELD,
        Person.deactivated_at.is_(None),
    )


def _holding(roles: tuple[Role, ...]) -> list[Person]:
    rows = session.execute(
        sa.select(Person, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(*_holds(roles))
        .order_by(Person.name, Person.id)
        .limit(500)
    ).all()
    ranked = sorted(rows, key=lambda row: roles.index(row.role))
    return list(dict.fromkeys(row.Person for row in ranked))


def places(board: Board, on: date) -> dict[Office, Person]:
    """Chair, deputy chair and clerk of a board by their office."""
    return {place.office: place.person for place in sitting(board, on) if place.office in PRESIDING}
