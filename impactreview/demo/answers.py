"""The analysis of a story, as answers: what the story says, and plain words for all the rest."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from impactreview.demo.script import Pair, Place, Story
from impactreview.impact.schema import Question, Template
from impactreview.impact.terms import Effect, Form, QuestionType
from impactreview.impact.values import UNKNOWN

LANGUAGES = ("de", "en")
_TEXT: Pair = (
    "Dazu steht alles in der Vorlage; mehr ist heute nicht bekannt.",
    "The proposal says all there is to this; more is not known today.",
)
_CHOSEN: Mapping[str, object] = {
    "A.functions": ["service"],
    "A.sponsor": UNKNOWN,
    "A.channels": ["app", "post"],
    "V.gained": "no",
    "F.available": "yes",
    "G.available": "yes",
    "I.announce": "yes",
    "J.planned": "yes",
    "K.frontline": "yes",
    "K.advocate": "yes",
    "K.affected": "yes",
    "M.rollback_tested": "yes",
    "N.complete": "yes",
    "N.nothing_left_out": "yes",
    "N.interest": "no",
}
_LATER = {"A.decision_on": timedelta(days=8), "A.start_on": timedelta(days=10)}
_MUCH_LATER = timedelta(days=120)
_RATINGS = ("scale", "remedy", "duration", "likelihood")


class Answers:
    """The answers of one story in one language, given on the day `on`."""

    def __init__(self, story: Story, template: Template, *, language: str, on: date) -> None:
        self._story, self._template = story, template
        self._half, self._on = LANGUAGES.index(language), on

    def word(self, pair: Pair) -> str:
        """The half of a pair that this demo speaks."""
        return pair[self._half]

    def quick_test(self) -> dict[str, object]:
        """What the quick test is answered with."""
        said: dict[str, object] = {"0.helps": "customers", "0.eases": "same"}
        for question in self._template.section("0").questions:
            said.setdefault(question.id, "yes" if question.key in self._story.fired else "no")
        return said

    def plain(self, form: Form, owner: str) -> dict[str, object]:
        """Every question of the form that stands in no row."""
        said = {
            question.id: self._answer(question, owner)
            for section in self._template.sections
            if section.id != "0" and form in section.forms
            for question in section.questions
            if not question.table
        }
        mitigated = any(place.eased_to for place in self._story.places)
        said["J.planned"] = "yes" if mitigated else "no"
        said["I.gives_up"] = self.word(self._story.gives_up)
        said["I.gain"] = self.word(self._story.gain)
        said["A.door"] = self._story.door.value
        return said

    def _answer(self, question: Question, owner: str) -> object:
        kind = question.type
        if question.id in _CHOSEN:
            return _CHOSEN[question.id]
        if kind is QuestionType.DATE:
            return (self._on + _LATER.get(question.id, _MUCH_LATER)).isoformat()
        if kind is QuestionType.PERSON:
            return owner
        if kind is QuestionType.SINGLE:
            return "poor" if question.key in self._story.poor else question.choices[0].value
        if kind in (QuestionType.NUMBER, QuestionType.PERCENT, QuestionType.MONEY):
            return "28"
        return self.word(_TEXT)

    def place(self, place: Place) -> dict[str, object]:
        """One row of places, with its harm where there is some."""
        row: dict[str, object] = {
            "segment": self.word(place.segment),
            "customers": str(int(Decimal(place.share) * 4_100)),
            "share": place.share,
            "revenue_share": place.share,
            "stage": place.stage.value,
            "effect": place.effect.value,
            "change": self.word(place.change),
        }
        return row | (self._harm(place) if place.effect is Effect.WORSE else {})

    def _harm(self, place: Place) -> dict[str, object]:
        why = self.word(place.why)
        harm: dict[str, object] = {"kinds": ["money", "time"], "knowledge": "medium"}
        for name, value in zip(_RATINGS, place.ratings, strict=True):
            harm |= {name: value, f"reason_{name}": why}
        harm["reason_knowledge"] = why
        for column in self._template.tables["places"].columns:
            if column.key.startswith("vulnerable_") and column.type is QuestionType.YES_NO_UNKNOWN:
                driver = column.key.removeprefix("vulnerable_")
                harm[column.key] = "yes" if driver in place.vulnerable else "no"
        if place.vulnerable:
            harm |= {"vulnerable_how": why, "equal_outcome": self.word(place.measure) or why}
        return harm

    def measure(self, place: Place, row: str, owner: str) -> dict[str, object]:
        """The mitigation of one place."""
        return {
            "place": row,
            "measure": self.word(place.measure),
            "kind": "choice",
            "owner": owner,
            "due": (self._on + timedelta(days=100)).isoformat(),
            "before_start": "yes",
            "proof": self.word(place.measure),
            "new_likelihood": place.eased_to,
        }

    def monitoring(self, owner: str) -> dict[str, object]:
        """What stops the whole."""
        return {
            "indicator": self.word(("Beschwerden je Woche", "Complaints a week")),
            "threshold": "40",
            "action": "stop",
            "owner": owner,
            "check_on": (self._on + timedelta(days=150)).isoformat(),
        }

    def alternatives(self) -> Iterator[dict[str, Any]]:
        """What else could be done."""
        texts = (
            ("do_nothing", ("Alles bleibt, wie es ist.", "Everything stays as it is.")),
            ("other", ("Nur wer will, wechselt.", "Only those who wish change over.")),
            ("other", ("Ein Jahr lang beides.", "Both, for one year.")),
        )
        for kind, text in texts:
            yield {
                "kind": kind,
                "what": self.word(text),
                "worst_level": 0,
                "benefit": 1,
                "cost": "0",
                "why_not": self.word(("Es spart weniger.", "It saves less.")),
            }
