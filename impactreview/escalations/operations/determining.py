"""The vote of those who determine a case: hidden until it is closed, and closed by a handler."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import LIFECYCLE
from impactreview.escalations.models import Escalation, FindingVote
from impactreview.escalations.operations import notices
from impactreview.escalations.operations.handling import taken
from impactreview.escalations.queries import cases as queries
from impactreview.escalations.queries.circles import circle_of, independent_board
from impactreview.escalations.rules.cases import digest, must_be_said
from impactreview.escalations.rules.circle import must_judge
from impactreview.escalations.rules.findings import NOBODY, tally
from impactreview.escalations.terms import Event, Finding, State, Step
from impactreview.kernel.refusals import NotNow, Unfinished
from impactreview.people.models import Person


def submit(act: Act, case: Escalation, *, by: Person, on: date) -> None:
    """The independent board, or the top where there is none without conflict, has the case.

    Raises NotYours for anybody but a handler, NotNow in another state or where nobody without
    conflict could determine it; nothing is then written.
    """
    taken(act, case, by, on)
    case.state = LIFECYCLE.after(case.state, Step.SUBMIT)
    board = independent_board(on)
    case.board, case.board_id = board, board.id if board else None
    panel = circle_of(case, on).panel
    if not panel.seats:
        raise NotNow(NOBODY.message)
    act.record(Event.SUBMITTED, case, panel=panel.kind.value, eligible=len(panel.seats))
    notices.tell(act, panel.seats.keys())


def vote(
    act: Act, case: Escalation, *, by: Person, on: date, finding: Finding, reasons: str
) -> FindingVote:
    """What one of those who determine the case finds; a later vote replaces an earlier one.

    Raises NotYours for anybody else, NotNow where the vote is over, Unusable without reasons;
    nothing is then written.
    """
    act.lock(case)
    circle = circle_of(case, on)
    must_judge(by.id, circle)
    if case.state is not State.BEFORE_BOARD:
        raise NotNow("The vote is over.")
    must_be_said(reasons)
    serial = queries.next_serial(case, by.id)
    cast = act.add(
        FindingVote(
            escalation=case,
            person=by,
            person_id=by.id,
            chamber=circle.panel.seats[by.id],
            round=case.round,
            serial=serial,
            finding=finding,
            reasons=reasons,
            cast_at=act.at,
        )
    )
    content = digest(reasons)
    act.record(Event.VOTED, case, finding=finding.value, serial=serial, content=content)
    notices.tell(act, circle.handlers)
    return cast


def determine(act: Act, case: Escalation, *, by: Person, on: date) -> Finding:
    """The vote is closed, and its finding stands with the reasons of those who carried it.

    Raises NotYours for anybody but a handler, NotNow in another state, Unfinished without quorum
    or majority: the vote then goes on, and nothing is written.
    """
    circle = taken(act, case, by, on)
    case.state = LIFECYCLE.after(case.state, Step.DETERMINE)
    counted = tally(circle.panel, queries.findings(case))
    if counted.finding is None:
        raise Unfinished("The vote goes on.", counted.missing)
    case.finding, case.determined_at = counted.finding, act.at
    case.finding_reasons = _reasons(case, frozenset(circle.panel.seats))
    act.record(
        Event.DETERMINED,
        case,
        finding=counted.finding.value,
        cast=counted.cast,
        eligible=counted.eligible,
    )
    notices.tell(act, circle.handlers, but=by.id)
    return counted.finding


def _reasons(case: Escalation, eligible: frozenset[object]) -> str:
    """The reasons of those who found what was found, in the order they voted."""
    cast = sorted(queries.votes(case).values(), key=lambda each: (each.cast_at, each.id))
    carried = [each for each in cast if each.person_id in eligible]
    return "\n\n".join(each.reasons for each in carried if each.finding is case.finding)
