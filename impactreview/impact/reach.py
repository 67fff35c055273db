"""Questions that can never be asked: in a circle of conditions, or under one that never holds."""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from impactreview.impact.conditions import comparisons, holds, paths
from impactreview.impact.schema import Question, Template
from impactreview.impact.terms import QuestionType, Tri
from impactreview.impact.values import UNKNOWN, day, number
from impactreview.kernel.refusals import Missing

TRIED = 20_000
"""Combinations of answers that are tried; a condition over more is taken to be reachable."""

_EVER = ("0001-01-01", "9999-12-31")


def cycles(template: Template) -> Iterator[Missing]:
    """Questions whose conditions wait for one another."""
    for question in template.questions():
        if question.id in _behind(template, question):
            yield Missing("This is asked only after itself; break the circle.", place=question.id)


def unreachable(template: Template) -> Iterator[Missing]:
    """Questions that no answers lead to."""
    for question in template.questions():
        behind = _behind(template, question)
        if question.id not in behind and question.ask_if:
            if not _reachable(template, question, behind):
                yield Missing("No answers lead to this question.", place=question.id)


def _named(path: str, question: Question) -> str:
    """The id of the question that `path` means in a condition of `question`."""
    table = question.table or question.id.partition(".")[0]
    return f"{table}.{path[4:]}" if path.startswith("row.") else path


def _direct(question: Question) -> set[str]:
    return {_named(path, question) for tree in question.ask_if for path in paths(tree)}


def _behind(template: Template, question: Question) -> list[str]:
    """All that must be known before it is clear whether `question` is asked."""
    known = {each.id: each for each in template.questions()}
    found: list[str] = []
    waiting = sorted(_direct(question))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += sorted(_direct(known[name]))
    return found


def _reachable(template: Template, question: Question, behind: list[str]) -> bool:
    known = {each.id: each for each in template.questions()}
    offered = {name: _tried(known[name], template) for name in behind}
    if prod(len(values) for values in offered.values()) > TRIED:
        return True
    return any(
        _asked(question, dict(zip(offered, answers, strict=True)), known)
        for answers in product(*offered.values())
    )


def _asked(question: Question, answers: Mapping[str, object], known: dict[str, Question]) -> bool:
    values = {
        path: answers[_named(path, question)]
        for tree in question.ask_if
        for path in paths(tree)
        if _asked(known[_named(path, question)], answers, known)
    }
    return all(holds(tree, values) for tree in question.ask_if)


def _tried(question: Question, template: Template) -> list[object]:
    """Answers enough to make every comparison with this question true and false."""
    values: list[object] = [choice.value for choice in question.choices]
    if question.type is QuestionType.MULTIPLE:
        return [None, values, *([value] for value in values)]
    if question.type is QuestionType.YES_NO_UNKNOWN:
        return [None, *(member.value for member in Tri)]
    if not values:
        values = ["text", *_around(question, template)]
    return [None, *values, *([UNKNOWN] if question.unknown else [])]


def _around(question: Question, template: Template) -> Iterator[object]:
    for other in template.questions():
        for tree in other.ask_if:
            for _, path, literal in comparisons(tree):
                if _named(path, other) == question.id and literal is not None:
                    yield from _beside(literal)


def _beside(literal: object) -> Iterator[object]:
    yield literal
    figure = number(literal)
    if figure is not None:
        yield from (str(int(figure) - 1), str(int(figure) + 1))
    if day(literal) is not None:
        yield from _EVER
