"""A world to measure in: one case told through the doors of the rooms, then copied N times.

The copies are written in bulk with the triggers off; they are data for measuring alone.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from bench.casting import BATCH, Caster, Row, days_before, mould, pour, raw_id
from config import Config
from impactreview.app import create_app
from impactreview.audit import triggers
from impactreview.audit.acts import acting, tending
from impactreview.ballots import operations as ballots
from impactreview.ballots.queries import ballots as ballot_queries
from impactreview.ballots.terms import Choice
from impactreview.demo.analysing import analyse
from impactreview.demo.nordlicht import NORDLICHT
from impactreview.demo.script import Story
from impactreview.demo.seeding import Stage, found
from impactreview.demo.steps import Telling
from impactreview.demo.stories.billing import PAPER
from impactreview.demo.stories.service import CALLBACK
from impactreview.governance.queries.rule_sets import rules_in_force
from impactreview.kernel.clock import now
from impactreview.kernel.db import Base, db, session
from impactreview.kernel.engine import WRITE
from impactreview.people.models import Person, RoleGrant, UserSession
from impactreview.people.roles import Role
from impactreview.people.rules.sign_in import token_hash
from impactreview.people.terms import State as Held
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal, ProposalCode
from impactreview.reviews import operations as reviews
from impactreview.reviews import queries as read
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import SeatKind, Stand
from impactreview.reviews.terms import State as ReviewState
from impactreview.worker import lay_queue

_CSRF = "0123456789abcdef0123456789abcdef01234567"
SECRET = "a secret for measuring alone, of 32 bytes and more"  # noqa: S105 - guards nothing
ZONE = "Europe/Berlin"
DRAFTS = 1_500
"""Drafts with a finished analysis: each is handed in once at most."""
WAITING = 12
"""So many things wait for whoever's home page is measured."""
READ = 200
"""Cases under review, whole, whose case pages are read and who get positions."""


_CONCERN = ConcernText(
    what="Many pay on the day the letter comes.",
    whom="Customers in payment plans",
    remedy="Paper can still be chosen.",
)


class _Event(StrEnum):
    MADE = "bench.made"


@dataclass(frozen=True, kw_only=True)
class World:
    """What the load needs to know: cookies, form tokens, and which cases to visit."""

    owner: str
    reader: str
    visitor: str
    token: str
    drafts: list[str]
    read: list[str]

    def to_json(self) -> dict[str, Any]:
        """This as JSON."""
        return asdict(self)


def app_over(database: str, data: str) -> Flask:
    """Our app over this database, with its tables, triggers and queue made."""
    app = create_app(config(database, data))
    with app.app_context(), _writer() as connection:
        Base.metadata.create_all(connection)
        triggers.renew(connection)
    lay_queue(app.config)
    return app


def config(database: str, data: str) -> Config:
    """The settings it is measured under."""
    return Config(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=database, DATA=data)


def _writer() -> Any:
    return db.engine.execution_options(**{WRITE: True}).begin()


