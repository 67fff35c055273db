"""Rules of policies, each alone: what may stand in the book, what is found, what changed."""

import time
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given as over
from hypothesis import strategies

from impactreview.kernel.refusals import NotNow, NotYours, Stale, Unusable
from impactreview.people.models import Person
from impactreview.policies.lifecycle import LIFECYCLE
from impactreview.policies.models import Policy, PolicyVersion
from impactreview.policies.rules import register as rules
from impactreview.policies.rules.changes import Kind, changes
from impactreview.policies.rules.register import Correction, Registration
from impactreview.policies.terms import Origin, State, Step
from tests.conftest import NOON

TODAY = date(2026, 3, 3)
OWNER = Person(name="Ada", email="ada@example.org", deactivated_at=None)


def registration(**values: Any) -> Registration:
    given = {
        "title": "Late fee",
        "owner": OWNER,
        "text": "Who pays late pays five euros.",
        "in_force_since": TODAY,
        "review_by": TODAY + timedelta(1),
    }
    return Registration(**{**given, **values})


def policy(**values: Any) -> Policy:
    given = {"owner_id": OWNER.id, "state": State.IN_FORCE, "origin": Origin.REGISTERED}
    return Policy(**{**given, **values})


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_move_of_a_policy(state: State, step: Step) -> None:
    drawn = {
        (State.IN_FORCE, Step.SUSPEND): State.SUSPENDED,
        (State.SUSPENDED, Step.RESUME): State.IN_FORCE,
        (State.IN_FORCE, Step.WITHDRAW): State.WITHDRAWN,
        (State.SUSPENDED, Step.WITHDRAW): State.WITHDRAWN,
    }
    if (state, step) in drawn:
        assert LIFECYCLE.after(state, step) is drawn[state, step]
    else:
        with pytest.raises(NotNow):
            LIFECYCLE.after(state, step)


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ({}, True),
        ({"title": ""}, False),
        ({"title": "x" * 200}, True),
        ({"title": "x" * 201}, False),
        ({"text": " \n"}, False),
        ({"text": "x" * 50_000}, True),
        ({"text": "x" * 50_001}, False),
        ({"in_force_since": TODAY + timedelta(1)}, False),
        ({"in_force_since": date(1899, 1, 1)}, True),
        ({"review_by": TODAY}, False),
        ({"code": "TERMS-4"}, True),
        ({"code": "P-7"}, False),
        ({"code": "P-007"}, False),
        ({"code": "P-X"}, True),
        ({"code": "a"}, False),
        ({"code": "A B"}, False),
        ({"code": "A/B"}, False),
        ({"code": "-A"}, False),
        ({"code": "A" * 21}, False),
        ({"code": "Ä"}, False),
        ({"code": "A\n"}, False),
    ],
)
def test_what_may_stand_in_the_book(values: dict[str, Any], right: bool) -> None:
    assert (rules.why_not_register(registration(**values), TODAY) is None) is right


def test_who_has_left_owns_no_new_policy() -> None:
    gone = Person(name="Gone", email="gone@example.org", deactivated_at=NOON)
    assert isinstance(rules.why_not_register(registration(owner=gone), TODAY), NotNow)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("who", ["owner", "registrar", "other"])
def test_who_may_correct_which_record(state: State, origin: Origin, who: str) -> None:
    by = OWNER.id if who == "owner" else uuid4()
    refusal = rules.why_not_touch(
        policy(state=state, origin=origin), by, registers=who == "registrar"
    )
    open_to_all = state is not State.WITHDRAWN and origin is Origin.REGISTERED
    assert (refusal is None) is (open_to_all and who != "other")
    if open_to_all and who == "other":
        assert isinstance(refusal, NotYours)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, None),
        ({"reason": " "}, Unusable),
        ({"reason": "x" * 501}, Unusable),
        ({"valid_from": TODAY + timedelta(1)}, Unusable),
        ({"valid_from": date(2025, 12, 31)}, Unusable),
        ({"text": "Old words."}, Unusable),
        ({"text": ""}, Unusable),
        ({"text": "x" * 50_001}, Unusable),
        ({"seen": 1}, Stale),
    ],
)
def test_what_may_be_corrected(values: dict[str, Any], found: type[Exception] | None) -> None:
    newest = PolicyVersion(number=2, text="Old words.", valid_from=date(2026, 1, 1))
    given = {"text": "New words.", "valid_from": TODAY, "reason": "A typing error.", "seen": 2}
    refusal = rules.why_not_correct(Correction(**{**given, **values}), newest, TODAY)
    assert type(refusal) is (found or type(None))


