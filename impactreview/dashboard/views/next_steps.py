"""What a case page says comes next, to whoever looks at it."""

from collections.abc import Sequence

from impactreview.ballots.rules.electorate import PRESIDING
from impactreview.dashboard.queries.case import Course
from impactreview.dashboard.rules.next_steps import (
    Reader,
    Step,
    after_decision,
    before_decision,
    owes_reasons,
)
from impactreview.dashboard.terms import CaseState
from impactreview.governance.queries import boards_held
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules.access import is_author
from impactreview.reviews.queries.view import ReviewView
from impactreview.web.days import today


def next_steps(
    proposal: Proposal, state: CaseState, course: Course, view: ReviewView | None, person: Person
) -> Sequence[Step]:
    """What comes next once the review is finished; nothing before that."""
    if view is None:
        return []
    reader = Reader(
        owns=person.id == proposal.owner_id,
        presides=view.presides and not _is_its_work(person, proposal),
        runs=_runs(course, person, presides=view.presides) and not _is_its_work(person, proposal),
    )
    if course.decision is not None:
        return after_decision(course.decision, course.unmet, reader, today())
    return before_decision(state, reader, nobody_votes=view.now.plan.decides.kind == "nobody")


def _runs(course: Course, person: Person, *, presides: bool) -> bool:
    """Whether this person runs the board that decided; asked only where it owes something."""
    if course.decision is None or not owes_reasons(course.decision):
        return presides
    return course.board_id in boards_held(person.id, PRESIDING, today())


def _is_its_work(person: Person, proposal: Proposal) -> bool:
    return person.id == proposal.sponsor_id or is_author(person.id, proposal)