def filled(app: Flask, size: int) -> World:
    """`size` cases: some drafts and some under review with everything, the rest determined."""
    drafts, under_review = min(DRAFTS, size // 4), min(READ, size // 10)
    with app.app_context():
        at = now() - timedelta(hours=12)
        stage = found(NORDLICHT, language="en", at=at - timedelta(days=75))
        tales = _Tales(stage, at)
        whole, open_ = tales.draft(), tales.under_review()
        fresh, decided = tales.handed_in(), tales.decided()
        people = _people(stage, max(30, size // 20))
        with _writer() as connection:
            triggers.drop(connection)
            hot = _Series(connection, "X", at)
            codes = hot.pour(whole, drafts, whole=True, people=())
            seen = hot.pour(open_, under_review, whole=True, people=())
            crowd = [raw_id(connection, person) for person in people]
            cold = _Series(connection, "D", at - timedelta(days=15))
            cold.pour(fresh, size // 10, whole=False, people=crowd)
            rest = size - drafts - under_review - size // 10
            cold.pour(decided, rest, whole=False, people=crowd)
            triggers.renew(connection)
        _analyse()
        with tending() as hands:
            hands.add_once(ProposalCode, series=f"{at.year}", last=0)
        return World(
            owner=_cookie(app, stage.people["tim"].id),
            reader=_cookie(app, tales.reader.id),
            visitor=_cookie(app, _busy(people)),
            token=URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(_CSRF),
            drafts=codes,
            read=seen,
        )


class _Tales:
    """Three prototypes, told through the doors of the rooms."""

    def __init__(self, stage: Stage, at: datetime) -> None:
        self.reader: Person
        self._stage, self._begin_at = stage, at

    def _anew(self, story: Story, days_ago: int) -> tuple[Telling, Proposal]:
        """The proposal with its finished analysis, as its owner begins it."""
        told = Telling(self._stage, "full", ZONE, self._begin_at - timedelta(days=days_ago))
        owner = told.who("tim")
        with acting(by=owner, at=told.later()) as act:
            proposal = proposals.draft(
                act,
                owner=owner,
                unit=self._stage.units[story.unit],
                title=told.word(story.title),
                door=story.door,
                text=told.word(story.text),
                functions=told.stage.firm.touched,
            )
        analyse(told, replace(story, owner="tim"), proposal)
        return told, proposal

    def draft(self) -> str:
        """A draft whose analysis is finished."""
        return self._anew(PAPER, 20)[1].code

    def under_review(self) -> str:
        """A case that everybody read, with an objection of the advocate's that stands."""
        told, review = self._handed_in(PAPER, 18)
        self._everybody(told, review, objects=True)
        seats = [seat for seat in read.seats(review) if seat.person is not None]
        self.reader = next(
            seat.person for seat in seats if seat.person and seat.kind is SeatKind.DOMAIN
        )
        return review.proposal.code

    def handed_in(self) -> str:
        """A case that nobody has read yet."""
        return self._handed_in(PAPER, 16)[1].proposal.code

    def decided(self) -> str:
        """A case that a board voted about."""
        told, review = self._handed_in(CALLBACK, 60)
        self._everybody(told, review, objects=False)
        ballot = self._ballot(told, review)
        for elector in list(ballot_queries.electors(ballot)):
            with acting(by=elector.person, at=told.later()) as act:
                ballots.cast(act, ballot, by=elector.person, choice=Choice.YES)
        with acting(by=None, at=ballot.closes_at + timedelta(hours=1)) as act:
            ballots.close_ballot(act, ballot)
        return review.proposal.code

    def _handed_in(self, story: Story, days_ago: int) -> tuple[Telling, Review]:
        told, proposal = self._anew(story, days_ago)
        owner, rules = proposal.owner, rules_in_force(told.form)
        with acting(by=owner, at=told.later()) as act:
            return told, reviews.submit_for_review(
                act, proposal, by=owner, rules=rules, zone=told.zone
            )

    def _everybody(self, told: Telling, review: Review, *, objects: bool) -> None:
        for seat in list(read.seats(review)):
            if seat.person is None:
                continue
            with acting(by=seat.person, at=told.later()) as act:
                reviews.declare_no_conflict(act, review, by=seat.person)
            no = objects and seat.kind is SeatKind.ADVOCATE
            with acting(by=seat.person, at=told.later()) as act:
                reviews.give_position(
                    act,
                    review,
                    by=seat.person,
                    number=review.number,
                    stand=Stand.OBJECT if no else Stand.APPROVE,
                    reason="Read and checked.",
                    concern=_CONCERN if no else None,
                )

    def _ballot(self, told: Telling, review: Review) -> Any:
        kind = review.plan["decides"]["board_kind"]
        board = next(b for b in self._stage.boards.values() if b.kind.value == kind)
        by = self._stage.people["inga"]
        with acting(by=by, at=told.later()) as act:
            return ballots.open_ballot(act, review, by=by, board=board, zone=ZONE)


class _Series:
    """Copies that are numbered on from each other."""

    def __init__(self, connection: sa.Connection, letter: str, at: datetime) -> None:
        self._connection, self._letter, self._at = connection, letter, at
        self._last = 0

    def pour(self, code: str, copies: int, *, whole: bool, people: Any) -> list[str]:
        """`copies` of the case of this code; their codes."""
        made: list[str] = []
        caster = Caster(self._connection, mould(self._connection, code, whole=whole))
        while len(made) < copies:
            numbers = range(self._last + 1, self._last + 1 + min(BATCH, copies - len(made)))
            self._last = numbers[-1]
            pour(self._connection, self._copies(caster, numbers, people))
            made += [self._code(number) for number in numbers]
        return made

    def _copies(self, caster: Caster, numbers: range, people: Any) -> Iterator[tuple[str, Row]]:
        for number in numbers:
            states = {"decision": {"state": _ENDS[number % len(_ENDS)]}}
            when = days_before(self._at, number)
            yield from caster.cast(self._code(number), when, people, states)

    def _code(self, number: int) -> str:
        return f"{self._letter}-2026-{number:06}"


_ENDS = ("enacted",) * 7 + ("rejected",) * 3


def _people(stage: Stage, count: int) -> list[UUID]:
    """So many readers more, each once through the door of an act for all of them."""
    at, (by, _) = now(), stage.two_beside()
    units = list(stage.units.values())
    made: list[UUID] = []
    with acting(by=by, at=at) as act:
        for number in range(count):
            person = Person(
                name=f"Reader {number}",
                email=f"reader-{number}@bench.example",
                language="en",
                unit_id=units[number % len(units)].id,
                deactivated_at=None,
            )
            grant = RoleGrant(
                person_id=person.id, role=Role.REVIEWER, state=Held.HELD, proposed_at=at, since=at
            )
            for record in (person, grant):
                act.add(record)
                act.record(_Event.MADE, record)
            made.append(person.id)
    return made


def _busy(people: list[UUID]) -> UUID:
    """Somebody for whom about WAITING things wait."""
    counted = sa.func.count()
    rows = session.execute(
        sa.select(Seat.person_id, counted)
        .join(Review, Review.id == Seat.review_id)
        .where(Seat.person_id.in_(people), Review.state != ReviewState.CLOSED)
        .group_by(Seat.person_id)
    ).all()
    nearest = min(rows, key=lambda row: (abs(row[1] - WAITING), str(row[0])))
    return UUID(str(nearest[0]))


def _analyse() -> None:
    """Let the database know its tables, as its own upkeep would after a while."""
    engine = db.engine.execution_options(isolation_level="AUTOCOMMIT")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        return
    with _writer() as connection:
        connection.exec_driver_sql("ANALYZE")


def _cookie(app: Flask, person_id: UUID) -> str:
    """The cookie of a browser in which this person is signed in."""
    token = f"bench-{person_id}"
    at = datetime.now(UTC)
    with tending() as hands:
        hands.add(
            UserSession(
                token_hash=token_hash(token),
                person_id=person_id,
                device="bench",
                started_at=at,
                expires_at=at + timedelta(hours=8),
            )
        )
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    held = {
        "_user_id": token, "_fresh": True, "seen": int(at.timestamp()) + 25_000,
        "csrf_token": _CSRF,
    }  # fmt: skip
    return f"impactreview={signer.dumps(held)}" if signer else ""
