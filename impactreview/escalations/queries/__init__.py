"""Questions about escalations, one module for each theme; those other rooms ask stand here."""

from impactreview.escalations.queries.cases import (
    cases_of,
    published_on,
    remedies_of,
    reports_of,
    votes_wanted_from,
)
from impactreview.escalations.queries.conflicts import conflicted
from impactreview.escalations.queries.measures import answers_wanted_from

__all__ = [
    "answers_wanted_from",
    "cases_of",
    "conflicted",
    "published_on",
    "remedies_of",
    "reports_of",
    "votes_wanted_from",
]
