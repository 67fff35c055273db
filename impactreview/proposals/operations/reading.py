"""Opening a restricted case: one act, so that it is known who has read it."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal, Reading
from impactreview.proposals.queries.reading import has_opened
from impactreview.proposals.rules.reading import must_be_covered
from impactreview.proposals.terms import Event


def open_case(act: Act, proposal: Proposal, *, by: Person) -> Reading:
    """It is known that `by` has opened this restricted case, and when; once for all versions.

    The caller has checked that they may know of it. Raises NotYours for its authors, NotNow where
    it has no cover or was opened before; nothing is then written.
    """
    act.lock(proposal)
    must_be_covered(by, proposal)
    if has_opened(proposal, by.id):
        raise NotNow("You have opened this case already.")
    reading = act.add(
        Reading(
            proposal=proposal,
            person=by,
            number=proposal.number,
            opened_at=act.at,
        )
    )
    act.record(Event.READ, reading, number=proposal.number)
    return reading
