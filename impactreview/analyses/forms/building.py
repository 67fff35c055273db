"""A form made from some questions of a template, and what it shows at first.

A blank takes an answer back, so no field is required here. "Not known" is a choice where there are
choices, and a box to tick beside any other field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from impactreview.analyses.forms.answers import CHOSEN, FIGURES, AnswersForm
from impactreview.analyses.rules.finishing import field_name
from impactreview.analyses.rules.merging import noted
from impactreview.impact.schema import Question
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import UNKNOWN
from impactreview.web.forms import LocalDateField, LocalDecimalField, LongTextField, TextField

SEGMENTS = "segments"
"""Id of the list of suggestions that a page with a field for a segment holds."""
_NOT_KNOWN = lazy_gettext("Not known")
_NO_ANSWER = lazy_gettext("Leave empty")
_NOTHING = ("", "–")

Offered = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """In which language a form speaks, and which people and rows can be chosen in it."""

    language: str
    people: Offered = ()
    rows: Offered = ()


def form_for(questions: Sequence[Question], offer: Offer) -> type[AnswersForm]:
    """A form with one field for each question, and one more where it may be not known."""
    fields: dict[str, Any] = {"questions": tuple(questions)}
    for question in questions:
        name = field_name(question.id)
        fields[name] = _field(question, offer)
        if question.unknown and question.type not in CHOSEN:
            fields[f"{name}-unknown"] = BooleanField(_NOT_KNOWN)
    return type("AnswersForm", (AnswersForm,), fields)


def filled(
    questions: Sequence[Question],
    known: Mapping[str, object],
    suggested: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """What such a form shows at first: what is `known`, else what is `suggested`, by question id.

    What it notes as seen is what is known.
    """
    data: dict[str, Any] = {}
    for question in questions:
        value = known.get(question.id, (suggested or {}).get(question.id))
        name = field_name(question.id)
        data[f"{name}-unknown"] = value == UNKNOWN
        data[name] = _shown(question, value)
    return {**data, "seen": noted({q.id: known.get(q.id) for q in questions})}


def _field(question: Question, offer: Offer) -> Any:
    label, hint = question.title.spoken(offer.language), question.help.spoken(offer.language)
    kind = question.type
    if kind in CHOSEN:
        choices = _choices(question, offer.language)
        return RadioField(label, [Optional()], choices=choices, description=hint)
    if kind is QuestionType.MULTIPLE:
        return SelectMultipleField(
            label,
            [Optional()],
            choices=_listed(question, offer.language),
            description=hint,
            widget=ListWidget(),
            option_widget=CheckboxInput(),
        )
    if kind in (QuestionType.PERSON, QuestionType.ROW):
        offered = offer.people if kind is QuestionType.PERSON else offer.rows
        choices = [SelectChoice(*_NOTHING), *(SelectChoice(*each) for each in offered)]
        return SelectField(label, [Optional()], choices=choices, description=hint)
    return _typed(question, label, hint)


def _typed(question: Question, label: str, hint: str) -> Any:
    if question.type in FIGURES:
        limits = {name: Decimal(text) for name, text in _limits(question)}
        return LocalDecimalField(label, [Optional()], description=hint, **limits)
    if question.type is QuestionType.DATE:
        return LocalDateField(label, [Optional()], description=hint)
    if question.type is QuestionType.LONGTEXT:
        return LongTextField(label, [Optional()], description=hint)
    checks = [Optional(), URL()] if question.type is QuestionType.LINK else [Optional()]
    marks = {"list": SEGMENTS, "autocomplete": "off"} if question.suggest else None
    return TextField(label, checks, most=200, description=hint, render_kw=marks)


def _limits(question: Question) -> list[tuple[str, str]]:
    pairs = (("least", question.least), ("greatest", question.most))
    return [(name, text) for name, text in pairs if text is not None]


def _choices(question: Question, language: str) -> list[SelectChoice]:
    if question.type is QuestionType.YES_NO_UNKNOWN:
        named = [("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No"))]
        return [*(SelectChoice(*each) for each in named), SelectChoice(UNKNOWN, _NOT_KNOWN)]
    offered = _listed(question, language)
    if question.unknown:
        return [*offered, SelectChoice(UNKNOWN, _NOT_KNOWN)]
    return [SelectChoice("", _NO_ANSWER), *offered] if question.optional else offered


def _listed(question: Question, language: str) -> list[SelectChoice]:
    return [SelectChoice(str(c.value), c.title.spoken(language)) for c in question.choices]


def _shown(question: Question, value: object) -> Any:
    if value is None or (value == UNKNOWN and question.type not in CHOSEN):
        return "" if question.optional and question.type in CHOSEN else None
    if question.type in FIGURES:
        return Decimal(str(value))
    if question.type is QuestionType.DATE:
        return date.fromisoformat(str(value))
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value)
