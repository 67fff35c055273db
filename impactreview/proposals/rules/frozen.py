"""What is frozen of a proposal when it is submitted, as JSON that can be hashed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from impactreview.audit.leaf import Fact
from impactreview.impact.terms import Form, Level
from impactreview.proposals.models import Attachment, Involved, Proposal


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A proposal with its analysis, ready to be kept as a version.

    `content` is `{"proposal": frozen_fields(...), "analysis": ..., "attachments": [...]}`.
    """

    content: Mapping[str, Any]
    content_hash: str
    section_hashes: Mapping[str, str]
    template_hash: str
    form: Form
    gross: Level
    residual: Level
    assessment: Mapping[str, Any]


def frozen_fields(proposal: Proposal) -> dict[str, Fact]:
    """The proposal's own fields; people by id, units and policies by code, days as ISO."""
    wished, embargo = proposal.wished_on, proposal.embargo_until
    return {
        "code": proposal.code,
        "title": proposal.title,
        "unit": proposal.unit.code,
        "owner": str(proposal.owner.id),
        "authors": [str(each) for each in sorted(authors_of_next(proposal))],
        "sponsor": str(proposal.sponsor.id) if proposal.sponsor else None,
        "amends": proposal.amends.code if proposal.amends else None,
        "door": proposal.door.value,
        "wished_on": wished.isoformat() if wished else None,
        "functions": list(proposal.functions),
        "channels": list(proposal.channels),
        "text": proposal.text,
        "restricted": proposal.restricted,
        "embargo_until": embargo.isoformat() if embargo else None,
    }


def frozen_attachments(attachments: Iterable[Attachment]) -> list[Fact]:
    """What hangs on a proposal: each file by its name, its hash and its size."""
    return [
        {
            "id": str(each.id),
            "name": each.name,
            "content_hash": each.content_hash,
            "size": each.size,
        }
        for each in sorted(attachments, key=lambda each: str(each.id))
    ]


def authors_of_next(proposal: Proposal) -> frozenset[UUID]:
    """Everybody who could write the version that is frozen next, also who has left since.

    Whoever stopped being a co-author after the last version was frozen has had their hands in
    this one: to be taken off the list a moment before makes nobody a reviewer of their own work.
    Whoever never agreed could not write: to be named makes nobody an author.
    """
    writing = {each.person.id for each in proposal.involved if _wrote(proposal, each)}
    return frozenset({proposal.owner.id, *writing})


def _wrote(proposal: Proposal, each: Involved) -> bool:
    if each.agreed_at is None:
        return False
    frozen_at = proposal.submitted_at if proposal.number else None
    return each.until is None or frozen_at is None or each.until > frozen_at
