"""Questions about cases, for those who handle or determine them, and for their reporters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.escalations.models import (
    Escalation,
    FindingVote,
    Handler,
    Message,
    Reporter,
)
from impactreview.escalations.queries.circles import circles_of
from impactreview.escalations.rules.cases import MOST_OFFERED
from impactreview.escalations.rules.circle import JUDGED, Circle, may_judge, may_read
from impactreview.escalations.terms import Finding, Mode, State
from impactreview.governance.models import Board, Membership
from impactreview.governance.terms import BoardKind
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State as HeldState
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState

MOST = 200
MOST_CANDIDATES = 2_000
MOST_MESSAGES = 500
MOST_HANDS = 500
OPEN = tuple(state for state in State if state is not State.CLOSED)

_WITH_POLICY = joinedload(Escalation.policy).joinedload(Policy.owner)


@dataclass(frozen=True)
class Seen:
    """A case and why it stands in somebody's list."""

    case: Escalation
    circle: Circle
    handles: bool


def by_code(code: str) -> Escalation | None:
    """The case of this code, whoever asks. The caller must ask its circle before showing it."""
    return session.scalars(
        sa.select(Escalation).where(Escalation.code == code).options(_WITH_POLICY)
    ).one_or_none()


def by_id(case_id: UUID) -> Escalation:
    """The case of this id, which must be there: for the jobs, which show nothing."""
    return session.get_one(Escalation, case_id)


def cases_of(person: Person, on: date) -> Sequence[Seen]:
    """The cases that this person handles or determines: open ones first, then the oldest first.

    What they may not read is dropped before the list is cut to its length, so that it leaves no
    gap and no shorter page.
    """
    handled = sa.select(Handler.escalation_id).where(
        Handler.person_id == person.id, Handler.until.is_(None)
    )
    boards = sa.select(Membership.board_id).where(
        Membership.person_id == person.id, Membership.state == HeldState.HELD
    )
    is_top = sa.exists().where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == Role.TOP,
        RoleGrant.state == HeldState.HELD,
    )
    judged = Escalation.state.in_(JUDGED) & (Escalation.board_id.in_(boards) | is_top)
    found = session.scalars(
        sa.select(Escalation)
        .where(Escalation.id.in_(handled) | judged)
        .options(_WITH_POLICY)
        .order_by((Escalation.state == State.CLOSED), Escalation.received_at, Escalation.id)
        .limit(MOST_CANDIDATES)
    ).all()
    circles = circles_of(found, on)
    seen = [
        Seen(case, circles[case.id], person.id in circles[case.id].handlers)
        for case in found
        if may_read(person.id, circles[case.id], case.state)
    ]
    return seen[:MOST]


def votes_wanted_from(person: Person, on: date) -> Sequence[Escalation]:
    """Cases before those who determine them in which this person may vote and has not."""
    waiting = [seen for seen in cases_of(person, on) if seen.case.state is State.BEFORE_BOARD]
    cast = votes_of_cases([seen.case for seen in waiting])
    return [
        seen.case
        for seen in waiting
        if may_judge(person.id, seen.circle, seen.case.state)
        and person.id not in cast[seen.case.id]
    ]


def possible_hands(but: UUID) -> Sequence[Person]:
    """Everybody who might ever be asked about a case, by name: the list is the same for all."""
    roles = sa.select(RoleGrant.person_id).where(
        RoleGrant.role.in_((Role.HANDLER, Role.DUTY_EXECUTIVE, Role.TOP)),
        RoleGrant.state == HeldState.HELD,
    )
    seats = (
        sa.select(Membership.person_id)
        .join(Board, Membership.board_id == Board.id)
        .where(Board.kind == BoardKind.INDEPENDENT, Membership.state == HeldState.HELD)
    )
    return session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(roles) | Person.id.in_(seats),
            Person.id != but,
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST_OFFERED)
    ).all()


def handlers_of(case: Escalation) -> Sequence[Handler]:
    """Everybody who is assigned to the case now, by name; see the circle for who counts."""
    return session.scalars(
        sa.select(Handler)
        .join(Person, Handler.person_id == Person.id)
        .where(Handler.escalation_id == case.id, Handler.until.is_(None))
        .options(joinedload(Handler.person))
        .order_by(Person.name, Handler.id)
    ).all()


_LOAD = (
    sa.select(sa.func.count())
    .select_from(Handler)
    .join(Escalation, Handler.escalation_id == Escalation.id)
    .where(Handler.person_id == Person.id, Handler.until.is_(None), Escalation.state.in_(OPEN))
    .scalar_subquery()
)
_HANDS = (
    sa.select(Person, _LOAD)
    .join(RoleGrant, RoleGrant.person_id == Person.id)
    .where(
        RoleGrant.role == Role.HANDLER,
        RoleGrant.state == HeldState.HELD,
        Person.deactivated_at.is_(None),
    )
    .order_by(Person.name, Person.id)
    .limit(MOST_HANDS)
)


