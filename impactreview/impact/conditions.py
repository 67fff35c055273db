"""The one small language of conditions, for templates and for routing rules.

A condition is a JSON tree. Each node is an object with one key, the predicate:

    condition  = {"and": [condition, ...]}       all hold; one at least
               | {"or":  [condition, ...]}       one holds; one at least
               | {"not": condition}              does not hold
               | {"answered": path}              something stands there ("unknown" included)
               | {"=":  [path, literal]}         the value is the literal
               | {"!=": [path, literal]}         there is a value, and it is another
               | {"<":  [path, bound]}           the value is below the bound
               | {">":  [path, bound]}           the value is above the bound
               | {"contains": [path, literal]}   the value is a list that holds the literal
    path       = text: a name in the mapping that the condition is evaluated over
    literal    = text | whole number | truth
    bound      = whole number | decimal as text ("21.5") | day as text ("2026-12-31")

A whole-number literal equals the same number kept as text; text equals the same text only, and
`contains` looks for members, never for parts of a word. Numbers are compared with numbers, days
with days. An operand that is not answered, or is of another kind, makes a comparison false, never
an error: `!=` on nothing is false, while `not` of `=` on nothing is true.
At most 8 levels deep and 200 nodes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from impactreview.impact.values import day, is_answered, number
from impactreview.kernel.refusals import Missing

Condition = Mapping[str, Any]
"""A condition as read from JSON; `check` says whether it is one."""

DEPTH = 8
NODES = 200
JOINS = ("and", "or")
COMPARISONS = ("=", "!=", "<", ">", "contains")


def holds(tree: Condition, values: Mapping[str, object], *, depth: int = DEPTH) -> bool:
    """Whether the condition is true of `values`. Raises ValueError for a tree that is none."""
    if depth < 1 or not isinstance(tree, Mapping) or len(tree) != 1:
        raise ValueError("not a condition")
    ((name, operand),) = tree.items()
    if name in _NODES:
        return _NODES[name](operand, values, depth - 1)
    if name in _COMPARED and isinstance(operand, list | tuple) and len(operand) == 2:
        value = _value(operand[0], values)
        return is_answered(value) and _COMPARED[name](value, operand[1])
    raise ValueError("not a condition")


def _value(path: object, values: Mapping[str, object]) -> object:
    if not isinstance(path, str):
        raise ValueError("not a path")
    return values.get(path)


def _each(parts: object, values: Mapping[str, object], depth: int) -> list[bool]:
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError("not a list of conditions")
    return [holds(part, values, depth=depth) for part in parts]


def paths(tree: Condition) -> set[str]:
    """Every path that the condition asks about."""
    return {path for _, path, _ in comparisons(tree)}


def comparisons(tree: Condition) -> Iterator[tuple[str, str, object]]:
    """Each leaf of a checked condition: predicate, path, literal (none for `answered`)."""
    ((name, operand),) = tree.items()
    if name in JOINS:
        for part in operand:
            yield from comparisons(part)
    elif name == "not":
        yield from comparisons(operand)
    elif name == "answered":
        yield name, operand, None
    else:
        yield name, operand[0], operand[1]


def check(tree: object, known: Collection[str], place: str = "") -> list[Missing]:
    """What is wrong with a condition over the paths `known`; nothing when it can be used."""
    return list(_Check(known).node(tree, place, DEPTH))


class _Check:
    """One walk through one tree; counts its nodes."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self.nodes = 0

    def node(self, tree: object, place: str, depth: int) -> Iterator[Missing]:
        self.nodes += 1
        if depth < 1 or self.nodes > NODES:
            if depth < 1 or self.nodes == NODES + 1:
                yield Missing("This condition is too large; split it.", place=place)
        elif not isinstance(tree, Mapping) or len(tree) != 1:
            yield Missing("A condition is one predicate with its operands.", place=place)
        else:
            ((name, operand),) = tree.items()
            yield from self.predicate(name, operand, f"{place}.{name}", depth - 1)

    def predicate(self, name: object, operand: object, place: str, depth: int) -> Iterator[Missing]:
        if name in JOINS:
            yield from self.join(operand, place, depth)
        elif name == "not":
            yield from self.node(operand, place, depth)
        elif name == "answered":
            yield from self.path(operand, place)
        elif name in COMPARISONS:
            yield from self.comparison(str(name), operand, place)
        else:
            yield Missing(
                "%(name)s is no predicate; use one of %(known)s.",
                place=place,
                name=str(name),
                known=", ".join((*JOINS, "not", "answered", *COMPARISONS)),
            )

    def join(self, operand: object, place: str, depth: int) -> Iterator[Missing]:
        if not isinstance(operand, list | tuple) or not operand:
            yield Missing("A list of conditions is needed here.", place=place)
            return
        for at, part in enumerate(operand):
            yield from self.node(part, f"{place}[{at}]", depth)

    def path(self, path: object, place: str) -> Iterator[Missing]:
        if not isinstance(path, str) or path not in self.known:
            yield Missing(
                "%(path)s is not asked about anywhere; name a question.",
                place=place,
                path=str(path),
            )

    def comparison(self, name: str, operand: object, place: str) -> Iterator[Missing]:
        if not isinstance(operand, list | tuple) or len(operand) != 2:
            yield Missing("A path and one value are needed here.", place=place)
            return
        yield from self.path(operand[0], place)
        if not _is_literal(name, operand[1]):
            yield Missing("%(value)s can not be compared here.", place=place, value=str(operand[1]))


def _is_literal(name: str, literal: object) -> bool:
    if name in ("<", ">"):
        return number(literal) is not None or day(literal) is not None
    return isinstance(literal, str | int) and is_answered(literal)


def _same(value: object, literal: object) -> bool:
    if isinstance(literal, bool) or isinstance(value, bool):
        return value is literal
    if isinstance(literal, int):
        return number(value) == literal
    return value == literal


def _holds_member(value: object, literal: object) -> bool:
    return isinstance(value, list | tuple) and any(_same(member, literal) for member in value)


def _pair(value: object, bound: object) -> tuple[Fraction, Fraction] | tuple[date, date] | None:
    first, second = number(value), number(bound)
    if first is not None and second is not None:
        return first, second
    early, late = day(value), day(bound)
    return (early, late) if early and late else None


def _below(value: object, bound: object) -> bool:
    pair = _pair(value, bound)
    return pair is not None and pair[0] < pair[1]  # type: ignore[operator]


def _above(value: object, bound: object) -> bool:
    pair = _pair(value, bound)
    return pair is not None and pair[0] > pair[1]  # type: ignore[operator]


_COMPARED: dict[str, Callable[[object, object], bool]] = {
    "=": _same,
    "!=": lambda value, literal: not _same(value, literal),
    "<": _below,
    ">": _above,
    "contains": _holds_member,
}
_NODES: dict[str, Callable[[Any, Mapping[str, object], int], bool]] = {
    "and": lambda parts, values, depth: all(_each(parts, values, depth)),
    "or": lambda parts, values, depth: any(_each(parts, values, depth)),
    "not": lambda part, values, depth: not holds(part, values, depth=depth),
    "answered": lambda path, values, depth: is_answered(_value(path, values)),
}
