"""Whether a review is ready: looked at anew at the end of every act that touches it."""

from collections.abc import Sequence

from impactreview.audit.acts import Act
from impactreview.governance.queries import sitting
from impactreview.governance.rules.plan import Plan
from impactreview.governance.terms import PRESIDING
from impactreview.kernel.refusals import NotNow
from impactreview.proposals.queries import authors
from impactreview.reviews.lifecycle import LIFECYCLE
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.operations import letters
from impactreview.reviews.queries.circle import board_of
from impactreview.reviews.queries.reviews import Heard
from impactreview.reviews.queries.standing import now as standing
from impactreview.reviews.rules.needs import is_ready
from impactreview.reviews.terms import Event, State, Step


def settle(
    act: Act,
    review: Review,
    *,
    said: Heard | None = None,
    raised: Sequence[Concern] | None = None,
) -> None:
    """The review is ready when nothing blocks it, and in review when something does again.

    `said` is what the seats say as this act leaves them, `raised` the concerns there are; what is
    not handed in is read.
    """
    if said is None:
        act.settle()
    ready = is_ready(standing(review, act.at, said=said, raised=raised))
    if ready and review.state is State.IN_REVIEW:
        act.settle()
        review.state = LIFECYCLE.after(review.state, Step.FINISH)
        _record_ready(act, review)
    elif not ready and review.state is State.READY:
        act.settle()
        review.state = LIFECYCLE.after(review.state, Step.UNFINISH)
        act.record(Event.UNREADY, review, number=review.number)


def finish(act: Act, review: Review) -> None:
    """The review is ready, because time alone settled what was open.

    Raises NotNow where something still blocks it, or it is not in review; nothing is then written.
    """
    act.lock(review)
    state = LIFECYCLE.after(review.state, Step.FINISH)
    if review.held_at is not None or not is_ready(standing(review, act.at)):
        raise NotNow("Something still blocks this review.")
    review.state = state
    _record_ready(act, review)


def _record_ready(act: Act, review: Review) -> None:
    """Whoever runs the board that decides is told that it is their turn, if they may."""
    act.record(Event.READY, review, number=review.number)
    proposal, plan = review.proposal, Plan.from_json(review.plan)
    board = board_of(proposal, plan) if plan.decides.kind != "nobody" else None
    review.board_id = board.id if board else None
    if board is None:
        return
    near = {*authors(proposal), proposal.sponsor_id}
    for place in sitting(board, act.at.date()):
        if place.office in PRESIDING and place.person_id not in near:
            letters.finished(act, review, to=place.person)


def hold(act: Act, review: Review) -> None:
    """A ballot is open about this review: nothing here moves until it is released.

    Raises NotNow for a review that is not ready, or held already; nothing is then written.
    """
    act.lock(review)
    if review.state is not State.READY or review.held_at is not None:
        raise NotNow("This is no longer possible: the state has changed.")
    review.held_at = act.at
    act.record(Event.HELD, review, number=review.number)


def release(act: Act, review: Review) -> None:
    """The ballot is over without a determination: the review moves again.

    Raises NotNow where it is not held; nothing is then written.
    """
    act.lock(review)
    if review.held_at is None:
        raise NotNow("This is no longer possible: the state has changed.")
    review.held_at = None
    act.record(Event.RELEASED, review, number=review.number)


def close(act: Act, review: Review, *, why: str) -> None:
    """The review is over: the case was determined, or withdrawn.

    Raises NotNow where it was over before; nothing is then written.
    """
    act.lock(review)
    review.state = LIFECYCLE.after(review.state, Step.CLOSE)
    review.closed_at, review.held_at = act.at, None
    act.record(Event.CLOSED, review, number=review.number, reason=why)
