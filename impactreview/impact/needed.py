"""What scoring and the rules read: a template without one of these can not be used."""

from collections.abc import Iterable, Iterator

from impactreview.impact.schema import Question, Template
from impactreview.impact.terms import (
    Door,
    Driver,
    Effect,
    Form,
    Knowledge,
    Level,
    QuestionType,
    Stage,
    StopAction,
)
from impactreview.kernel.refusals import Missing

RATINGS = ("scale", "remedy", "duration", "likelihood")
STEPS = (1, 2, 3, 4)
YES_NO = ("yes", "no")
DO_NOTHING = "do_nothing"

_TEXTS = (QuestionType.TEXT, QuestionType.LONGTEXT)
_TYPED = {
    "A.decision_on": (QuestionType.DATE,),
    "A.start_on": (QuestionType.DATE,),
    "M.review_on": (QuestionType.DATE,),
    "places.segment": _TEXTS,
    "places.share": (QuestionType.PERCENT,),
    "places.revenue_share": (QuestionType.PERCENT,),
    **{f"places.vulnerable_{driver}": (QuestionType.YES_NO_UNKNOWN,) for driver in Driver},
    "evidence.segment": _TEXTS,
    "forecasts.baseline_on": (QuestionType.DATE,),
    "forecasts.horizon": (QuestionType.DATE,),
    "mitigations.place": (QuestionType.ROW,),
    "mitigations.measure": _TEXTS,
    "mitigations.owner": (QuestionType.PERSON,),
    "mitigations.due": (QuestionType.DATE,),
    "monitoring.indicator": _TEXTS,
    "monitoring.threshold": _TEXTS,
    "monitoring.owner": (QuestionType.PERSON,),
}
_CHOSEN: dict[str, Iterable[str | int]] = {
    "A.door": Door,
    "F.available": YES_NO,
    "places.stage": Stage,
    "places.effect": Effect,
    "places.knowledge": Knowledge,
    **{f"places.{rating}": STEPS for rating in RATINGS},
    "alternatives.kind": (DO_NOTHING, "other"),
    "alternatives.worst_level": tuple(level.value for level in Level),
    "mitigations.new_likelihood": STEPS,
    "mitigations.new_scale": STEPS,
    "mitigations.new_remedy": STEPS,
    "monitoring.action": StopAction,
}


def lacking(template: Template) -> Iterator[Missing]:
    """The questions that must be there and are not, or are of another shape."""
    there = {question.id: question for question in template.questions()}
    for name in (*_TYPED, *_CHOSEN):
        if name not in there:
            yield Missing("The levels need this question; add it.", place=name)
        elif name in _TYPED and there[name].type not in _TYPED[name]:
            yield Missing("The levels need %(type)s here.", place=name, type=_TYPED[name][0].value)
        elif name in _CHOSEN and not _offers(there[name], _CHOSEN[name]):
            needed = ", ".join(str(value) for value in _CHOSEN[name])
            yield Missing("The choices here must be %(needed)s.", place=name, needed=needed)


def _offers(question: Question, values: Iterable[str | int]) -> bool:
    return question.type is QuestionType.SINGLE and {c.value for c in question.choices} == {
        value if isinstance(value, int) else str(value) for value in values
    }


def without_effect(template: Template) -> Iterator[Missing]:
    """Questions of the quick test that decide nothing."""
    rules = template.quick_test
    read = {trigger.question for trigger in (*rules.full, *rules.count)}
    for question in template.questions():
        if Form.NONE in question.forms and question.id not in read:
            yield Missing("No answer to this changes the form; remove it.", place=question.id)
