"""A form of answers: whether each fits its question, and what was seen when it was begun."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import Field, HiddenField
from wtforms.validators import Length

from impactreview.analyses.rules.finishing import field_name
from impactreview.analyses.rules.merging import Merged, Seen, merged, noted, seen_in
from impactreview.impact.content import fits
from impactreview.impact.schema import Question
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import UNKNOWN
from impactreview.web.forms import Form

FIGURES = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY)
CHOSEN = (QuestionType.SINGLE, QuestionType.YES_NO_UNKNOWN)
_BLANK: tuple[object, ...] = (None, "", [], "None")


class AnswersForm(Form):
    """Answers to `questions`. Blanks are welcome; what is missing is told on the task list."""

    questions: ClassVar[Sequence[Question]] = ()
    seen = HiddenField(validators=[Length(max=20_000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether each answer fits; one excludes that the same is not known."""
        super().validate(extra_validators)
        for question in self.questions:
            field = self[field_name(question.id)]
            wrong = self._wrong(question, field)
            if wrong and not field.errors:
                field.errors = [wrong]
        return not self.errors

    def _wrong(self, question: Question, field: Field) -> str:
        if self._is_ticked(question) and field.data not in _BLANK:
            return str(gettext("Give an answer or tick “Not known”, not both."))
        if fits(question, self.answer(question)):
            return ""
        if question.whole:
            return str(gettext("Write a whole number."))
        return str(gettext("This answer does not fit its question."))

    def _is_ticked(self, question: Question) -> bool:
        box = f"{field_name(question.id)}-unknown"
        return box in self and bool(self[box].data)

    def answers(self) -> dict[str, object]:
        """The answers by question id; None for a blank."""
        return {question.id: self.answer(question) for question in self.questions}

    def answer(self, question: Question) -> object:
        """One answer as it is stored."""
        if self._is_ticked(question):
            return UNKNOWN
        value = self[field_name(question.id)].data
        if value in _BLANK:
            return None
        if isinstance(value, Decimal):
            return _written(value)
        if isinstance(value, date):
            return value.isoformat()
        return _chosen(question, value)

    def was_seen(self) -> Seen:
        """What stood there when the page was made."""
        return seen_in(self.seen.data)

    def merged_with(self, known: Mapping[str, object]) -> Merged:
        """These answers over what is known now."""
        return merged(self.was_seen(), known, self.answers())

    def look_at(self, values: Mapping[str, object]) -> None:
        """From now on these values are what was seen."""
        self.seen.data = noted({q.id: values.get(q.id) for q in self.questions})


def _written(value: Decimal) -> str:
    """A number as it is stored: digits and a point, without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chosen(question: Question, value: Any) -> object:
    """The choice as the template stores it: a step of a scale is a number."""
    if question.type not in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        return value
    stored = {str(choice.value): choice.value for choice in question.choices}
    if isinstance(value, list):
        return [stored.get(each, each) for each in value]
    return stored.get(value, value)
