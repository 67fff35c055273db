"""Raising a case. It can not be refused, only answered."""

from impactreview.audit.acts import Act
from impactreview.escalations.models import Escalation, Reporter
from impactreview.escalations.operations.routing import route_new
from impactreview.escalations.queries.conflicts import Matter
from impactreview.escalations.rules.cases import (
    Case,
    Report,
    digest,
    must_have_a_door,
    new_code,
)
from impactreview.escalations.terms import Event, State
from impactreview.people.models import Person


def raise_(act: Act, case: Case, matter: Matter, report: Report, *, by: Person) -> Escalation:
    """A case about a policy stands, with its handlers, and who reported lies apart from it.

    The act's actor must be `case`. The entry names neither the policy nor a person. Raises NotNow
    for an anonymous report, whose door is another one; nothing is then written.
    """
    must_have_a_door(report)
    not_these = report.not_these - {by.id}
    made = act.add(
        Escalation(
            id=case.id,
            code=new_code(),
            policy_id=matter.policy_id,
            mode=report.mode,
            harm=report.harm,
            whom=report.whom,
            since=report.since,
            not_these=sorted(str(person_id) for person_id in not_these),
            state=State.RECEIVED,
            round=1,
            received_at=act.at,
        )
    )
    act.add(Reporter(escalation=made, person_id=by.id))
    content = digest(report.mode, report.harm, report.whom, report.since)
    act.record(Event.RAISED, made, content=content)
    route_new(act, made, excluded=matter.conflicted | not_these | {by.id})
    return made
