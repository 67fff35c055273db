"""Questions about what hangs on a proposal."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from impactreview.kernel.db import session
from impactreview.proposals.models import Attachment, Proposal, Version
from impactreview.proposals.rules.attachments import MOST_FILES

_HANGING = (
    sa.select(Attachment)
    .where(Attachment.proposal_id == sa.bindparam("proposal_id"), Attachment.removed_at.is_(None))
    .options(joinedload(Attachment.added_by, innerjoin=True))
    .order_by(Attachment.added_at, Attachment.id)
    .limit(MOST_FILES)
)


def attachments(proposal: Proposal) -> Sequence[Attachment]:
    """What hangs on the proposal now, in the order in which it came; at most 20."""
    return session.scalars(_HANGING, {"proposal_id": proposal.id}).all()


def attachment(proposal: Proposal, attachment_id: UUID) -> Attachment | None:
    """The file of this id, where it hangs on this proposal or once did."""
    return session.scalars(
        sa.select(Attachment).where(
            Attachment.id == attachment_id, Attachment.proposal_id == proposal.id
        )
    ).one_or_none()


def named_among(hashes: Collection[str]) -> frozenset[str]:
    """Those of these hashes that a file on some proposal is known by, or once was."""
    found = session.scalars(
        sa.select(Attachment.content_hash).where(Attachment.content_hash.in_(hashes))
    )
    return frozenset(found)


def is_frozen(file: Attachment) -> bool:
    """Whether the file hung on the proposal when a version of it was frozen."""
    asked = sa.select(Version.id).where(
        Version.proposal_id == file.proposal_id, Version.frozen_at >= file.added_at
    )
    if file.removed_at is not None:
        asked = asked.where(Version.frozen_at < file.removed_at)
    return session.scalar(asked.limit(1)) is not None
