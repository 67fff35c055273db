"""The blueprint that every page of this room hangs on, and how a page finds its case."""

from flask import Blueprint, abort, current_app, url_for

from impactreview.audit.acts import Act
from impactreview.ballots.models import Ballot, Condition, Decision
from impactreview.ballots.queries import ballot_view
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries.view import BallotShown, BallotView
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Unusable
from impactreview.people.current import current_person
from impactreview.people.models import Person
from impactreview.people.queries import by_email
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code
from impactreview.reviews.models import Review
from impactreview.reviews.queries import of as review_of
from impactreview.web.cases import door
from impactreview.web.days import today

bp = Blueprint("ballots", __name__)


def zone() -> str:
    """The organisation's time zone."""
    return str(current_app.config["TIME_ZONE"])


def case(code: str) -> str:
    """The address of the case page."""
    return url_for("dashboard.case", code=code)


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    return _readable(by_code(code) or abort(404))


def _readable(proposal: Proposal) -> Proposal:
    door().enter(proposal)
    return proposal


def reviewed(code: str) -> Review:
    """The review of the proposal of this code; a 404 before there is one."""
    return review_of(readable(code)) or abort(404)


def seen(proposal: Proposal) -> BallotView:
    """The ballots and the determination as whoever sent this request may see them."""
    return ballot_view(proposal, current_person(), now(), on=today())


def open_ballot_of(proposal: Proposal) -> Ballot:
    """The ballot that is open; a 404 where there is none."""
    return queries.open_ballot_of(proposal) or abort(404)


def voted_on(act: Act, code: str) -> Ballot:
    """The newest ballot about a case; it waits for `act`. A 404 where there was none."""
    ballot = queries.newest(act, code) or abort(404)
    _readable(ballot.proposal)
    return ballot


def last_ballot(view: BallotView) -> BallotShown:
    """The newest ballot; a 404 where there was none."""
    return view.current or abort(404)


def decided(code: str) -> Decision:
    """The determination of a case; a 404 before there is one."""
    return queries.decision_of(readable(code)) or abort(404)


def condition_of(decision: Decision, serial: int) -> Condition:
    """The condition of this number; a 404 where there is none."""
    return queries.condition(decision, serial) or abort(404)


def named(address: str, place: str) -> Person:
    """The person of this address. Raises Unusable where nobody has it."""
    person = by_email(address)
    if person is None:
        raise Unusable("Nobody here has this address.", place=place)
    return person
