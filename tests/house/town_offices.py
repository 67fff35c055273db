"""What an administrator of the town finds: people, roles, boards, letters, sessions."""

from typing import Any

import sqlalchemy as sa

from impactreview.audit.acts import acting, tending
from impactreview.audit.models import Event
from impactreview.governance.models import Board
from impactreview.governance.operations import members
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import Chamber, Office
from impactreview.kernel.db import session
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import PeopleImport, Person, RoleGrant, UserSession
from impactreview.people.operations import roles
from impactreview.people.roles import Role
from impactreview.people.rules.sign_in import token_hash
from impactreview.people.terms import State
from tests.given import Given
from tests.terms import GivenEvent

Handles = dict[str, Any]


def offices(given: Given, people: dict[str, Person], board: Board) -> dict[str, Handles]:
    """Of each thing the values of its addresses."""
    second, gone = given.person(Role.ADMINISTRATOR), given.person(deactivated_at=given.at)
    colleague = given.person(email="colleague@example.org")
    given.came(email="successor@example.org")
    with acting(by=second, at=given.at) as act:
        wanted = roles.propose_role(act, colleague, role=Role.AUDITOR, field=None)
    held = given.role(colleague, Role.REVIEWER)
    waiting = _proposed(given, second, board, given.person())
    _proposed(given, second, board, given.person())
    place = given.member(board, given.person())
    return {
        "board": {"slug": board.slug},
        "place": {"slug": board.slug, "place_id": place.id},
        "proposed place": {"slug": board.slug, "place_id": waiting.id},
        "person": {"person_id": colleague.id},
        "gone person": {"person_id": gone.id},
        "orphan": {"code": given.policy(owner=gone).code},
        "ownerless": {"code": given.proposal(gone).code},
        "wanted role": {"grant_id": wanted.id},
        "held role": {"grant_id": held.id},
        "import": {"import_id": _imported(given, second).id},
        "unit": {"code": "SALES"},
        "entry": {"event_id": _first_entry()},
        "letter": {"letter_id": _dead_letter(given, colleague)},
        "session": {"session_id": _session(given, people["reporter"])},
    }


def _proposed(given: Given, by: Person, board: Board, person: Person) -> Any:
    place = Place(Office.MEMBER, Chamber.COMPANY, given.at.date(), None)
    with acting(by=by, at=given.at) as act:
        return members.propose(act, board, person=person, place=place, on=given.at.date())


def _imported(given: Given, by: Person) -> PeopleImport:
    batch = given.stored(PeopleImport(content_hash="0" * 64, rows=1, imported_by=by, at=given.at))
    given.stored(
        RoleGrant(
            person=given.person(),
            role=Role.CUSTODIAN,
            scope="",
            state=State.PROPOSED,
            proposed_by=by,
            proposed_at=given.at,
            batch=batch,
        )
    )
    return batch


def _first_entry() -> Any:
    return session.scalars(
        sa.select(Event.id).where(Event.kind == GivenEvent.GIVEN.value).order_by(Event.id).limit(1)
    ).one()


def _dead_letter(given: Given, to: Person) -> Any:
    letter = Letter(
        person_id=to.id,
        address=to.email,
        language="en",
        subject="A test",
        body="It never arrived.",
        params={},
        state=LetterState.DEAD,
        written_at=given.at,
        available_at=given.at,
        last_error="refused",
    )
    with tending() as hands:
        hands.add(letter)
    return letter.id


def _session(given: Given, person: Person) -> Any:
    device = UserSession(
        token_hash=token_hash("another device"),
        person_id=person.id,
        device="another",
        started_at=given.at,
        expires_at=given.at.replace(year=2099),
    )
    with tending() as hands:
        hands.add(device)
    return device.id
