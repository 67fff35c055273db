"""What is typed and not sent yet: how a form begins with it, and when it is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, SelectField, SelectMultipleField

from impactreview.analyses.forms.answers import AnswersForm
from impactreview.analyses.rules.naming import said
from impactreview.audit.acts import tending
from impactreview.people.current import current_person
from impactreview.people.models import Draft
from impactreview.people.operations.drafts import discard_draft
from impactreview.people.queries.drafts import draft_of
from impactreview.web.forms import Form

FormT = TypeVar("FormT", bound=Form)
_ABOUT_THE_FORM = {"key", "csrf_token"}


@dataclass(frozen=True)
class Clash:
    """One question that two people answered: what stands there now, and what was typed."""

    label: str
    now: str
    typed: str


def kept_here() -> Draft | None:
    """What whoever is here left in this very form, and did not send."""
    return draft_of(current_person(), request.path)


def begun(form: type[FormT], draft: Draft | None, **shown: Any) -> FormT:
    """The form as it was sent; else as it is `shown`, with what was typed since."""
    if request.method == "POST" or draft is None:
        return form(**shown)
    return form(formdata=MultiDict({**_as_typed(form(**shown)), **draft.fields}))


def forget_typed() -> None:
    """What was typed into this form says nothing new."""
    with tending() as hands:
        discard_draft(hands, current_person(), place=request.path)


def clashes(
    form: AnswersForm, known: Mapping[str, object], language: str, names: Mapping[str, str]
) -> list[Clash]:
    """The questions that somebody else answered otherwise, while `form` was being filled in.

    Whoever sends the form once more has seen them: it goes on from what is known now.
    """
    seen, found = form.was_seen(), []
    merge = form.merged_with(known)
    for question in form.questions:
        if question.id in merge.clashes and question.id in seen:
            now, typed = known.get(question.id), form.answer(question)
            words = [said(question, value, language, names) for value in (now, typed)]
            found.append(Clash(question.title.spoken(language), *words))
    form.look_at(known)
    return found


def _as_typed(form: Form) -> dict[str, list[str]]:
    """The fields of a form that was not sent, as a browser would send them."""
    return {field.name: _said(field) for field in form if field.name not in _ABOUT_THE_FORM}


def _said(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return list(field.data or [])
    if isinstance(field, SelectField):  # and so a choice by radio buttons
        return [] if field.data is None else [str(field.data)]
    return [str(field._value())]
