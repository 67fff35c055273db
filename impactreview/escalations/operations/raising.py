"""Raising a case. It can not be refused, only answered."""

from impactreview.audit.acts import Act
from impactreview.escalations.models import Escalation, Reporter
from impactreview.escalations.operations.routing import route_new
from impactreview.escalations.rules.cases import (
    Case,
    Report,
    digest,
    must_have_a_door,
    new_code,
)
from impactreview.escalations.terms import Event, State
from impactreview.people.models import Person
from impactreview.policies.models import Policy


def raise_(act: Act, case: Case, policy: Policy, report: Report, *, by: Person) -> Escalation:
    """A case about a policy stands, with its handlers, and who reported lies apart from it.

    The act's actor must be `case`. The entry names neither the policy nor a person. Raises NotNow
    for an anonymous report, whose door is another one; nothing is then written.
    """
    must_have_a_door(report)
    made = act.add(
        Escalation(
            id=case.id,
            code=new_code(),
            policy=policy,
            policy_id=policy.id,
            mode=report.mode,
            harm=report.harm,
            whom=report.whom,
            since=report.since,
            not_these=sorted(str(person_id) for person_id in report.not_these - {by.id}),
            state=State.RECEIVED,
            round=1,
            received_at=act.at,
        )
    )
    act.add(Reporter(escalation=made, person_id=by.id))
    content = digest(report.mode, report.harm, report.whom, report.since)
    act.record(Event.RAISED, made, content=content)
    act.settle()
    route_new(act, made)
    return made
