"""Questions about policies, one module for each theme; those that other rooms ask stand here."""

from impactreview.policies.queries.book import by_code, newest_version, version, versions
from impactreview.policies.queries.suspensions import (
    open_suspension,
    unconfirmed_suspensions_of,
)

__all__ = [
    "by_code",
    "newest_version",
    "open_suspension",
    "unconfirmed_suspensions_of",
    "version",
    "versions",
]