def hands() -> Sequence[tuple[Person, int]]:
    """Every handler by name, each with the number of open cases they handle."""
    return [(person, load) for person, load in session.execute(_HANDS)]


def open_cases() -> Sequence[Escalation]:
    """Every case that is not closed, the oldest first: for the jobs, which show nothing."""
    return session.scalars(
        sa.select(Escalation)
        .where(Escalation.state.in_(OPEN))
        .order_by(Escalation.received_at, Escalation.id)
        .limit(10_000)
    ).all()


def messages(case: Escalation) -> Sequence[Message]:
    """The mailbox of a case, the oldest first."""
    return session.scalars(
        sa.select(Message)
        .where(Message.escalation_id == case.id)
        .options(joinedload(Message.handler))
        .order_by(Message.written_at, Message.id)
        .limit(MOST_MESSAGES)
    ).all()


def replied_at(case: Escalation) -> datetime | None:
    """When the reporter wrote last."""
    return session.scalar(
        sa.select(sa.func.max(Message.written_at)).where(
            Message.escalation_id == case.id, Message.from_reporter
        )
    )


def votes_of_cases(cases: Sequence[Escalation]) -> Mapping[UUID, Mapping[UUID, FindingVote]]:
    """The last vote of each person in the current round of each case."""
    rounds = {case.id: case.round for case in cases}
    rows = session.scalars(
        sa.select(FindingVote)
        .where(FindingVote.escalation_id.in_(rounds))
        .options(joinedload(FindingVote.person))
        .order_by(FindingVote.escalation_id, FindingVote.serial, FindingVote.id)
    )
    found: dict[UUID, dict[UUID, FindingVote]] = defaultdict(dict)
    for vote in rows:
        if vote.round == rounds[vote.escalation_id]:
            found[vote.escalation_id][vote.person_id] = vote
    return found


def votes(case: Escalation) -> Mapping[UUID, FindingVote]:
    """The last vote of each person in the current round of a case."""
    return votes_of_cases([case])[case.id]


def findings(case: Escalation) -> Mapping[UUID, Finding]:
    """What each person finds, as their last vote says."""
    return {person_id: vote.finding for person_id, vote in votes(case).items()}


def next_serial(case: Escalation, person_id: UUID) -> int:
    """The number of this person's next vote in this case."""
    last = session.scalar(
        sa.select(sa.func.max(FindingVote.serial)).where(
            FindingVote.escalation_id == case.id, FindingVote.person_id == person_id
        )
    )
    return (last or 0) + 1


def named_reporter(case: Escalation) -> Person | None:
    """Who reported, for the handlers of a case whose reporter chose to be named; else None."""
    if case.mode is not Mode.NAMED:
        return None
    return session.scalars(
        sa.select(Person)
        .join(Reporter, Reporter.person_id == Person.id)
        .where(Reporter.escalation_id == case.id)
    ).one_or_none()


def reports_of(person: Person) -> Sequence[Escalation]:
    """What this person reported, the newest first."""
    return session.scalars(
        sa.select(Escalation)
        .join(Reporter, Reporter.escalation_id == Escalation.id)
        .where(Reporter.person_id == person.id)
        .options(_WITH_POLICY)
        .order_by(Escalation.received_at.desc(), Escalation.id)
        .limit(MOST)
    ).all()


def report_of(person: Person, code: str) -> Escalation | None:
    """The report of this code, if this person made it."""
    return session.scalars(
        sa.select(Escalation)
        .join(Reporter, Reporter.escalation_id == Escalation.id)
        .where(Reporter.person_id == person.id, Escalation.code == code)
        .options(_WITH_POLICY)
    ).one_or_none()


def published_on(policy: Policy) -> Sequence[Escalation]:
    """Findings that everybody may read on a policy's page, the newest first.

    Show the published fields alone: the state may be that of a case that was opened again.
    """
    return session.scalars(
        sa.select(Escalation)
        .where(Escalation.policy_id == policy.id, Escalation.published_on.is_not(None))
        .order_by(Escalation.published_on.desc(), Escalation.id)
        .limit(MOST)
    ).all()


def remedies_of(person: Person) -> Sequence[Escalation]:
    """Changes that are asked for of policies this person owns, the oldest first."""
    return session.scalars(
        sa.select(Escalation)
        .join(Policy, Escalation.policy_id == Policy.id)
        .where(
            Policy.owner_id == person.id,
            Escalation.remedy != "",
            sa.or_(
                Escalation.state == State.ANSWERED,
                sa.and_(Escalation.state == State.CLOSED, Policy.state == PolicyState.SUSPENDED),
            ),
        )
        .options(_WITH_POLICY)
        .order_by(Escalation.determined_at, Escalation.id)
        .limit(MOST)
    ).all()
