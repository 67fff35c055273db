"""Builders of the world. They act as the clerk, through the same doors as everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from flask.testing import FlaskClient

from impactreview.audit.acts import Act, System, acting, tending
from impactreview.audit.models import Part, Record
from impactreview.governance.models import Board, Membership
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.impact.terms import Door
from impactreview.people.models import Credential, Person, RoleGrant, Unit, UserSession
from impactreview.people.roles import Role
from impactreview.people.rules.sign_in import token_hash
from impactreview.people.terms import State
from impactreview.policies.models import Policy, PolicyVersion
from impactreview.policies.terms import Origin
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Proposal
from impactreview.proposals.operations import agree
from impactreview.proposals.rules.agreeing import unanswered
from impactreview.proposals.terms import State as ProposalState
from tests.terms import GivenEvent

NEVER_IDLE = 32503680000
"""The year 3000, for the stamp of a cookie."""
Thing = TypeVar("Thing", bound=Record)


class Given:
    """What a test finds when it begins. Every builder takes what matters and makes up the rest."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.numbers = count(1)
        self.act: Act | None = None

    @contextmanager
    def together(self) -> Iterator[Act]:
        """Store all that is built inside in one act: one for each costs many times as much."""
        if self.act:
            yield self.act
            return
        with acting(by=System(), at=self.at) as act:
            self.act = act
            try:
                yield act
            finally:
                self.act = None

    def unit(self, parent: Unit | None = None, **values: Any) -> Unit:
        number = next(self.numbers)
        return self.stored(
            Unit(**{"code": f"U{number}", "name": f"Unit {number}", "parent": parent, **values})
        )

    def person(self, *roles: Role, **values: Any) -> Person:
        number = next(self.numbers)
        made = {
            "name": f"Person {number}",
            "email": f"person-{number}@example.org",
            "language": "en",
            "deactivated_at": None,
        }
        person = self.stored(Person(**{**made, **values}))
        for role in roles:
            self.role(person, role)
        return person

    def came(self, *roles: Role, **values: Any) -> Person:
        """Somebody who has set a password, as everybody has who ever signed in."""
        return self.comes_in(self.person(*roles, **values))

    def comes_in(self, person: Person) -> Person:
        with self.together() as act:
            act.add(Credential(person=person, password_hash="none that fits", set_at=self.at))
            act.record(GivenEvent.GIVEN, person)
        return person

    def role(self, person: Person, role: Role, scope: str = "") -> RoleGrant:
        return self.stored(
            RoleGrant(
                person=person,
                role=role,
                scope=scope,
                state=State.HELD,
                proposed_at=self.at,
                since=self.at,
            )
        )

    def board(self, *, kind: BoardKind = BoardKind.UNIT, **values: Any) -> Board:
        number = next(self.numbers)
        made = {"slug": f"board-{number}", "name": f"Board {number}", "kind": kind}
        return self.stored(Board(**{**made, **values}))

    def member(
        self,
        board: Board,
        person: Person,
        *,
        chamber: Chamber | None = Chamber.COMPANY,
        office: Office = Office.MEMBER,
    ) -> Membership:
        return self.stored(
            Membership(
                board=board,
                person=person,
                office=office,
                chamber=chamber,
                state=State.HELD,
                term_from=self.at.date(),
                proposed_at=self.at,
            )
        )

    def policy(self, owner: Person | None = None, **values: Any) -> Policy:
        number = next(self.numbers)
        made = {
            "code": f"P-{number}",
            "title": f"Late fee {number}",
            "owner": owner or self.person(),
            "state": PolicyState.IN_FORCE,
            "origin": Origin.REGISTERED,
            "in_force_since": self.at.date(),
        }
        policy = Policy(**{**made, **values})
        version = PolicyVersion(
            policy=policy,
            number=1,
            text="Who pays late pays five euros.",
            html="<p>Who pays late pays five euros.</p>",
            valid_from=policy.in_force_since,
            written_at=self.at,
        )
        return self.stored(policy, version)

    def proposal(self, owner: Person | None = None, **values: Any) -> Proposal:
        number = next(self.numbers)
        made = {
            "code": f"D-2026-{number:03}",
            "title": f"Raise the late fee {number}",
            "state": ProposalState.DRAFT,
            "owner": owner or self.person(),
            "unit": values.pop("unit", None) or self.unit(),
            "door": Door.TWO_WAY,
            "text": "Five euros become seven.",
            "html": "<p>Five euros become seven.</p>",
            "created_at": self.at,
        }
        return self.stored(Proposal(**{**made, **values}))

    def agreed(self, proposal: Proposal) -> Proposal:
        """Everybody who was asked to write or sponsor it has said yes."""
        for person in {each.person for each in unanswered(proposal)}:
            with acting(by=person, at=self.at) as act:
                agree(act, proposal, by=person)
        return proposal

    def signed_in(self, client: FlaskClient, person: Person) -> FlaskClient:
        token = f"token-{next(self.numbers)}"
        with tending() as hands:
            hands.add(
                UserSession(
                    token_hash=token_hash(token),
                    person_id=person.id,
                    device="test",
                    started_at=self.at,
                    expires_at=self.at + timedelta(days=36500),
                )
            )
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
            cookie["seen"] = NEVER_IDLE
        return client

    def stored(self, record: Thing, *parts: Part) -> Thing:
        with self.together() as act:
            act.add(record)
            for part in parts:
                act.add(part)
            act.record(GivenEvent.GIVEN, record)
        return record
