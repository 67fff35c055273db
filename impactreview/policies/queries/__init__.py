"""Questions about policies, one module for each theme; those that other rooms ask stand here."""

from impactreview.policies.queries.book import by_code, newest_version, version, versions
from impactreview.policies.queries.suspensions import (
    open_suspension,
)

__all__ = [
    "by_code",
    "newest_version",
    "open_suspension",
    "version",
    "versions",
]