@pytest.mark.parametrize(
    ("on", "review"),
    [
        (date(2026, 3, 3), date(2028, 3, 3)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2028, 12, 31)),
        (date(2026, 2, 28), date(2028, 2, 28)),
    ],
)
def test_review_is_due_in_24_months(on: date, review: date) -> None:
    assert rules.review_by_default(on) == review


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Preiserhöhung 2026", ("preiserhohung", "2026")),
        ("GRÖSSE größe", ("grosse",)),
        ("P-7", ("p", "7")),
        ("  ", ()),
        ("%_'\";--", ("_",)),
        ("Straße", ("strasse",)),
        ("Ünïcödé", ("unicode",)),
    ],
)
def test_words_are_compared_without_case_and_accents(text: str, words: tuple[str, ...]) -> None:
    assert rules.words_of(text) == tuple(word.encode() for word in words)


@over(strategies.text())
def test_no_text_has_too_many_or_too_long_words(text: str) -> None:
    words = rules.words_of(text * 50)
    assert len(words) <= 40
    assert all(0 < len(word) <= 160 for word in words)


def shown(before: str, after: str) -> list[str]:
    mark = {Kind.SAME: "", Kind.GONE: "-", Kind.NEW: "+"}
    return [
        " ".join(mark[change.kind] + change.words.replace(" ", "_") for change in paragraph)
        for paragraph in changes(before, after)
    ]


def test_changes_are_found_word_by_word() -> None:
    assert shown("Who pays late pays five euros.", "Who pays late pays six euros.") == [
        "Who_pays_late_pays -five +six euros."
    ]


def test_paragraphs_stay_paragraphs() -> None:
    before = "First.\n\nSecond one.\n\nThird."
    after = "First.\n\nSecond two.\n\nThird.\n\nFourth."
    assert shown(before, after) == ["First.", "Second -one. +two.", "Third.", "+Fourth."]


@pytest.mark.parametrize("text", ["", "\n", "One.", "One.\n\nTwo.\n"])
def test_the_same_text_has_no_changes(text: str) -> None:
    for paragraph in changes(text, text):
        assert [change.kind for change in paragraph] == [Kind.SAME]


@over(strategies.text(alphabet="ab \n"), strategies.text(alphabet="ab \n"))
def test_both_texts_can_be_read_back_out_of_their_changes(before: str, after: str) -> None:
    found = [change for paragraph in changes(before, after) for change in paragraph]
    for text, left_out in ((before, Kind.NEW), (after, Kind.GONE)):
        words = [w for each in found if each.kind is not left_out for w in each.words.split()]
        assert words == text.split()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 25_000, "a\n" * 24_000 + "b\n"),
        ("a " * 25_000, "b a " * 12_500),
        (
            "\n".join(str(n % 97) for n in range(10_000)),
            "\n".join(str(n % 89) for n in range(10_000)),
        ),
        (
            "\n".join(str(n % 97) for n in range(990)),
            "\n".join(str(n * n % 97) for n in range(990)),
        ),
        (" ".join(str(n % 7) for n in range(990)), " ".join(str(n * n % 7) for n in range(990))),
    ],
)
def test_no_two_texts_take_long_to_compare(before: str, after: str) -> None:
    begun = time.perf_counter()
    changes(before[:50_000], after[:50_000])
    assert time.perf_counter() - begun < 3
