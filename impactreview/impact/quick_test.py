"""The quick test: which form a decision owes, with the answers that say so.

The two questions of the essays (does it help customers or only our reporting; does it ease or
complicate?) count one trigger each. Cutting a budget that serves customers asks for the full form
alone, as do the questions that the template names. What is unknown or not answered counts as yes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from impactreview.impact.schema import QuickTest, Template, Trigger
from impactreview.impact.terms import Form
from impactreview.impact.values import UNKNOWN, is_answered


@dataclass(frozen=True)
class Reason:
    """One answer that asks for an analysis: a message id, and the question's id."""

    question: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class QuickResult:
    """The form, and why. Without a reason the form is none: a claim that somebody confirms."""

    form: Form
    reasons: tuple[Reason, ...]

    @property
    def is_claim(self) -> bool:
        """Whether the owner claims that customers are not touched."""
        return self.form is Form.NONE


def quick_test(template: Template, answers: Mapping[str, object]) -> QuickResult:
    """The form that `answers` (question id to value) ask for under this template."""
    rules = template.quick_test
    alone = [_reason(t, answers, alone=True) for t in fired(rules.full, answers)]
    counted = [_reason(t, answers, alone=False) for t in fired(rules.count, answers)]
    return QuickResult(_form(rules, len(alone), len(counted)), (*alone, *counted))


def lowest_form(template: Template, answers: Mapping[str, object]) -> Form:
    """The least that the quick test can still come to, whatever the open questions bring."""
    rules = template.quick_test
    said = {name: value for name, value in answers.items() if is_answered(value)}
    alone = [t for t in fired(rules.full, said) if t.question in said]
    counted = [t for t in fired(rules.count, said) if t.question in said]
    return _form(rules, len(alone), len(counted))


def fired(triggers: Iterable[Trigger], answers: Mapping[str, object]) -> list[Trigger]:
    """The triggers whose question is answered so, or not at all."""
    return [t for t in triggers if fires(t, answers.get(t.question))]


def fires(trigger: Trigger, answer: object) -> bool:
    """Whether this answer fires the trigger; what is unknown, foreign or not there does."""
    return not isinstance(answer, str) or answer not in trigger.calm


def _form(rules: QuickTest, alone: int, counted: int) -> Form:
    if alone or counted >= rules.full_from:
        return Form.FULL
    return Form.SHORT if counted >= rules.short_from else Form.NONE


def _reason(trigger: Trigger, answers: Mapping[str, object], *, alone: bool) -> Reason:
    answer = answers.get(trigger.question)
    if not is_answered(answer):
        return Reason(trigger.question, message="Not answered: it counts as yes.")
    if answer == UNKNOWN:
        return Reason(trigger.question, message="Not known: it counts as yes.")
    if alone:
        return Reason(trigger.question, message="This alone asks for the full analysis.")
    return Reason(trigger.question, message="This counts towards an analysis.")
