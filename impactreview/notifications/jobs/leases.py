"""A job that several workers know is run by one of them at a time, and not too often."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from impactreview.audit.acts import tending
from impactreview.kernel.db import session
from impactreview.notifications.models import JobLease

APART = timedelta(seconds=10)
"""So far the clocks of two workers may be apart, or a worker have waited for its turn."""


def taken(name: str, at: datetime, length: timedelta) -> bool:
    """Take the job `name` for `length`; whether it was free.

    A lease that ends much later than it could is from a clock that was ahead, and binds nobody.
    """
    try:
        with tending() as hands:
            lease = session.get(JobLease, name, with_for_update=True)
            if lease is None:
                hands.add(JobLease(name=name, leased_until=at + length))
            elif at < lease.leased_until <= at + length + APART:
                return False
            else:
                lease.leased_until = at + length
            return True
    except IntegrityError:  # another worker took it for the first time just now
        return False
