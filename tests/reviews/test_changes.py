"""What changed between versions, and what that does to positions."""

from itertools import pairwise

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from impactreview.reviews.rules.changes import changed, is_current, is_major, outdated_sections
from impactreview.reviews.terms import Stand

HASHES = st.dictionaries(st.sampled_from("ABCDJL"), st.sampled_from("xyz"), max_size=6)
HISTORIES = st.lists(HASHES, min_size=1, max_size=6).map(
    lambda versions: dict(enumerate(versions, start=1))
)


@settings(deadline=None)
@always(HISTORIES)
def test_abuse_21_an_approval_counts_only_while_nothing_changed_since(
    history: dict[int, dict[str, str]],
) -> None:
    newest = max(history)
    for number in history:
        since = [history[each] for each in sorted(history) if each >= number]
        same = all(before == after for before, after in pairwise(since))
        outdated = outdated_sections(number, history)
        assert is_current(Stand.APPROVE, number, newest, outdated) is same
        assert is_current(Stand.APPROVE_WITH_CONDITIONS, number, newest, outdated) is same


@settings(deadline=None)
@always(HISTORIES)
def test_abuse_28_an_objection_counts_in_every_version(
    history: dict[int, dict[str, str]],
) -> None:
    for number in history:
        outdated = outdated_sections(number, history)
        assert is_current(Stand.OBJECT, number, max(history), outdated)


@settings(deadline=None)
@always(HISTORIES)
def test_an_abstention_counts_in_its_own_version_alone(
    history: dict[int, dict[str, str]],
) -> None:
    newest = max(history)
    for number in history:
        outdated = outdated_sections(number, history)
        assert is_current(Stand.ABSTAIN, number, newest, outdated) is (number == newest)


def test_abuse_27_what_was_changed_and_changed_back_was_changed() -> None:
    history = {1: {"C": "x"}, 2: {"C": "y"}, 3: {"C": "x"}}
    assert outdated_sections(1, history) == ("C",)
    assert outdated_sections(3, history) == ()


def test_abuse_26_a_section_that_is_added_or_taken_away_is_a_change() -> None:
    assert changed({"A": "x"}, {"A": "x", "C": "y"}) == ("C",)
    assert changed({"A": "x", "C": "y"}, {"A": "x"}) == ("C",)


@pytest.mark.parametrize(
    ("after", "level_moved", "major"),
    [
        ({"A": "x", "C": "x"}, False, None),
        ({"A": "y", "C": "x"}, False, False),
        ({"A": "x", "C": "y"}, False, True),
        ({"A": "x", "C": "x", "proposal": "x"}, False, True),
        ({"A": "x", "C": "x"}, True, True),
        ({"A": "y", "C": "x"}, True, True),
    ],
)
def test_how_large_a_change_is(
    after: dict[str, str], level_moved: bool, major: bool | None
) -> None:
    assert is_major({"A": "x", "C": "x"}, after, level_moved=level_moved) is major
