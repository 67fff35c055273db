"""Answers, questions and rows by the words a person knows them by."""

from collections.abc import Mapping

from impactreview.impact.conditions import comparisons
from impactreview.impact.schema import Question, Template, Words
from impactreview.impact.terms import QuestionType
from impactreview.impact.values import UNKNOWN, is_answered, number

_WORDS = {
    "de": {"yes": "Ja", "no": "Nein", UNKNOWN: "nicht bekannt"},
    "en": {"yes": "Yes", "no": "No", UNKNOWN: "not known"},
}
_LONGEST_NAME = 90
_FIGURES = (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY)


def title_of(template: Template, question: Question) -> Words:
    """A question's title; "Why?" and "Whom?" stand behind the question that they belong to."""
    before = question.reason_for or _asked_after(question)
    if before is None or question.id.partition(".")[0] in template.tables:
        return question.title
    first = template.question(before).title
    return Words(de=f"{first.de} {question.title.de}", en=f"{first.en} {question.title.en}")


def _asked_after(question: Question) -> str | None:
    """The one question whose answer asks for this one; None where there is none, or several."""
    asking = {path for tree in question.ask_if for _, path, _ in comparisons(tree)}
    return asking.pop() if len(asking) == 1 else None


def row_name(
    template: Template,
    table: str,
    row: Mapping[str, object],
    language: str,
    names: Mapping[str, str] | None = None,
) -> str:
    """What a row is called: a place by segment and stage, any other by its first words."""
    if table == "places":
        return place_name(template, row, language)
    columns = template.tables[table].columns
    for column in columns:
        if column.type in (QuestionType.TEXT, QuestionType.LONGTEXT):
            text = str(row.get(column.key) or "").strip()
            if text and text != UNKNOWN:
                return shortened(text)
    return said(columns[0], row.get(columns[0].key), language, names or {})


def shortened(text: str) -> str:
    """The first line, cut between words where it is too long for a heading."""
    line = text.partition("\n")[0].strip()
    if len(line) <= _LONGEST_NAME:
        return line
    return f"{line[:_LONGEST_NAME].rsplit(' ', 1)[0]} …"


def place_name(template: Template, row: Mapping[str, object], language: str) -> str:
    """A place by its segment and its stage."""
    stage = template.tables["places"].column("stage")
    where = said(stage, row.get("stage"), language, {})
    return " – ".join(part for part in (str(row.get("segment") or ""), where) if part)


def said(question: Question, value: object, language: str, names: Mapping[str, str]) -> str:
    """An answer in words; empty where there is none. `names` are those of people and rows."""
    if not is_answered(value):
        return ""
    words = {str(choice.value): choice.title.spoken(language) for choice in question.choices}
    if isinstance(value, list):
        return ", ".join(words.get(str(each), str(each)) for each in value)
    text = str(value)
    if text == UNKNOWN or question.type is QuestionType.YES_NO_UNKNOWN:
        return _WORDS[language].get(text, text)
    if question.type in (QuestionType.PERSON, QuestionType.ROW):
        return names.get(text, "–")
    return words.get(text) or _typed(question, text, language)


def _typed(question: Question, text: str, language: str) -> str:
    if question.type in _FIGURES and number(text) is not None:
        return _figure(question, text, language)
    if question.type is QuestionType.DATE and language == "de":
        return ".".join(reversed(text.split("-")))
    return text


def _figure(question: Question, text: str, language: str) -> str:
    """A number with its separators; per cent says so."""
    whole, _, rest = text.partition(".")
    digits = f"{int(whole):,}" if whole not in ("-0", "-") else whole
    shown = f"{digits}.{rest}" if rest else digits
    if language == "de":
        shown = shown.translate(str.maketrans(",.", ".,"))
    if question.type is QuestionType.PERCENT:
        return f"{shown} %"
    return shown
