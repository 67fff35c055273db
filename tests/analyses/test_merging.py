"""Two people at the same questions: what is taken over, and what both must see."""

import pytest
from hypothesis import given as of
from hypothesis import strategies as st

from impactreview.analyses.rules.merging import merged, noted, seen_in

ANSWERS = st.one_of(st.none(), st.sampled_from(["", "a", "b", "unknown", ["x"], [], 3]))


@pytest.mark.parametrize(
    ("base", "now", "typed", "write", "clash"),
    [
        ("a", "a", "b", True, False),
        ("a", "b", "a", False, False),  # left as it was: what the other said stays
        ("a", "b", "b", False, False),
        ("a", "b", "c", False, True),
        (None, "b", "c", False, True),
        (None, None, "c", True, False),
        ("a", None, "c", False, True),
        ("a", "a", None, True, False),
        ("", None, "c", True, False),  # every blank is the same
    ],
)
def test_three_answers_to_one_question(
    base: str | None, now: str | None, typed: str | None, write: bool, clash: bool
) -> None:
    found = merged(seen_in(noted({"A.x": base})), {"A.x": now}, {"A.x": typed})
    assert (found.write == {"A.x": typed}) is write
    assert (found.clashes == ("A.x",)) is clash


@of(now=ANSWERS, typed=ANSWERS)
def test_where_nothing_was_seen_the_writer_is_right(now: object, typed: object) -> None:
    assert not merged({}, {"A.x": now}, {"A.x": typed}).clashes


@of(base=ANSWERS, typed=ANSWERS)
def test_who_looked_at_what_stands_never_clashes(base: object, typed: object) -> None:
    assert not merged(seen_in(noted({"A.x": base})), {"A.x": base}, {"A.x": typed}).clashes


@pytest.mark.parametrize("text", [None, "", "A.x", "A.x:zz", ":" * 500, "A.x:" + "0" * 15])
def test_what_is_no_note_is_passed_over(text: str | None) -> None:
    assert seen_in(text) == {}
