"""What happens when two people act on one review at the same moment, with real threads."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.governance.queries.rule_sets import packaged
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal, Version
from impactreview.reviews import operations
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.terms import Event, Stand, State
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.reviews.firm import BERLIN, HARM, Firm, drawn

pytestmark = pytest.mark.database_near
Deed = Callable[[], None]


def at_once(app: Flask, deeds: Sequence[Deed]) -> list[bool]:
    """Do all of `deeds` at the same moment; says of each whether it was not refused."""
    begin = Barrier(len(deeds))

    def run(deed: Deed) -> bool:
        with app.app_context():
            begin.wait()
            try:
                deed()
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def says(review_id: UUID, person_id: UUID, stand: Stand, number: int = 1) -> Deed:
    def deed() -> None:
        review, person = session.get_one(Review, review_id), session.get_one(Person, person_id)
        concern = HARM if stand is Stand.OBJECT else None
        with acting(by=person, at=NOON) as act:
            operations.give_position(
                act,
                review,
                by=person,
                number=number,
                stand=stand,
                reason="Because",
                concern=concern,
            )

    return deed


def hands_in(proposal_id: UUID, owner_id: UUID) -> Deed:
    def deed() -> None:
        proposal = session.get_one(Proposal, proposal_id)
        owner = session.get_one(Person, owner_id)
        with acting(by=owner, at=NOON) as act:
            operations.hand_in(
                act, proposal, by=owner, drawn=drawn(), rules=packaged("full"), zone=BERLIN
            )

    return deed


def test_a_position_meets_a_new_version(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        firm = Firm(Given(at=NOON))
        review = firm.hand_in()
        firm.declare(review, firm.reader)
        firm.declare(review, firm.it_reader)
        review_id, proposal_id = review.id, review.proposal_id
        ids = {name: person.id for name, person in firm.people.items()}

    def new_version() -> None:
        review = session.get_one(Review, review_id)
        by = session.get_one(Person, ids["it_reader"])
        with acting(by=by, at=NOON) as act:
            operations.request_changes(act, review, by=by, reason="More.")
        hands_in(proposal_id, ids["owner"])()

    spoke, changed = at_once(app, [says(review_id, ids["reader"], Stand.APPROVE), new_version])
    with app.app_context():
        events = session.execute(
            sa.select(LogEvent.kind, LogEvent.version).where(LogEvent.stream == review_id)
        ).all()
        order = {event.kind: event.version for event in events}
        review = session.get_one(Review, review_id)
        assert changed
        assert (review.number, review.state) == (2, State.IN_REVIEW)
        assert session.scalar(sa.select(sa.func.count()).select_from(Position)) == int(spoke)
        if spoke:
            assert order[Event.POSITION_GIVEN] < order[Event.CHANGES_REQUESTED]


def test_the_same_proposal_is_handed_in_once(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        firm = Firm(Given(at=NOON))
        proposal_id, owner_id = firm.draft().id, firm.owner.id
    assert sum(at_once(app, [hands_in(proposal_id, owner_id)] * 4)) == 1
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Version)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Review)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 3


def test_positions_of_one_seat_follow_one_another_and_the_last_counts(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        firm = Firm(Given(at=NOON))
        review = firm.hand_in()
        firm.declare(review, firm.reader)
        review_id, reader_id = review.id, firm.reader.id
    stands = [Stand.APPROVE, Stand.OBJECT, Stand.ABSTAIN, Stand.OBJECT] * 2
    done = at_once(app, [says(review_id, reader_id, stand) for stand in stands])
    assert all(done)
    with app.app_context():
        review = session.get_one(Review, review_id)
        kept = session.scalars(sa.select(Position).order_by(Position.serial)).all()
        assert [position.serial for position in kept] == list(range(1, 9))
        (last,) = queries.positions(review).values()
        assert last.id == kept[-1].id
        assert session.scalar(sa.select(sa.func.count()).select_from(Concern)) == 4


def test_approve_and_object_at_once_never_leave_a_case_ready_with_an_open_concern(
    new_app: NewApp,
) -> None:
    app = new_app()
    with app.app_context():
        firm = Firm(Given(at=NOON))
        review = firm.hand_in()
        for person in (firm.reader, firm.it_reader, firm.advocate):
            firm.declare(review, person)
        firm.say(review, firm.reader, Stand.APPROVE)
        review_id = review.id
        approver, objector = firm.it_reader.id, firm.advocate.id
    done = at_once(
        app, [says(review_id, approver, Stand.APPROVE), says(review_id, objector, Stand.OBJECT)]
    )
    assert all(done)
    with app.app_context():
        assert session.get_one(Review, review_id).state is State.IN_REVIEW
