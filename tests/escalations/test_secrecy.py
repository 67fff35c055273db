"""An open case leaves no trace where somebody who is not involved could read it."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event, IdempotencyKey
from impactreview.escalations import operations
from impactreview.escalations.models import Escalation, Reporter
from impactreview.escalations.terms import Finding, Mode
from impactreview.kernel.db import Base, session
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from tests.escalations.scene import AT, HARM, ON, Scene, scene
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

KEYS = re.compile(r'(value|data-[a-z-]*)="[^"]*"')
MAY_NAME = {
    "person": {"id", "name", "email", "manager_id"},
    "escalation_reporter": {"person_id"},
    "user_session": {"person_id"},
}
"""Where the reporter may stand: in the directory, at the sign-in, and in the sealed table."""


def _pages(s: Scene, client: FlaskClient, person: Person) -> list[str]:
    """What somebody sees of the house, without the keys that change from page to page."""
    visitor = s.as_(client, person)
    paths = (
        "/",
        "/policies",
        f"/policies/{s.policy.code}",
        f"/policies/{s.policy.code}/escalate",
        "/escalate",
        "/escalations",
        "/escalations/mine",
        "/people",
        f"/people/{s.handler.id}",
        "/boards",
    )
    answers = [visitor.get(path) for path in paths]
    return [
        f"{each.status_code}{dict(each.headers).get('ETag')}{_plain(each.text)}" for each in answers
    ]


def _plain(text: str) -> str:
    return re.sub(r'name="(csrf_token|key)"[^>]*>', "", KEYS.sub("", text))


WATCHED = ("owner", "manager", "director", "stranger", "administrator", "auditor", "third", "top")


def test_open_cases_change_no_page_of_those_who_are_not_involved(
    given: Given, client: FlaskClient
) -> None:
    """Abuse cases 65 and 73: lists, counts, banners, tags, of everybody but those who handle it."""
    s = scene(given)
    before = {who: _pages(s, client, getattr(s, who)) for who in WATCHED}
    s.raised()
    s.asked(s.triaged())
    for who in WATCHED:
        assert _pages(s, client, getattr(s, who)) == before[who], who


def test_a_suspension_says_the_same_whatever_led_to_it(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.suspended()
    for person in (s.owner, s.stranger, s.auditor):
        visitor = s.as_(client, person)
        for path in (f"/policies/{s.policy.code}", f"/policies/{s.policy.code}/suspension"):
            page = visitor.get(path)
            assert page.status_code == 200
            for hidden in (case.code, str(case.id), HARM, "It goes on each day", "report"):
                assert hidden not in page.text.replace("Send the report", "")


def test_opening_a_case_again_changes_no_page(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    case = s.closed()
    watched = ("owner", "stranger", "auditor")
    before = {who: _pages(s, client, getattr(s, who)) for who in watched}
    with acting(by=case, at=AT) as act:
        operations.reopen(act, case, by=None, on=ON, why="They moved me.")
    for who in watched:
        assert _pages(s, client, getattr(s, who)) == before[who], who


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
def test_the_reporter_stands_in_the_sealed_table_and_nowhere_else(
    given: Given, client: FlaskClient, mode: Mode
) -> None:
    """Abuse cases 75 and 77: every column of every table of the database is searched."""
    s = scene(given)
    client_of = s.as_(client, s.reporter)
    answer = client_of.post(
        f"/policies/{s.policy.code}/escalate",
        harm=HARM,
        whom="Customers",
        mode=mode.value,
        key=uuid4().hex,
    )
    assert answer.status_code == 302
    case = session.scalars(sa.select(Escalation)).one()
    client_of.post(f"/escalations/mine/{case.code}/reply", text="More.", key=uuid4().hex)
    with acting(by=s.handler, at=AT) as act:
        operations.acknowledge(act, case, by=s.handler, on=ON)
    found = _where_it_stands(s.reporter)
    assert set(found) == set(MAY_NAME)
    for table, columns in found.items():
        assert columns <= MAY_NAME[table]
    assert session.scalars(sa.select(Reporter.person_id)).all() == [s.reporter.id]


def test_no_entry_about_a_case_names_reporter_policy_or_words(given: Given) -> None:
    s = scene(given)
    case = s.closed()
    rows = session.execute(
        sa.text(
            "SELECT p.value, e.leaf FROM audit_event e JOIN audit_payload p ON p.event_id = e.id"
            " WHERE e.kind LIKE 'escalation.%'"
        )
    ).all()
    assert rows
    hidden = (
        s.reporter.id.hex, str(s.reporter.id), s.reporter.name, s.reporter.email, s.policy.code,
        s.policy.title, str(s.policy.id), s.policy.id.hex, case.code, HARM, "So it is", "It goes",
        "Goals harmed", "BaFin",
    )  # fmt: skip
    for value, leaf in rows:
        for word in hidden:
            assert word not in value
            assert word.encode() not in bytes(leaf)


def test_letters_about_cases_are_all_alike(given: Given) -> None:
    """Abuse case 77: no title, no code, no other reader, and none to the reporter."""
    s = scene(given)
    case = s.closed()
    letters = session.scalars(sa.select(Letter)).all()
    assert letters
    for letter in letters:
        assert letter.person_id != s.reporter.id
        assert letter.address != s.reporter.email
        whole = f"{letter.subject}{letter.body}{letter.params}{letter.path}"
        assert case.code not in whole
        if letter.person_id != s.owner.id:
            assert letter.path == "/"
            assert not letter.params
            assert s.policy.title not in whole


def test_the_key_of_a_report_is_filed_under_the_case(given: Given, client: FlaskClient) -> None:
    s = scene(given)
    key = uuid4().hex
    s.as_(client, s.reporter).post(
        f"/policies/{s.policy.code}/escalate",
        harm=HARM,
        whom="Customers",
        mode="confidential",
        key=key,
    )
    case = session.scalars(sa.select(Escalation)).one()
    (row,) = session.scalars(sa.select(IdempotencyKey).where(IdempotencyKey.key == key)).all()
    assert row.scope == f"case/{case.id}"
    assert str(s.reporter.id) not in f"{row.scope}{row.location}"


def _where_it_stands(person: Person) -> dict[str, set[str]]:
    """Table and columns in which this person's id, name or address stands, in whatever form."""
    words = {person.id.hex, str(person.id), person.name, person.email}
    given = set(session.scalars(sa.select(Event.id).where(Event.kind == GivenEvent.GIVEN)))
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for row in session.execute(sa.select(table)).mappings():
            if table.name.startswith("audit_") and given & {row.get("id"), row.get("event_id")}:
                continue  # what the test itself has laid down
            for column, value in row.items():
                raw = bytes(value).decode("latin-1") if isinstance(value, bytes) else str(value)
                if any(word in raw for word in words):
                    found.setdefault(table.name, set()).add(str(column))
    return found


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.NAMED])
def test_a_handler_does_not_learn_who_of_the_board_is_missing(
    given: Given, client: FlaskClient, mode: Mode
) -> None:
    """A member who reported it may not judge: by who does, and of how many, one would find them."""
    s = scene(given)
    case = s.submitted(s.triaged(mode=mode))
    s.voted(case, s.chair, Finding.UPHELD)
    page = s.as_(client, s.handler).get(f"/escalations/{case.code}").text
    assert "One has voted." in page
    assert not re.search(r"\d of \d", page)
    s.voted(case, s.customer, Finding.UPHELD)
    with acting(by=s.handler, at=s.at) as act:
        operations.determine(act, case, by=s.handler, on=s.on)
    page = s.as_(client, s.handler).get(f"/escalations/{case.code}").text
    found = page.partition("Who found what")[2].partition("</table>")[0]
    assert "It is so." in found
    for judge in (s.chair, s.customer):
        assert (judge.name in found) is (mode is Mode.NAMED)
