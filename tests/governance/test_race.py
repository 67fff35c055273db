"""Two who give the same office at the same moment: one of them does, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from impactreview.audit.acts import acting
from impactreview.governance.models import Membership
from impactreview.governance.operations import members as operations
from impactreview.governance.queries import by_slug, sitting
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Refusal
from impactreview.people import queries as people
from impactreview.people.roles import Role
from tests.conftest import NOON, NewApp
from tests.given import Given

pytestmark = pytest.mark.database_near
TODAY = NOON.date()


@pytest.mark.parametrize("proposals", [2, 6])
def test_a_board_gets_one_chair_however_many_are_confirmed_at_once(
    new_app: NewApp, proposals: int
) -> None:
    app = new_app()
    with app.app_context():
        given = Given(at=NOON)
        admin, second = (given.person(Role.ADMINISTRATOR) for _ in range(2))
        board, email = given.board(slug="pricing"), second.email
        place = Place(Office.CHAIR, Chamber.COMPANY, TODAY, None)
        ids = []
        for _ in range(proposals):
            person = given.person()
            with acting(by=admin, at=NOON) as act:
                made = operations.propose(act, board, person=person, place=place, on=TODAY)
            ids.append(made.id)
    begin = Barrier(proposals)

    def confirm(place_id: UUID) -> bool:
        with app.app_context():
            by, membership = people.by_email(email), session.get_one(Membership, place_id)
            assert by is not None
            begin.wait()
            try:
                with acting(by=by, at=NOON) as act:
                    operations.confirm(act, membership, on=TODAY)
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(proposals) as pool:
        assert sum(pool.map(confirm, ids)) == 1
    with app.app_context():
        pricing = by_slug("pricing")
        assert pricing is not None
        assert len(sitting(pricing, TODAY)) == 1
