"""The people of an escalation: a policy with its makers, hands without conflict, and others."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.escalations import operations
from impactreview.escalations.models import Escalation, Measure
from impactreview.escalations.queries import measures
from impactreview.escalations.queries.conflicts import Matter, conflicted
from impactreview.escalations.rules.cases import Report, case_of
from impactreview.escalations.rules.clocks import comment_by
from impactreview.escalations.rules.closing import Answer
from impactreview.escalations.terms import Finding, MeasureKind, Mode, Severity
from impactreview.governance.models import Board
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from tests.given import Given

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
ON = date(2026, 3, 3)
ZONE = "Europe/Berlin"
HARM = "Branch staff open accounts that customers did not ask for."


@dataclass
class Scene:
    """Everybody who has to do with the case, and everybody who must not."""

    given: Given
    policy: Policy
    owner: Person
    manager: Person
    director: Person
    reporter: Person
    handlers: tuple[Person, ...]
    board: Board
    chair: Person
    customer: Person
    third: Person
    executive: Person
    top: Person
    administrator: Person
    auditor: Person
    stranger: Person
    at: datetime = AT
    on: date = ON

    def report(self, **values: Any) -> Report:
        made: dict[str, Any] = {
            "mode": Mode.CONFIDENTIAL,
            "harm": HARM,
            "whom": "Private customers.",
            "since": "2013",
            "not_these": frozenset(),
        }
        return Report(**{**made, **values})

    def raised(self, *, key: str = "", at: datetime | None = None, **values: Any) -> Escalation:
        key = key or uuid4().hex
        case = case_of(key)
        with acting(by=case, at=at or self.at, key=key) as act:
            about = Matter(self.policy.id, conflicted(self.policy))
            made = operations.raise_(act, case, about, self.report(**values), by=self.reporter)
            act.leads_to(f"/escalations/mine/{made.code}/receipt")
        return made

    @property
    def handler(self) -> Person:
        return self.handlers[0]

    def acknowledged(self, **values: Any) -> Escalation:
        case = self.raised(**values)
        with acting(by=self.handler, at=self.at) as act:
            operations.acknowledge(act, case, by=self.handler, on=self.on)
        return case

    def triaged(self, *, suspend: bool = True, **values: Any) -> Escalation:
        case = self.acknowledged(**values)
        with acting(by=self.handler, at=self.at) as act:
            operations.triage(
                act,
                case,
                by=self.handler,
                on=self.on,
                severity=Severity.S1,
                assessment="Many are hit, and hard.",
                suspend=suspend,
                suspend_reason="It goes on each day.",
            )
        return case

    def asked(self, case: Escalation, kind: MeasureKind = MeasureKind.SUSPEND) -> Measure:
        lifts = kind is MeasureKind.LIFT
        with acting(by=self.handler, at=self.at) as act:
            return operations.ask(
                act,
                case,
                by=self.handler,
                on=self.on,
                kind=kind,
                reason="It goes on each day.",
                days=0 if lifts else 14,
                message="It may be in force again soon." if lifts else "",
            )

    def agreed(self, measure: Measure, *, on: date | None = None) -> Measure:
        """Agreed to, and to an end as soon as the reporter's time to comment is over."""
        lifts = measure.kind is MeasureKind.LIFT
        on = on or (self.heard_on if lifts else self.on)
        by = self.executive
        with acting(by=by, at=self.at) as act:
            operations.agree(act, measure, by=by, on=on, reason="Harm goes on.", zone=ZONE)
        return measure

    def suspended(self, **values: Any) -> Escalation:
        case = self.triaged(**values)
        self.agreed(self.asked(case))
        return case

    def lifted(self, case: Escalation) -> Escalation:
        if measures.active_in(case):
            self.agreed(self.asked(case, MeasureKind.LIFT))
        return case

    def submitted(self, case: Escalation | None = None) -> Escalation:
        case = case or self.triaged()
        with acting(by=self.handler, at=self.at) as act:
            operations.submit(act, case, by=self.handler, on=self.on)
        return case

    def voted(self, case: Escalation, person: Person, finding: Finding) -> None:
        with acting(by=person, at=self.at) as act:
            operations.vote(act, case, by=person, on=self.on, finding=finding, reasons="It is so.")

    def determined(
        self, finding: Finding = Finding.UPHELD, *, case: Escalation | None = None
    ) -> Escalation:
        case = case or self.submitted()
        self.voted(case, self.chair, finding)
        self.voted(case, self.customer, finding)
        with acting(by=self.handler, at=self.at) as act:
            operations.determine(act, case, by=self.handler, on=self.on)
        return case

    def answered(
        self, finding: Finding = Finding.UPHELD, *, case: Escalation | None = None
    ) -> Escalation:
        case = self.determined(finding, case=case)
        said = Answer(found="So it is.", done="It stops.", ways="BaFin.", remedy="No more goals.")
        with acting(by=self.handler, at=self.at) as act:
            operations.answer(act, case, said, by=self.handler, on=self.on)
        return case

    def closed(self, summary: str = "Goals harmed customers.") -> Escalation:
        case = self.answered()
        with acting(by=self.handler, at=self.at) as act:
            operations.propose_closing(act, case, by=self.handler, on=self.on, summary=summary)
        with acting(by=self.handlers[1], at=self.at) as act:
            operations.close(act, case, by=self.handlers[1], on=self.heard_on, zone=ZONE)
        return case

    @property
    def heard_on(self) -> date:
        """The first day on which a reporter who was told something now has had time to comment."""
        return comment_by(self.at, ZONE) + timedelta(days=1)

    def as_(self, client: FlaskClient, person: Person) -> "Visitor":
        return Visitor(self.given.signed_in(client, person))


@dataclass
class Visitor:
    """Somebody's browser."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **data: Any) -> TestResponse:
        return self.client.post(path, data=data)


def scene(given: Given, *, handlers: int = 2) -> Scene:
    with given.together():
        return _found(given, handlers)


def _found(given: Given, handlers: int) -> Scene:
    director = given.person()
    manager = given.person(manager=director)
    owner = given.person(manager=manager)
    board = given.board(kind=BoardKind.INDEPENDENT)
    chair, customer, third = given.person(), given.person(), given.person()
    given.member(board, chair, office=Office.CHAIR)
    given.member(board, customer, chamber=Chamber.CUSTOMER)
    given.member(board, third)
    return Scene(
        given=given,
        policy=given.policy(owner, title="Daily cross-selling goals"),
        owner=owner,
        manager=manager,
        director=director,
        reporter=given.person(name="Rosalind Quill", email="rosalind.quill@example.org"),
        handlers=tuple(
            sorted(
                (given.person(Role.HANDLER) for _ in range(handlers)), key=lambda each: each.name
            )
        ),
        board=board,
        chair=chair,
        customer=customer,
        third=third,
        executive=given.person(Role.DUTY_EXECUTIVE),
        top=given.person(Role.TOP),
        administrator=given.person(Role.ADMINISTRATOR),
        auditor=given.person(Role.AUDITOR),
        stranger=given.person(),
    )
