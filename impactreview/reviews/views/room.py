"""The blueprint that every page of this room hangs on, and how a page finds its case."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, current_app, render_template, request, url_for

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotYours, Refusal, Unfinished
from impactreview.people.current import current_person
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import book as proposals
from impactreview.reviews.models import Concern, Review, Seat
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.asked import changes_asked
from impactreview.reviews.queries.reviews import Heard
from impactreview.reviews.rules.positions import why_not_open
from impactreview.reviews.terms import State
from impactreview.web.cases import door
from impactreview.web.forms import Form

bp = Blueprint("reviews", __name__)


def zone() -> str:
    """The organisation's time zone."""
    return str(current_app.config["TIME_ZONE"])


def case(code: str) -> str:
    """The address of the case page."""
    return url_for("dashboard.case", code=code)


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    return _readable(proposals.by_code(code) or abort(404))


def held_proposal(act: Act, code: str) -> Proposal:
    """The same, for an act that changes it: others wait."""
    return _readable(proposals.held(act, code) or abort(404))


def _readable(proposal: Proposal) -> Proposal:
    door().enter(proposal)
    return proposal


def reviewed(code: str) -> Review:
    """The review of the proposal of this code; a 404 before there is one."""
    review, _ = _with_seat(code)
    return review


def held(act: Act, code: str) -> tuple[Review, Heard]:
    """The same with what was said in it, for an act that changes it: others wait."""
    review, said = queries.held(act, code) or abort(404)
    _readable(review.proposal)
    return review, said


def seated(code: str) -> tuple[Review, Seat]:
    """The same, with the seat of whoever sent this request. Raises NotYours without one."""
    review, seat = _with_seat(code)
    if seat is None:
        raise NotYours("You have no seat in this review.")
    return review, seat


def _with_seat(code: str) -> tuple[Review, Seat | None]:
    review, seat = queries.of_code(code, current_person().id) or abort(404)
    _readable(review.proposal)
    return review, seat


def waits(
    review: Review, why_not: Callable[[Review], Refusal | None] = why_not_open
) -> tuple[str, int] | None:
    """In place of a form that could only fail: why this can not be said in this review now.

    None where it can.
    """
    refusal = why_not(review)
    if refusal is None:
        return None
    page = render_template(
        "reviews/waits.html",
        review=review,
        why=refusal,
        asked=changes_asked(review.id)[:1] if review.state is State.CHANGES_REQUESTED else (),
        case=case(review.proposal.code),
    )
    return page, refusal.status if request.method == "POST" else 200


def told(form: Form, refusal: Refusal) -> None:
    """Show at its fields what `refusal` finds missing."""
    missing = refusal.missing if isinstance(refusal, Unfinished) else ()
    for one in missing:
        form.tell(Refusal(one.message, place=one.place, **one.params))
    if not missing:
        form.tell(refusal)


def concern_of(review: Review, serial: int) -> Concern:
    """The concern C-<serial> of a review; a 404 where there is none."""
    return queries.concern(review, serial) or abort(404)


def seat_of(review: Review, seat_id: UUID) -> Seat:
    """The seat of this id, if it is one of this review; else a 404."""
    return queries.seat(review, seat_id) or abort(404)
