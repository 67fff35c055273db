"""Who hears that the book changed without a decision, and how its pages say so."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotYours
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.policies.models import Policy
from impactreview.policies.operations import enact
from impactreview.policies.operations import register as operations
from impactreview.policies.operations.imports import take_in
from impactreview.policies.queries import newest_version, versions
from impactreview.policies.rules.imports import Line
from impactreview.policies.rules.register import Correction, Registration
from tests.conftest import NOON
from tests.given import Given
from tests.reading import counted, number_of, subjects

pytestmark = pytest.mark.database_near
TODAY = NOON.date()
REGISTERED = ["A policy was registered without a decision"]
CORRECTED = ["A policy was corrected without a decision"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def corrected(policy: Policy, by: Person, *, registers: bool = False, text: str = "None.") -> None:
    said = Correction(
        text=text,
        valid_from=TODAY,
        reason="It was <always> so.",
        seen=newest_version(policy).number,
    )
    with acting(by=by, at=NOON) as act:
        operations.correct(act, policy, said, by=by, registers=registers, on=TODAY)


def test_whoever_speaks_for_the_customers_hears_of_a_correction_by_the_owner(given: Given) -> None:
    owner, advocate = given.person(name="Olga Owner"), given.person(Role.ADVOCATE)
    deputy = given.person(Role.DEPUTY_ADVOCATE)
    for other in (Role.REVIEWER, Role.ADMINISTRATOR, Role.AUDITOR):
        given.person(other)
    policy = given.policy(owner, title="Refund within 30 days")
    corrected(policy, owner, text="No refunds at all.")
    told = session.scalars(sa.select(Letter)).all()
    assert sorted(each.person_id for each in told) == sorted([advocate.id, deputy.id])
    for each in told:
        assert (each.subject, each.path) == (CORRECTED[0], f"/policies/{policy.code}")
        assert each.params == {"name": "Olga Owner", "code": policy.code}


def test_whoever_has_left_is_told_nothing(given: Given) -> None:
    gone = given.person(Role.ADVOCATE, deactivated_at=NOON)
    owner = given.person(deactivated_at=NOON)
    admin = given.person(Role.ADMINISTRATOR)
    corrected(given.policy(owner), admin, registers=True)
    assert not subjects(gone)
    assert not subjects(owner)


def test_the_owner_hears_of_a_correction_by_somebody_else(given: Given) -> None:
    owner, admin = given.person(), given.person(Role.ADMINISTRATOR)
    corrected(given.policy(owner), admin, registers=True)
    assert subjects(owner) == CORRECTED
    assert not subjects(admin)


def test_an_owner_who_speaks_for_the_customers_gets_one_letter(given: Given) -> None:
    owner, deputy = given.person(Role.ADVOCATE), given.person(Role.DEPUTY_ADVOCATE)
    policy = given.policy(owner)
    corrected(policy, given.person(Role.ADMINISTRATOR), registers=True)
    assert subjects(owner) == CORRECTED
    corrected(policy, owner, text="Some.")
    assert subjects(owner) == CORRECTED
    assert subjects(deputy) == CORRECTED * 2


def test_a_refused_correction_tells_nobody(given: Given) -> None:
    given.person(Role.ADVOCATE)
    with pytest.raises(NotYours):
        corrected(given.policy(), given.person())
    assert not number_of(Letter)


def registration(owner: Person) -> Registration:
    return Registration(
        title="Late fee",
        owner=owner,
        text="Five euros.",
        in_force_since=TODAY,
        review_by=TODAY + timedelta(700),
    )


def test_whoever_speaks_for_the_customers_hears_of_what_is_registered_by_hand(given: Given) -> None:
    admin, advocate = given.person(Role.ADMINISTRATOR), given.person(Role.ADVOCATE)
    with acting(by=admin, at=NOON) as act:
        policy = operations.register(act, registration(advocate), by=admin, on=TODAY)
    assert subjects(advocate) == REGISTERED
    assert session.scalars(sa.select(Letter.path)).one() == f"/policies/{policy.code}"


def test_a_whole_table_is_told_in_one_letter(given: Given) -> None:
    admin, advocate = given.person(Role.ADMINISTRATOR), given.person(Role.ADVOCATE)
    lines = [
        Line(
            number=number,
            title=f"Late fee {number}",
            owner_email=advocate.email,
            text="Five.",
            in_force_since=TODAY,
        )
        for number in (2, 3, 4)
    ]
    with acting(by=admin, at=NOON) as act:
        take_in(act, lines, content_hash="0" * 64, by=admin, on=TODAY)
    letter = session.scalars(sa.select(Letter)).one()
    assert (letter.person_id, letter.path) == (advocate.id, "/policies")
    assert letter.params["number"] == "3"


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_the_page_says_that_the_words_are_a_correction_by_whom_and_why(
    given: Given, client: FlaskClient
) -> None:
    owner = given.person(name="Olga Owner")
    policy = given.policy(owner)
    given.signed_in(client, given.person())
    assert "without a decision" not in client.get(f"/policies/{policy.code}").text
    corrected(policy, owner)
    page = client.get(f"/policies/{policy.code}").text
    said = plain(page)
    assert "Corrected without a decision" in said
    assert "Olga Owner changed this text on 3 March 2026; nobody decided about it." in said
    assert "The reason given: It was <always> so." in said
    assert "Version 2 Correction without a decision: It was <always> so." in said
    assert f"/policies/{policy.code}/changes?before=1&amp;after=2" in page
    compared = plain(client.get(f"/policies/{policy.code}/changes?before=1&after=2").text)
    assert "Correction without a decision: It was <always> so." in compared


def test_what_a_decision_made_after_a_correction_is_told_apart(
    given: Given, client: FlaskClient
) -> None:
    owner = given.person()
    policy = given.policy(owner)
    corrected(policy, owner)
    with acting(by=owner, at=NOON) as act:
        enact(
            act,
            title="",
            owner=owner,
            unit=None,
            text="Seven.",
            html="<p>Seven.</p>",
            on=TODAY,
            review_by=None,
            amends=policy,
            by=owner,
            note="D-2026-001",
        )
    assert [each.corrects for each in versions(policy)] == [False, True, False]
    given.signed_in(client, given.person())
    page = plain(client.get(f"/policies/{policy.code}").text)
    assert "Corrected without a decision" not in page
    assert "Version 2 Correction without a decision" in page


def test_many_corrections_cost_no_more_questions(given: Given) -> None:
    owner = given.person()
    policy = given.policy(owner)
    for text in ("One.", "Two.", "Three."):
        corrected(policy, owner, text=text)
    session.expire_all()
    code = policy.code
    with counted() as sent:
        assert sum(each.corrects for each in versions(policy)) == 3
    assert code
    assert len(sent) <= 1
