"""Questions about proposals, one module for each theme; those that other rooms ask stand here."""

from impactreview.proposals.queries.book import by_code, held, newest_version, version_of
from impactreview.proposals.queries.files import attachments
from impactreview.proposals.rules.access import authors, involved_ids

__all__ = [
    "attachments",
    "authors",
    "by_code",
    "held",
    "involved_ids",
    "newest_version",
    "version_of",
]
