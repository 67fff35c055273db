"""The case page: what it needs, who is hit and where, and one tab for each part of its course."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.analyses import queries as analyses
from impactreview.ballots.rules.succession import why_not_replace
from impactreview.dashboard.queries import case as queries
from impactreview.dashboard.queries.handovers import handovers
from impactreview.dashboard.rules.cases import KINDS, WITHDRAWABLE, case_state
from impactreview.dashboard.rules.grid import drawing, kept_grid
from impactreview.dashboard.rules.log import event_of, is_told_in_case
from impactreview.dashboard.views.door import case_door
from impactreview.dashboard.views.next_steps import next_steps
from impactreview.dashboard.views.room import bp
from impactreview.impact.grid import Grid, grid
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import assess
from impactreview.kernel.clock import now
from impactreview.people.current import current_person, current_roles
from impactreview.people.permissions import Permission
from impactreview.proposals.models import Proposal, Reading
from impactreview.proposals.queries import attachments, by_code, newest_version
from impactreview.proposals.queries.reading import readings
from impactreview.proposals.rules import asked_of, may_write
from impactreview.proposals.rules.agreeing import held_by
from impactreview.proposals.rules.reading import may_see_readers
from impactreview.proposals.terms import ENDED
from impactreview.reviews.queries import review_view
from impactreview.reviews.queries.asked import changes_asked
from impactreview.reviews.queries.view import ReviewView
from impactreview.reviews.terms import State as ReviewState
from impactreview.web.access import needs
from impactreview.web.days import today
from impactreview.web.markdown import stored


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    proposal = by_code(code) or abort(404)
    case_door.enter(proposal)
    return proposal


@bp.get("/proposals/<code>")
@needs(Permission.REGISTER_READ)
def case(code: str) -> ResponseReturnValue:
    """The proposal in its owner's words, with what hangs on it."""
    proposal = readable(code)
    page = _page(proposal, "case")
    shown = page["version"].content["proposal"] if page["version"] else None
    return render_template(
        "dashboard/case.html",
        **page,
        **_pictures(proposal, page["version"]),
        frozen=shown,
        html=stored(proposal.html),
        attachments=attachments(proposal),
    )


@bp.get("/proposals/<code>/review")
@needs(Permission.REGISTER_READ)
def case_review(code: str) -> ResponseReturnValue:
    """Who reads it, what they said, and which concerns stand."""
    page = _page(readable(code), "case_review")
    view = page["view"]
    asked = changes_asked(view.now.id) if view else ()
    return render_template("dashboard/case_review.html", **page, asked=asked)


@bp.get("/proposals/<code>/history")
@needs(Permission.REGISTER_READ)
def case_history(code: str) -> ResponseReturnValue:
    """Everything that was done in this case, from the log."""
    proposal, reader = readable(code), current_person().handle
    page = _page(proposal, "case_history")
    over = page["decision"] is not None or proposal.state in ENDED
    return render_template(
        "dashboard/case_history.html",
        **page,
        readings=_readings(proposal, page["view"]),
        lines=[
            line
            for line in queries.history(proposal, reader=reader)
            if is_told_in_case(line.kind, own=line.actor == reader, case_is_over=over)
        ],
        event_of=event_of,
        handovers=handovers(proposal),
    )


def _readings(proposal: Proposal, view: ReviewView | None) -> Sequence[Reading] | None:
    """Who has opened a restricted case; None for whoever is not told, and where it has no cover."""
    reader, presides = current_person().id, view is not None and view.presides
    if not proposal.restricted or proposal.number == 0:
        return None
    sees = may_see_readers(reader, proposal, current_roles(), presides=presides)
    return readings(proposal) if sees else None


def _page(proposal: Proposal, endpoint: str) -> dict[str, Any]:
    """What every tab of a case shows around its own part."""
    at, person = now(), current_person()
    course = queries.course(proposal, person.id, today())
    version = newest_version(proposal)
    state = case_state(
        proposal.state,
        course.review.state if course.review else None,
        course.decision.state if course.decision else None,
        voting=course.voting,
        overruled=course.decision is not None and course.decision.overruling_id is not None,
    )
    writes = may_write(person.id, proposal)
    review = course.review
    view = review_view(proposal, person, at=at, on=today(), review=review) if review else None
    return {
        "proposal": proposal,
        "state": state,
        "kind": KINDS[state],
        "version": version,
        "decision": course.decision,
        "view": view,
        "asked_last": course.asked,
        "steps": next_steps(proposal, state, course, view, person),
        "tabs": _tabs(proposal, endpoint, course),
        "may_write": writes,
        "is_owner": person.id == proposal.owner_id,
        "is_asked": person.id != proposal.owner_id and bool(asked_of(person, proposal)),
        "takes_part": person.id != proposal.owner_id and bool(held_by(person, proposal)),
        "orphaned": why_not_replace(proposal, course.decision, voted_on=False) is None,
        "voting": course.voting,
        "may_withdraw": person.id == proposal.owner_id and state in WITHDRAWABLE,
    }


def _pictures(proposal: Proposal, version: Any) -> dict[str, Any]:
    """The impact grid for wide and for narrow screens; nothing where nothing was begun."""
    found = _grid(proposal, version)
    return (
        {} if found is None else {"picture": drawing(found), "narrow": drawing(found, narrow=True)}
    )


def _grid(proposal: Proposal, version: Any) -> Grid | None:
    """The impact grid as it was frozen, or as the draft's analysis stands."""
    if version is not None:
        return kept_grid(version.assessment["grid"])
    analysis = analyses.of(proposal)
    if analysis is None:
        return None
    content = analyses.content(analysis)
    return grid(assess(default_template(), content, door=proposal.door))


def _tabs(proposal: Proposal, endpoint: str, course: queries.Course) -> list[dict[str, Any]]:
    """The tabs that this case has by now."""
    review = course.review
    undecided = course.decision is None
    voted = course.voting or (review is not None and review.state is ReviewState.READY)
    tabs = [
        ("dashboard.case", gettext("Proposal"), True),
        ("analyses.tasks", gettext("Analysis"), True),
        ("dashboard.case_review", gettext("Review"), review is not None),
        ("ballots.ballot", gettext("Ballot"), course.voting or (voted and undecided)),
        ("ballots.decision", gettext("Determination"), course.decision is not None),
        ("dashboard.case_history", gettext("History"), True),
    ]
    return [
        {
            "label": label,
            "url": url_for(name, code=proposal.code),
            "current": name == f"dashboard.{endpoint}",
        }
        for name, label, is_there in tabs
        if is_there
    ]
