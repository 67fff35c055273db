"""Twenty who register at once get twenty codes that follow each other, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.kernel.db import session
from impactreview.people import queries as people
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from impactreview.policies.operations import register as operations
from impactreview.policies.rules.register import Registration
from tests.conftest import NOON, NewApp
from tests.given import Given

pytestmark = pytest.mark.database_near
MANY = 20


def test_twenty_at_once_get_codes_without_a_gap(new_app: NewApp) -> None:
    app = new_app()
    with app.app_context():
        email = Given(at=NOON).person(Role.ADMINISTRATOR).email

    def register(number: int) -> str:
        with app.app_context():
            by = people.by_email(email)
            assert by is not None
            with acting(by=by, at=NOON) as act:
                registration = Registration(
                    title=f"Policy {number}",
                    owner=by,
                    text="Text.",
                    in_force_since=NOON.date(),
                    review_by=NOON.date() + timedelta(1),
                )
                policy = operations.register(act, registration, by=by, on=NOON.date())
            return policy.code

    with ThreadPoolExecutor(MANY) as pool:
        codes = list(pool.map(register, range(MANY)))
    wanted = {f"P-{number}" for number in range(1, MANY + 1)}
    assert set(codes) == wanted
    with app.app_context():
        assert set(session.scalars(sa.select(Policy.code))) == wanted
