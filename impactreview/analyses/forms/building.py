"""A form for some questions of a template, and the answers that were given in it.

A blank takes an answer back, so no field is required here: what is missing is told on the task
list. "Not known" is a choice where there are choices, and a box to tick beside any other field.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from impactreview.analyses.rules.finishing import field_name
from impactreview.impact.schema import Question
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import UNKNOWN
from impactreview.web.forms import Form, LocalDateField, LocalDecimalField, LongTextField, TextField

_FIGURES = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY)
_CHOSEN = (QuestionType.SINGLE, QuestionType.YES_NO_UNKNOWN)
_NOT_KNOWN = lazy_gettext("Not known")
_NOTHING = ("", "–")


def form_for(
    questions: Sequence[Question],
    *,
    language: str,
    people: Sequence[tuple[str, str]] = (),
    rows: Sequence[tuple[str, str]] = (),
) -> type[Form]:
    """A form with one field for each question, and one more where it may be not known.

    `people` and `rows` are the values and names that a person and a row are chosen from.
    """
    fields: dict[str, Any] = {}
    for question in questions:
        name = field_name(question.id)
        fields[name] = _field(question, language, people, rows)
        if question.unknown and question.type not in _CHOSEN:
            fields[f"{name}-unknown"] = BooleanField(_NOT_KNOWN)
    return type("AnswersForm", (Form,), fields)


def filled(questions: Sequence[Question], values: Mapping[str, object]) -> dict[str, Any]:
    """What such a form shows at first: `values` by question id or by column key."""
    data: dict[str, Any] = {}
    for question in questions:
        value = values.get(question.id, values.get(question.key))
        name = field_name(question.id)
        data[f"{name}-unknown"] = value == UNKNOWN
        data[name] = _shown(question, value)
    return data


def given(questions: Sequence[Question], form: Form) -> dict[str, object]:
    """The answers in a form that was sent, by question id; None for a blank."""
    return {question.id: _read(question, form) for question in questions}


def _field(
    question: Question,
    language: str,
    people: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str]],
) -> Any:
    label, hint = question.title.spoken(language), question.help.spoken(language)
    kind = question.type
    if kind in _CHOSEN:
        choices = _choices(question, language)
        return RadioField(label, [Optional()], choices=choices, description=hint)
    if kind is QuestionType.MULTIPLE:
        choices = [SelectChoice(str(c.value), c.title.spoken(language)) for c in question.choices]
        return SelectMultipleField(
            label,
            [Optional()],
            choices=choices,
            description=hint,
            widget=ListWidget(),
            option_widget=CheckboxInput(),
        )
    if kind in (QuestionType.PERSON, QuestionType.ROW):
        offered = people if kind is QuestionType.PERSON else rows
        choices = [SelectChoice(*_NOTHING), *(SelectChoice(*each) for each in offered)]
        return SelectField(label, [Optional()], choices=choices, description=hint)
    return _typed(question, label, hint)


def _typed(question: Question, label: str, hint: str) -> Any:
    if question.type in _FIGURES:
        limits = {name: Decimal(text) for name, text in _limits(question)}
        return LocalDecimalField(label, [Optional()], description=hint, **limits)
    if question.type is QuestionType.DATE:
        return LocalDateField(label, [Optional()], description=hint)
    if question.type is QuestionType.LONGTEXT:
        return LongTextField(label, [Optional()], description=hint)
    checks = [Optional(), URL()] if question.type is QuestionType.LINK else [Optional()]
    return TextField(label, checks, most=300, description=hint)


def _limits(question: Question) -> list[tuple[str, str]]:
    pairs = (("least", question.least), ("greatest", question.most))
    return [(name, text) for name, text in pairs if text is not None]


def _choices(question: Question, language: str) -> list[SelectChoice]:
    if question.type is QuestionType.YES_NO_UNKNOWN:
        named = [("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No"))]
        return [*(SelectChoice(*each) for each in named), SelectChoice(UNKNOWN, _NOT_KNOWN)]
    offered = [SelectChoice(str(c.value), c.title.spoken(language)) for c in question.choices]
    return [*offered, SelectChoice(UNKNOWN, _NOT_KNOWN)] if question.unknown else offered


def _shown(question: Question, value: object) -> Any:
    if value is None or (value == UNKNOWN and question.type not in _CHOSEN):
        return None
    if question.type in _FIGURES:
        return Decimal(str(value))
    if question.type is QuestionType.DATE:
        return date.fromisoformat(str(value))
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value)


def _read(question: Question, form: Form) -> object:
    name = field_name(question.id)
    field: Field = form[name]
    if f"{name}-unknown" in form and form[f"{name}-unknown"].data:
        return UNKNOWN
    value = field.data
    if value in (None, "", [], "None"):
        return None
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        return _chosen(question, value)
    return value


def _chosen(question: Question, value: Any) -> object:
    """The choice as the template stores it: a step of a scale is a number."""
    stored = {str(choice.value): choice.value for choice in question.choices}
    if isinstance(value, list):
        return [stored.get(each, each) for each in value]
    return stored.get(value, value)
