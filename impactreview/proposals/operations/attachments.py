"""Files that hang on a proposal. Their bytes are kept before the act, under their hash."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow, Unusable
from impactreview.people.models import Person
from impactreview.proposals.models import Attachment, Proposal
from impactreview.proposals.queries import files as queries
from impactreview.proposals.rules import access
from impactreview.proposals.rules import attachments as rules
from impactreview.proposals.terms import Event


def attach(
    act: Act, proposal: Proposal, *, by: Person, name: str, content_hash: str, size: int
) -> Attachment:
    """The file of this hash, whose bytes are kept already, hangs on the proposal.

    Raises NotYours, NotNow, or Unusable where it hangs there already; nothing is then written.
    """
    act.lock(proposal)
    access.must_write(by, proposal)
    hanging = queries.attachments(proposal)
    rules.must_have_room(len(hanging))
    if any(each.content_hash == content_hash for each in hanging):
        raise Unusable("This file hangs on the proposal already.", place="file")
    attachment = act.add(
        Attachment(
            proposal=proposal,
            name=rules.clean_name(name),
            content_hash=content_hash,
            size=size,
            added_by=by,
            added_at=act.at,
        )
    )
    act.record(Event.ATTACHED, proposal, content_hash=content_hash, size=size)
    return attachment


def detach(act: Act, proposal: Proposal, *, by: Person, attachment: Attachment) -> None:
    """The file no longer hangs on the draft; versions that were frozen with it keep it.

    Raises NotYours, or NotNow where it was taken away already; nothing is then written.
    """
    act.lock(proposal)
    access.must_write(by, proposal)
    if attachment.removed_at is not None:
        raise NotNow("This file was taken away already.")
    attachment.removed_at = act.at
    act.record(Event.DETACHED, proposal, content_hash=attachment.content_hash)
