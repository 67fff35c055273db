"""Letters as a test needs them: written in a real act, read back with everything they carry."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from impactreview.audit.acts import System, acting
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.notifications.operations import Recipient, write
from tests.conftest import NOON
from tests.given import Given
from tests.terms import GivenEvent


def written(
    given: Given, *, to: Recipient | None = None, at: datetime = NOON, **more: Any
) -> Letter:
    """A letter that waits, from an act of its own."""
    to, unit = to or given.person(), given.unit()
    before = set(session.scalars(sa.select(Letter.id)))
    with acting(by=System(), at=at) as act:
        act.record(GivenEvent.GIVEN, unit)
        write(act, to=to, **{"subject": "Hello", "body": "There is news.", **more})
    return session.scalars(sa.select(Letter).where(Letter.id.not_in(before))).one()
