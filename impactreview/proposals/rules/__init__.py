"""Rules of proposals, one module for each theme; those that other rooms ask stand here."""

from impactreview.proposals.rules.access import (
    authors,
    involved_ids,
    is_author,
    may_read,
    may_read_draft,
    may_see_case,
    may_write,
    must_own,
    must_write,
)
from impactreview.proposals.rules.details import missing
from impactreview.proposals.rules.frozen import Frozen, frozen_attachments, frozen_fields

__all__ = [
    "Frozen",
    "authors",
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
