"""When a case goes on by time alone, or somebody may do the next thing in it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from impactreview.ballots.queries.ballots import ballots_of, conditions, decision_of
from impactreview.ballots.rules.deciding import PASSED
from impactreview.ballots.terms import ConditionState
from impactreview.ballots.terms import State as BallotState
from impactreview.governance.rules.calendar import end_of_day
from impactreview.proposals.models import Proposal
from impactreview.reviews import queries as reviews
from impactreview.reviews.terms import State as ReviewState

_DAY = timedelta(days=1)


def next_date(proposal: Proposal, *, at: datetime, zone: str) -> datetime | None:
    """The first of these moments after `at`; None where the case waits for people alone."""
    ahead = [each for each in _moments(proposal, zone) if each > at]
    return min(ahead, default=None)


def _moments(proposal: Proposal, zone: str) -> Iterator[datetime]:
    review = reviews.of(proposal)
    if review is not None and review.state is not ReviewState.CLOSED:
        yield from (seat.due_at for seat in reviews.seats(review) if seat.due_at)
        if review.rests_until:
            yield review.rests_until
    for ballot in ballots_of(proposal):
        if ballot.state is BallotState.OPEN:
            yield ballot.closes_at
    for day in _days(proposal):
        yield end_of_day(day - _DAY, zone) + timedelta(seconds=1)


def _days(proposal: Proposal) -> Iterator[date]:
    """The days that begin something: what was due on a day is late on the next one."""
    if proposal.embargo_until:
        yield proposal.embargo_until
    decision = decision_of(proposal)
    if decision is not None and decision.state in PASSED:
        yield from (decision.enactable_from, decision.lapses_on + _DAY)
        for each in conditions(decision):
            if each.state is ConditionState.OPEN:
                yield each.due_on + _DAY
