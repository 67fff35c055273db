"""What is wrong with a template as a whole: ids, references, choices, levels out of reach."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from impactreview.impact.conditions import check, comparisons
from impactreview.impact.needed import lacking, without_effect
from impactreview.impact.reach import cycles, unreachable
from impactreview.impact.schema import Question, Template, Trigger
from impactreview.impact.terms import Form, Level, QuestionType
from impactreview.impact.values import UNKNOWN, number
from impactreview.kernel.refusals import Missing

_CHOOSING = (QuestionType.SINGLE, QuestionType.MULTIPLE)
_COUNTED = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY, QuestionType.ROWS)


def problems(template: Template) -> list[Missing]:
    """All that keeps this template from being used; nothing when it can be."""
    first = [problem for each in _PARTS for problem in each(template)]
    return first or [problem for each in _WHOLE for problem in each(template)]


def _doubled(template: Template) -> Iterator[Missing]:
    shown = [question for section in template.sections for question in section.questions]
    for names in (
        [question.id for question in template.questions()],
        [question.table for question in shown if question.adds_rows and question.table]
        + [section.id for section in template.sections],
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Missing("This id stands twice; give one of them another.", place=name)


def _shapes(template: Template) -> Iterator[Missing]:
    for question in template.questions():
        if "." in question.key or question.id.count(".") != 1:
            yield Missing("An id holds no dot.", place=question.id)
        yield from _choices(question)
        yield from _limits(question)


def _choices(question: Question) -> Iterator[Missing]:
    values = [str(choice.value) for choice in question.choices]
    if (question.type in _CHOOSING) != bool(values):
        yield Missing(
            "Choices belong to questions with a choice, and only there.", place=question.id
        )
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield Missing("The choice %(value)s stands twice.", place=question.id, value=value)
    if UNKNOWN in values:
        yield Missing("Allow “unknown” instead of listing it as a choice.", place=question.id)


def _limits(question: Question) -> Iterator[Missing]:
    given = [limit for limit in (question.least, question.most) if limit is not None]
    if given and question.type not in _COUNTED:
        yield Missing("Only numbers and rows have limits.", place=question.id)
    limits = [number(limit) for limit in given]
    if None in limits or (len(limits) == 2 and limits[0] > limits[1]):  # type: ignore[operator]
        yield Missing("These limits leave no number.", place=question.id)


def _references(template: Template) -> Iterator[Missing]:
    columns = {column.id for table in template.tables.values() for column in table.columns}
    for question in template.questions():
        if question.table and question.table not in template.tables:
            yield Missing("No section adds rows of this table; add one.", place=question.id)
        if (question.type is QuestionType.ROW) != (question.rows_of in template.tables):
            yield Missing(
                "A row is chosen from a table; name one that there is.", place=question.id
            )
        if question.suggest and question.suggest not in columns:
            yield Missing(
                "%(path)s is not asked about anywhere; name a question.",
                place=question.id,
                path=question.suggest,
            )


def _reasons(template: Template) -> Iterator[Missing]:
    questions = template.questions()
    rated = {question.id for question in questions if question.rated}
    explained = [question.reason_for for question in questions if question.reason_for]
    for name in sorted(rated - set(explained)):
        yield Missing("A rating needs a question for its reason; add one.", place=name)
    for question in questions:
        if question.reason_for and question.reason_for not in rated:
            yield Missing("This explains no rating; name one.", place=question.id)


def _conditions(template: Template) -> Iterator[Missing]:
    answers = {q.id: q for q in template.questions() if q.id not in _columns(template)}
    for question in template.questions():
        table = template.tables.get(question.table or question.id.partition(".")[0])
        of_row = {f"row.{column.key}": column for column in table.columns} if table else {}
        known = answers | of_row
        for tree in question.ask_if:
            wrong = check(tree, known, question.id)
            yield from wrong or _foreign(comparisons(tree), known, question.id)


def _columns(template: Template) -> set[str]:
    return {column.id for table in template.tables.values() for column in table.columns}


def _foreign(
    leaves: Iterable[tuple[str, str, object]], known: dict[str, Question], place: str
) -> Iterator[Missing]:
    for name, path, literal in leaves:
        if name in ("=", "!=", "contains") and not _may_be(known[path], literal):
            yield Missing(
                "%(value)s is no answer to %(path)s.", place=place, value=str(literal), path=path
            )
        if (name == "contains") != (known[path].type is QuestionType.MULTIPLE):
            if name != "answered":
                yield Missing(
                    "Ask %(path)s with “contains” if it takes several answers, else without.",
                    place=place,
                    path=path,
                )


def _may_be(question: Question, answer: object) -> bool:
    if question.type is QuestionType.YES_NO_UNKNOWN:
        return answer in ("yes", "no", UNKNOWN)
    values = [choice.value for choice in question.choices]
    return not values or answer in values or (question.unknown and answer == UNKNOWN)


def _triggers(template: Template) -> Iterator[Missing]:
    quick = template.quick_test
    known = {q.id: q for q in template.questions() if q.id not in _columns(template)}
    names = [trigger.question for trigger in (*quick.full, *quick.count)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Missing("This question stands twice in the quick test.", place=name)
    yield from _fireable((*quick.full, *quick.count), known, "quick_test", Form.NONE)
    for floor in template.scoring.floors:
        yield from _fireable(floor.triggers, known, f"scoring.floors.{floor.id}", Form.FULL)


def _fireable(
    triggers: Iterable[Trigger], known: dict[str, Question], place: str, form: Form
) -> Iterator[Missing]:
    for trigger in triggers:
        where = f"{place}.{trigger.question}"
        question = known.get(trigger.question)
        if question is None or form not in question.forms:
            yield Missing("This question is not asked there; name one that is.", place=where)
            continue
        for answer in sorted(trigger.answers):
            if not question.choices and question.type is not QuestionType.YES_NO_UNKNOWN:
                yield Missing("Only questions with choices can fire.", place=where)
            elif not _may_be(question, answer):
                yield Missing(
                    "%(value)s is no answer to %(path)s.",
                    place=where,
                    value=answer,
                    path=trigger.question,
                )


def _forms(template: Template) -> Iterator[Missing]:
    quick = template.quick_test
    if not quick.short_from < quick.full_from <= len(quick.count):
        yield Missing(
            "One of the forms can never come out; mend the numbers.", place="quick_test.full_from"
        )


def _levels(template: Template) -> Iterator[Missing]:
    matrix, lowest = template.scoring.matrix, template.scoring.analysed
    found = {max(cell, lowest) for row in matrix for cell in row}
    for level in Level:
        if level and level not in found:
            yield Missing(
                "No answer leads to level %(level)s; mend the matrix.",
                place="scoring.matrix",
                level=level.name,
            )
    lines = [*matrix, *zip(*matrix, strict=True)]
    if any(later < earlier for line in lines for earlier, later in pairwise(line)):
        yield Missing("A worse answer lowers the level; mend the matrix.", place="scoring.matrix")


def _reach_steps(template: Template) -> Iterator[Missing]:
    bounds = template.scoring.reach
    limits = [number(bound.limit) for bound in bounds[:-1]]
    known = [limit for limit in limits if limit is not None]
    steps = [bound.step for bound in bounds]
    rising = all(a < b for a, b in pairwise(known)) and steps == [1, 2, 3, 4]
    if len(known) != len(limits) or bounds[-1].limit is not None or not rising:
        yield Missing(
            "Reach has four steps with rising limits; the last has none.", place="scoring.reach"
        )


Check = Callable[[Template], Iterable[Missing]]
_PARTS: tuple[Check, ...] = (_doubled, _shapes, _references, _reasons, _conditions, _triggers)
_WHOLE: tuple[Check, ...] = (
    lacking,
    without_effect,
    cycles,
    unreachable,
    _forms,
    _levels,
    _reach_steps,
)
