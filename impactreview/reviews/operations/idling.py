"""A draft that nobody touches: its authors are told, and two weeks later it lapses."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import co_authors
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.readiness import close
from impactreview.reviews.queries import idle as queries
from impactreview.reviews.queries import reviews
from impactreview.reviews.rules import idling as rules

WHY = "Nobody has touched it for 90 days."


def announce_lapse(act: Act, proposal: Proposal) -> None:
    """Owner and co-authors know that the draft lapses unless somebody goes on with it.

    Raises NotNow where it is no draft, was touched, or they know already; nothing is then written.
    """
    act.lock(proposal)
    found = queries.idle(proposal, act.at)
    if found is None or not rules.is_to_be_announced(found.since, found.announced_at, act.at):
        raise NotNow("Nothing is due for this draft.")
    lapses = max(found.since + rules.LAPSES_AFTER, act.at + rules.ANNOUNCED_BEFORE)
    proposals.announce_lapse(act, proposal)
    letters.will_lapse(act, proposal, _authors(proposal), on=lapses.date())


def lapse_idle(act: Act, proposal: Proposal) -> None:
    """The draft has lapsed, and with it its review; what was written stays readable.

    Raises NotNow where it was touched meanwhile, or nobody was told; nothing is then written.
    """
    act.lock(proposal)
    found = queries.idle(proposal, act.at)
    if found is None or not rules.is_to_lapse(found.since, found.announced_at, act.at):
        raise NotNow("Nothing is due for this draft.")
    review = reviews.of(proposal)
    if review is not None:
        act.lock(review)
        close(act, review, why=WHY)
    proposals.lapse(act, proposal)
    letters.has_lapsed(act, proposal, _authors(proposal))


def _authors(proposal: Proposal) -> list[Person]:
    authors = (proposal.owner, *co_authors(proposal))
    return [each for each in authors if each.deactivated_at is None]
