"""An act writes everything it says, or nothing; and nothing is written outside one."""

import json

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import System, Unrecorded, WriteOutsideAct, acting, tending
from impactreview.audit.leaf import commitment, leaf_hash
from impactreview.audit.models import Event, Payload, Pending
from impactreview.kernel.db import session
from impactreview.kernel.keys import SentKey
from impactreview.kernel.refusals import NotNow, Repeated, SentOtherwise, Stale
from impactreview.people.models import Credential, Unit
from tests.conftest import NOON
from tests.given import Given
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def _events() -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Event)) or 0


def test_an_act_leaves_its_entry_beside_the_row(given: Given) -> None:
    unit = given.unit(code="SALES")
    event = session.get_one(Event, unit.event_id)
    assert (event.stream, event.version, event.kind) == (unit.id, 1, "test.given")
    assert event.leaf_hash == leaf_hash(event.leaf)
    assert session.scalars(sa.select(Pending).where(Pending.event_id == event.id)).one()
    said = json.loads(event.leaf)
    kept = session.scalars(sa.select(Payload).where(Payload.event_id == event.id)).all()
    assert {row.field for row in kept} == set(said["c"]) == {"actor", "subject"}
    assert b"unit/SALES" not in event.leaf


def test_the_commitment_opens_with_salt_and_value(given: Given) -> None:
    unit = given.unit(code="SALES")
    kept = session.get_one(Payload, (unit.event_id, "subject"))
    assert json.loads(kept.value) == "unit/SALES"
    assert len(commitment("subject", kept.salt, "unit/SALES")) == 32


def test_no_row_is_written_outside_an_act(given: Given) -> None:
    session.add(Unit(code="GHOST", name="Ghost"))
    with pytest.raises(WriteOutsideAct):
        session.flush()
    session.rollback()


def test_no_record_is_written_while_tending(given: Given) -> None:
    with pytest.raises(WriteOutsideAct), tending() as hands:
        hands.add(Unit(code="GHOST", name="Ghost"))  # type: ignore[type-var]


def test_no_act_ends_unrecorded(given: Given) -> None:
    before = _events()
    with pytest.raises(Unrecorded), acting(by=System(), at=NOON) as act:
        act.add(Unit(code="SILENT", name="Silent"))
    assert _events() == before


def test_every_record_an_act_touches_needs_an_entry(given: Given) -> None:
    unit, other = given.unit(), given.unit()
    with pytest.raises(Unrecorded), acting(by=System(), at=NOON) as act:
        unit.name, other.name = "Said", "Unsaid"
        act.record(GivenEvent.GIVEN, unit)
    assert (unit.name, other.name) != ("Said", "Unsaid")


def test_an_error_in_the_act_writes_nothing(given: Given) -> None:
    unit, before = given.unit(), _events()
    with pytest.raises(NotNow), acting(by=System(), at=NOON) as act:
        unit.name = "Half"
        act.record(GivenEvent.GIVEN, unit)
        act.settle()
        raise NotNow("no")
    assert unit.name != "Half"
    assert _events() == before


def test_bulk_writes_are_refused(given: Given) -> None:
    given.unit()
    for statement in (sa.update(Unit).values(name="All"), sa.delete(Unit), sa.insert(Unit)):
        with pytest.raises(WriteOutsideAct):
            session.execute(statement)


def test_the_same_key_leads_to_the_same_place(given: Given) -> None:
    def add(code: str) -> None:
        with acting(by=System(), at=NOON, key="once") as act:
            unit = act.add(Unit(code=code, name="Kept"))
            act.record(GivenEvent.GIVEN, unit)
            act.leads_to("/units/K0")

    add("K0")
    with pytest.raises(Repeated) as repeated:
        add("K1")
    assert repeated.value.location == "/units/K0"
    assert session.scalars(sa.select(Unit.code).where(Unit.name == "Kept")).all() == ["K0"]


def test_something_else_under_the_same_key_is_neither_done_nor_dropped(given: Given) -> None:
    def rename(unit: Unit, name: str, content: str) -> None:
        with acting(by=System(), at=NOON, key=SentKey("once", content)) as act:
            unit.name = name
            act.record(GivenEvent.GIVEN, unit)
            act.leads_to("/there")

    unit = given.unit()
    rename(unit, "First", "a" * 64)
    with pytest.raises(Repeated):
        rename(unit, "First", "a" * 64)
    before = _events()
    with pytest.raises(SentOtherwise) as otherwise:
        rename(unit, "Second", "b" * 64)
    assert otherwise.value.location == "/there"
    assert (unit.name, _events()) == ("First", before)
    with pytest.raises(Repeated), acting(by=System(), at=NOON, key="once") as act:
        act.record(GivenEvent.GIVEN, unit)  # and its sender did not say what was sent


def test_something_else_that_is_refused_is_told_why(given: Given) -> None:
    unit = given.unit()
    with acting(by=System(), at=NOON, key=SentKey("k", "a" * 64)) as act:
        act.record(GivenEvent.GIVEN, unit)
        act.leads_to("/done")
    with pytest.raises(NotNow), acting(by=System(), at=NOON, key=SentKey("k", "b" * 64)):
        raise NotNow("It is over.")


def test_what_was_sent_before_its_content_was_kept_is_a_repetition(given: Given) -> None:
    unit = given.unit()
    with acting(by=System(), at=NOON, key="old") as act:
        act.record(GivenEvent.GIVEN, unit)
        act.leads_to("/done")
    other = SentKey("old", "a" * 64)
    with pytest.raises(Repeated), acting(by=System(), at=NOON, key=other) as act:
        act.record(GivenEvent.GIVEN, unit)


def test_a_refused_repetition_leads_where_the_first_led(given: Given) -> None:
    unit = given.unit()
    with acting(by=System(), at=NOON, key="twice") as act:
        act.record(GivenEvent.GIVEN, unit)
        act.leads_to("/done")
    with pytest.raises(Repeated), acting(by=System(), at=NOON, key="twice"):
        raise NotNow("already done")


def test_a_part_carries_the_event_of_its_root(given: Given) -> None:
    person = given.person()
    with acting(by=person, at=NOON) as act:
        part = act.add(Credential(person=person, password_hash="x", set_at=NOON))
        act.record(GivenEvent.GIVEN, person)
    assert part.event_id == person.event_id
    assert person.version == 2


def test_a_row_changed_behind_the_back_is_stale(given: Given) -> None:
    person = given.person()
    assert person.version == 1
    with pytest.raises(Stale), acting(by=person, at=NOON) as act:
        person.name = "Mine"
        sa.orm.attributes.set_committed_value(person, "version", 7)
        act.record(GivenEvent.GIVEN, person)
