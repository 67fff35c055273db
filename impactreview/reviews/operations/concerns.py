"""What becomes of a concern: raised, answered, resolved, withdrawn, carried to the board."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotYours, Refusal, Unusable
from impactreview.people.models import Person
from impactreview.reviews.lifecycle import CONCERN
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.readiness import settle
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.rules import concerns as rules
from impactreview.reviews.rules import positions
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.rules.conflicts import excluded
from impactreview.reviews.terms import ConcernState, ConcernStep, Event, SeatKind


def raise_concern(act: Act, review: Review, *, by: Person, text: ConcernText) -> Concern:
    """There is a concern of `by`, who has a seat; the owner is told.

    Raises NotYours or NotNow, Unfinished where it does not say what, whom and what would remove
    it; nothing is then written.
    """
    act.lock(review)
    seat = queries.seat_of(review, by.id)
    if seat is None:
        raise NotYours("You have no seat in this review.")
    refusal = positions.why_not_position(
        seat, by=by.id, circle=people.circle(review.proposal), number=review.number
    )
    if refusal:
        raise refusal
    rules.must_be_whole(text)
    concern = make_concern(act, review, by=by, text=text)
    settle(act, review)
    return concern


def make_concern(act: Act, review: Review, *, by: Person, text: ConcernText) -> Concern:
    """The same, of a concern that may be raised and is whole, in a review that is locked."""
    seat = queries.seat_of(review, by.id)
    concern = act.add(
        Concern(
            review=review,
            serial=queries.last_concern(review) + 1,
            raised_by=by,
            raised_by_id=by.id,
            by_advocate=seat is not None and seat.kind is SeatKind.ADVOCATE,
            number=review.number,
            what=text.what,
            whom=text.whom,
            remedy=text.remedy,
            state=ConcernState.OPEN,
            answer="",
            raised_at=act.at,
            answered_at=None,
            settled_at=None,
        )
    )
    act.record(Event.CONCERN_RAISED, review, concern=concern.code, number=review.number)
    letters.concern_raised(act, concern)
    return concern


def answer_concern(act: Act, concern: Concern, *, by: Person, answer: str) -> Concern:
    """The owner has answered the concern; whoever raised it is told.

    Raises NotYours for anybody else, NotNow where it is settled, Unusable without an answer;
    nothing is then written.
    """
    review = _locked(act, concern)
    refusal = rules.why_not_answer(concern, by=by.id, owner=review.proposal.owner_id)
    _raise(refusal or positions.why_not_live(review))
    if not answer:
        raise Unusable("Write an answer.", place="answer")
    concern.answer, concern.answered_at = answer, act.at
    act.record(Event.CONCERN_ANSWERED, review, concern=concern.code, number=review.number)
    letters.concern_answered(act, concern)
    settle(act, review)
    return concern


def resolve_concern(act: Act, concern: Concern, *, by: Person) -> Concern:
    """The concern is resolved, says who raised it.

    Where they have left, or are silent for ten working days after the answer, the customer
    advocate says so. Raises NotYours for anybody else, NotNow where it is settled; nothing is then
    written.
    """
    return _settled(act, concern, ConcernStep.RESOLVE, by, _heirs(act, concern))


def _heirs(act: Act, concern: Concern) -> frozenset[UUID]:
    """The customer advocates who speak for a concern that has lost its voice."""
    left = concern.raised_by.deactivated_at is not None
    if not rules.is_orphaned(left=left, answered_at=concern.answered_at, at=act.at):
        return frozenset()
    return people.advocates() - excluded(people.circle(concern.review.proposal))


def withdraw_concern(act: Act, concern: Concern, *, by: Person) -> Concern:
    """The concern is taken back by who raised it.

    Raises NotYours for anybody else, NotNow where it is settled; nothing is then written.
    """
    return _settled(act, concern, ConcernStep.WITHDRAW, by)


def contest_concern(act: Act, concern: Concern, *, by: Person, on: date) -> Concern:
    """The concern is carried to the board, which decides about it with the case.

    The chair, the clerk or the customer advocate do this, once the owner has answered. Raises
    NotYours or NotNow; nothing is then written.
    """
    review = _locked(act, concern)
    plan = Plan.from_json(review.plan)
    speaks = {
        seat.person_id
        for seat in queries.seats(review)
        if seat.kind is SeatKind.ADVOCATE and seat.person_id
    }
    refusal = rules.why_not_contest(
        concern,
        by=by.id,
        may=speaks | people.presiding(review.proposal, plan, on),
        decided=plan.decides.kind != "nobody",
    )
    _raise(refusal or positions.why_not_live(review))
    concern.state = CONCERN.after(concern.state, ConcernStep.CONTEST)
    act.record(Event.CONCERN_CONTESTED, review, concern=concern.code, number=review.number)
    settle(act, review)
    return concern


def overrule_concerns(act: Act, review: Review) -> None:
    """Every concern that was carried to the board is overruled, by the top and in writing.

    Its answers stand with the top's ballot. The caller has checked who decided.
    """
    act.lock(review)
    for concern in queries.concerns(review):
        if concern.state is ConcernState.CONTESTED:
            concern.state = CONCERN.after(concern.state, ConcernStep.OVERRULE)
            concern.settled_at = act.at
            act.record(Event.CONCERN_OVERRULED, review, concern=concern.code, number=review.number)


_SETTLED = {
    ConcernStep.RESOLVE: Event.CONCERN_RESOLVED,
    ConcernStep.WITHDRAW: Event.CONCERN_WITHDRAWN,
}


def _settled(
    act: Act,
    concern: Concern,
    step: ConcernStep,
    by: Person,
    heirs: Collection[UUID] = (),
) -> Concern:
    review = _locked(act, concern)
    _raise(rules.why_not_settle(concern, by.id, heirs) or positions.why_not_live(review))
    concern.state = CONCERN.after(concern.state, step)
    concern.settled_at = act.at
    act.record(_SETTLED[step], review, concern=concern.code, number=review.number)
    settle(act, review)
    return concern


def _locked(act: Act, concern: Concern) -> Review:
    review = act.lock(concern.review)
    queries.reread(concern)
    return review


def _raise(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal
