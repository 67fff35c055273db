"""The language of conditions against an evaluator of its own, and what it refuses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impactreview.impact.conditions import DEPTH, NODES, check, holds, paths

PATHS = ["a", "b", "c"]
VALUES = [None, "", "x", "unknown", 3, 7, "3", "7.5", True, "2026-01-01", ["x"], [], ["3", "y"]]
LITERALS = ["x", "unknown", 3, "3", True]
BOUNDS = [3, "7.5", "2026-01-01", "2025-12-31"]

leaves = st.one_of(
    st.builds(lambda p: {"answered": p}, st.sampled_from(PATHS)),
    st.builds(
        lambda name, p, v: {name: [p, v]},
        st.sampled_from(["=", "!=", "contains"]),
        st.sampled_from(PATHS),
        st.sampled_from(LITERALS),
    ),
    st.builds(
        lambda name, p, v: {name: [p, v]},
        st.sampled_from(["<", ">"]),
        st.sampled_from(PATHS),
        st.sampled_from(BOUNDS),
    ),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"and": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"or": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)
worlds = st.fixed_dictionaries({}, optional={p: st.sampled_from(VALUES) for p in PATHS})

# Every comparison of the values above, written out by hand: what equals what, what is below what.
EQUAL = {("x", "x"), ("unknown", "unknown"), ("i3", "i3"), ("3", "i3"), ("3", "3"), ("T", "T")}
BELOW = {
    ("i3", "7.5"), ("i7", "7.5"), ("3", "7.5"), ("2026-01-01", "never"),
}  # fmt: skip
ABOVE = {("i7", "i3"), ("7.5", "i3"), ("2026-01-01", "2025-12-31")}


def sign(value: object) -> str:
    return "T" if value is True else f"i{value}" if isinstance(value, int) else str(value)


def by_hand(tree: dict[str, Any], world: dict[str, Any]) -> bool:
    name, operand = next(iter(tree.items()))
    if name in ("and", "or"):
        found = [by_hand(part, world) for part in operand]
        return False not in found if name == "and" else True in found
    if name == "not":
        return not by_hand(operand, world)
    value = world.get(operand if name == "answered" else operand[0])
    if value in (None, "", []):
        return False
    if name == "answered":
        return True
    literal = operand[1]
    if name == "contains":
        return isinstance(value, list) and any((sign(v), sign(literal)) in EQUAL for v in value)
    pair = (sign(value), sign(literal))
    facts = {"=": pair in EQUAL, "!=": pair not in EQUAL, "<": pair in BELOW, ">": pair in ABOVE}
    return facts[name]


@given(trees, worlds)
def test_it_agrees_with_an_evaluation_by_hand(tree: dict[str, Any], world: dict[str, Any]) -> None:
    assert holds(tree, world, depth=50) is by_hand(tree, world)


@given(trees)
def test_what_is_checked_can_be_evaluated(tree: dict[str, Any]) -> None:
    if not check(tree, PATHS):
        holds(tree, {})
        assert paths(tree) <= set(PATHS)


@pytest.mark.parametrize("name", ["=", "!=", "<", ">", "contains"])
def test_nothing_there_makes_a_comparison_false(name: str) -> None:
    assert not holds({name: ["a", 3]}, {})
    assert not holds({name: ["a", 3]}, {"a": "  "})


def test_not_of_a_comparison_on_nothing_holds() -> None:
    assert holds({"not": {"=": ["a", "x"]}}, {})


def test_a_part_of_a_word_is_not_contained() -> None:
    assert not holds({"contains": ["a", "item2"]}, {"a": "item2-0"})
    assert not holds({"contains": ["a", "item2"]}, {"a": ["item2-0"]})


def test_numbers_are_not_compared_with_days() -> None:
    assert not holds({"<": ["a", "2026-01-01"]}, {"a": 3})
    assert not holds({">": ["a", 3]}, {"a": "2026-01-01"})


def test_truth_is_no_number() -> None:
    assert not holds({"=": ["a", 1]}, {"a": True})
    assert not holds({"=": ["a", True]}, {"a": 1})


def nested(depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {"answered": "a"}
    for _ in range(depth - 1):
        tree = {"not": tree}
    return tree


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        (None, ""),
        ("a", ""),
        ([], ""),
        ({}, ""),
        ({"=": ["a", "x"], "not": {}}, ""),
        ({"xor": []}, ".xor"),
        ({"and": []}, ".and"),
        ({"or": {"answered": "a"}}, ".or"),
        ({"not": [{"answered": "a"}]}, ".not"),
        ({"answered": "z"}, ".answered"),
        ({"answered": ["a"]}, ".answered"),
        ({"=": "a"}, ".="),
        ({"=": ["a"]}, ".="),
        ({"=": ["z", "x"]}, ".="),
        ({"=": ["a", None]}, ".="),
        ({"=": ["a", ["x"]]}, ".="),
        ({"=": ["a", 1.5]}, ".="),
        ({"<": ["a", "x"]}, ".<"),
        ({">": ["a", True]}, ".>"),
        ({"and": [{"answered": "a"}, {"or": [{"=": ["a", ""]}]}]}, ".and[1].or[0].="),
        (nested(DEPTH + 1), ".not" * DEPTH),
    ],
)
def test_what_is_no_condition_is_named_with_its_place(tree: object, place: str) -> None:
    assert [problem.place for problem in check(tree, PATHS)] == [place]


def test_the_deepest_and_the_widest_condition_pass() -> None:
    assert not check(nested(DEPTH), PATHS)
    wide = {"or": [{"answered": "a"}] * (NODES - 1)}
    assert not check(wide, PATHS)


def test_one_node_more_is_refused_once() -> None:
    wide = {"or": [{"answered": "a"}] * (NODES + 50)}
    assert len(check(wide, PATHS)) == 1


@pytest.mark.parametrize(
    "tree",
    [None, {}, {"and": None}, {"and": []}, {"xor": [1, 2]}, {"=": ["a"]}, {"answered": ["a"]},
     {"=": [["a"], 1]}, {"not": "a"}, nested(DEPTH + 1)],
)  # fmt: skip
def test_a_broken_tree_raises_instead_of_deciding(tree: Any) -> None:
    with pytest.raises(ValueError, match="not a"):
        holds(tree, {"a": 1})


def test_a_broken_part_is_never_skipped() -> None:
    with pytest.raises(ValueError, match="not a"):
        holds({"or": [{"answered": "a"}, {"xor": []}]}, {"a": 1})
