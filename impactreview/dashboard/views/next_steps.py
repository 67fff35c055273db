"""What a case page says comes next, to whoever looks at it."""

from collections.abc import Sequence

from impactreview.ballots.queries import runs_where_it_stands
from impactreview.dashboard.queries.case import Course
from impactreview.dashboard.rules.next_steps import (
    Reader,
    Step,
    after_decision,
    before_decision,
)
from impactreview.dashboard.terms import CaseState
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries.view import ReviewView
from impactreview.web.days import today


def next_steps(
    proposal: Proposal, state: CaseState, course: Course, view: ReviewView | None, person: Person
) -> Sequence[Step]:
    """What comes next once the review is finished; nothing before that."""
    if view is None:
        return []
    owns = person.id == proposal.owner_id
    free = not (owns or course.wrote or person.id == proposal.sponsor_id)
    nobody_votes = view.now.plan.decides.kind == "nobody"
    presides = view.presides
    if state is CaseState.READY and not nobody_votes:  # a ballot may have taken it further up
        there = runs_where_it_stands(proposal, person.id, today())
        presides = presides if there is None else there
    reader = Reader(owns=owns, presides=presides and free, runs=course.runs and free)
    if course.decision is not None:
        return after_decision(course.decision, course.unmet, reader, today())
    return before_decision(state, reader, nobody_votes=nobody_votes)
