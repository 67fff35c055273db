"""The blueprint that every page of this room hangs on, and how a page finds its case.

A case that somebody may not see is answered exactly as one that never was.
"""

from datetime import date

from flask import Blueprint, abort, current_app

from impactreview.escalations.models import Escalation
from impactreview.escalations.queries import cases
from impactreview.escalations.queries.circles import circle_of
from impactreview.escalations.queries.conflicts import Matter, matter
from impactreview.escalations.rules.circle import Circle, may_read, must_handle
from impactreview.escalations.rules.clocks import Clocks, clocks
from impactreview.escalations.rules.closing import open_until
from impactreview.people.current import current_person
from impactreview.policies.models import Policy
from impactreview.policies.queries import by_code
from impactreview.web.days import today

bp = Blueprint("escalations", __name__)


def policy_of(code: str) -> Policy:
    """The policy of an address; else there is no such page."""
    found = by_code(code)
    return found if found is not None else abort(404)


def matter_of(code: str) -> Matter:
    """The policy of an address and who is in conflict over it; else there is no such page."""
    return matter(code) or abort(404)


def case_of(code: str) -> tuple[Escalation, Circle]:
    """The case of an address with its circle, for who may read it; else there is no such page."""
    found = cases.by_code(code) or abort(404)
    circle = circle_of(found, today())
    if not may_read(current_person().id, circle, found.state):
        abort(404)
    return found, circle


def handled(code: str) -> Escalation:
    """The case of an address, for its handlers. Who may read but not handle it is told so."""
    found, circle = case_of(code)
    must_handle(current_person().id, circle)
    return found


def report_of(code: str) -> Escalation:
    """The report of an address, for who made it; else there is no such page."""
    return cases.report_of(current_person(), code) or abort(404)


def zone() -> str:
    """The organisation's time zone."""
    return str(current_app.config["TIME_ZONE"])


def open_until_of(case: Escalation) -> date | None:
    """The last day on which an answered case waits for its reporter; None: it waits no more."""
    return open_until(case, today(), zone(), replied_at=cases.replied_at(case))


def clocks_of(case: Escalation) -> Clocks:
    """The dates by which a case's reporter is answered."""
    return clocks(case.received_at, case.acknowledged_at, case.reopened_at, zone())
