"""Voices of the customer: added, put right, retracted; each with its entry in the log."""

from dataclasses import replace

import pytest

from impactreview.audit.acts import acting
from impactreview.evidence import operations
from impactreview.evidence.models import Evidence
from impactreview.evidence.operations import Finding
from impactreview.evidence.terms import Source, Stance, Strength
from impactreview.people.models import Person
from tests.conftest import NOON
from tests.given import Given
from tests.reading import kinds

pytestmark = pytest.mark.database_near

FINDING = Finding(
    source=Source.COMPLAINT,
    segment="Late payers",
    finding="It hurts.",
    stance=Stance.CONTRADICTS,
    strength=None,
    period="",
    sample=None,
    link="",
)


def _added(by: Person) -> Evidence:
    with acting(by=by, at=NOON) as act:
        return operations.add(act, FINDING, by=by)


def test_what_is_not_known_stays_open(given: Given) -> None:
    kept = _added(given.person())
    assert (kept.strength, kept.sample, kept.period) == (None, None, "")
    assert kept.added_at == NOON
    assert kinds(kept) == ["evidence.added"]


def test_evidence_is_put_right_and_retracted(given: Given) -> None:
    person = given.person()
    kept = _added(person)
    with acting(by=person, at=NOON) as act:
        operations.correct(act, kept, replace(FINDING, strength=Strength.A, sample=312))
    assert (kept.strength, kept.sample) == (Strength.A, 312)
    with acting(by=person, at=NOON) as act:
        operations.retract(act, kept)
    assert kept.retracted_at == NOON
    assert kinds(kept) == ["evidence.added", "evidence.corrected", "evidence.retracted"]
