"""Rules of proposals, one module for each theme; those that other rooms ask stand here."""

from impactreview.proposals.rules.access import (
    authors,
    co_authors,
    involved_ids,
    is_author,
    may_read,
    may_read_draft,
    may_see_case,
    may_write,
    must_own,
    must_write,
)
from impactreview.proposals.rules.agreeing import asked_of
from impactreview.proposals.rules.frozen import (
    Frozen,
    authors_of_next,
    frozen_attachments,
    frozen_fields,
)
from impactreview.proposals.rules.missing import missing

__all__ = [
    "Frozen",
    "asked_of",
    "authors",
    "authors_of_next",
    "co_authors",
    "frozen_attachments",
    "frozen_fields",
    "involved_ids",
    "is_author",
    "may_read",
    "may_read_draft",
    "may_see_case",
    "may_write",
    "missing",
    "must_own",
    "must_write",
]
