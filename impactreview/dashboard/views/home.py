"""Home: what waits for whoever is signed in, the most urgent first."""

from collections.abc import Sequence
from datetime import date

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from impactreview.dashboard.queries.waiting import waiting_for
from impactreview.dashboard.rules.tasks import Waiting
from impactreview.dashboard.views.room import bp
from impactreview.escalations.models import Escalation
from impactreview.escalations.queries.cases import cases_of, votes_wanted_from
from impactreview.escalations.queries.circles import misses_hands
from impactreview.escalations.queries.measures import answers_wanted_from
from impactreview.escalations.rules.clocks import clocks, next_day
from impactreview.escalations.terms import State as EscalationState
from impactreview.kernel.clock import now
from impactreview.people.current import current_person, current_roles, may
from impactreview.people.models import Person
from impactreview.people.permissions import Permission
from impactreview.people.roles import Role
from impactreview.reviews.queries import seats_of
from impactreview.web.access import needs
from impactreview.web.languages import calendar_day


@bp.get("/")
@needs(Permission.REGISTER_READ)
def home() -> ResponseReturnValue:
    """Everything that waits for whoever is signed in."""
    at, person = now(), current_person()
    today = calendar_day(at)
    administers = may(Permission.PEOPLE_ADMINISTER)
    found = waiting_for(person.id, at=at, today=today, administers=administers)
    determines = found.determines or Role.TOP in current_roles()
    waiting = [*found.waiting, *_seats(person), *_cases(person, today, determines)]
    waiting += [*_measures(person, today, determines), *(_hands(person) if administers else ())]
    waiting.sort(key=lambda item: item.urgency)
    return render_template("dashboard/home.html", waiting=waiting, at=at, today=today)


def _seats(person: Person) -> Sequence[Waiting]:
    return [
        Waiting(
            task="Read" if seat.declared else "Declare and read",
            title=seat.title,
            why=seat.why,
            place="reviews.position" if seat.declared else "reviews.declare",
            params={"code": seat.code},
            due=seat.due_at,
            level=seat.gross,
        )
        for seat in seats_of(person)
    ]


def _cases(person: Person, today: date, determines: bool) -> Sequence[Waiting]:
    """Cases to handle and to determine; nobody else is asked, so nobody else pays for it."""
    found: list[Waiting] = []
    if may(Permission.ESCALATION_HANDLE):
        found += [
            Waiting(
                task="Handle a case",
                title=seen.case.code,
                why="because it was given to you, and you have no part in it",
                place="escalations.case",
                params={"code": seen.case.code},
                due=_next_day(seen.case),
            )
            for seen in cases_of(person, today)
            if seen.handles and seen.case.state is not EscalationState.CLOSED
        ]
    if determines:
        found += [
            Waiting(
                task="Determine a case",
                title=case.code,
                why="because you sit on the board that determines it",
                place="escalations.vote",
                params={"code": case.code},
                due=_next_day(case),
            )
            for case in votes_wanted_from(person, today)
        ]
    return found


def _measures(person: Person, today: date, determines: bool) -> Sequence[Waiting]:
    """Interim measures to agree to or refuse; only who may ever be asked pays for it."""
    if not determines and Role.DUTY_EXECUTIVE not in current_roles():
        return []
    return [
        Waiting(
            task="Agree or refuse",
            title=measure.escalation.policy.title,
            why="because you are asked about an interim measure, and have no part in the policy",
            place="escalations.measure",
            params={"measure_id": measure.id},
            due=measure.asked_at,
            at_once=True,
        )
        for measure in answers_wanted_from(person, today)
    ]


def _hands(person: Person) -> Sequence[Waiting]:
    """That the role of a handler is to be given. Of which case it is about, nothing is told."""
    if not misses_hands(person.id):
        return []
    return [
        Waiting(
            task="Give a role",
            title="",
            why="because a case waits for somebody who has no part in it; which one is not told",
            place="people.propose_role",
            params={"role": Role.HANDLER.value},
            role=Role.HANDLER,
        )
    ]


def _next_day(case: Escalation) -> date | None:
    """The last day of what comes next in this case, as its own page tells it."""
    zone = current_app.config["TIME_ZONE"]
    found = clocks(case.received_at, case.acknowledged_at, case.reopened_at, zone)
    return next_day(
        found,
        acknowledged=case.acknowledged_at is not None,
        triaged=case.severity is not None,
        answered=case.feedback_at is not None,
    )
