"""The shape of a questionnaire, and of the answers to it.

A template is one versioned document: sections hold questions; a question of type `rows` shows
columns of a table, and several sections may show columns of the same table (section B adds the
rows of `places`; C and D ask more of each). Content is JSON, decimals and days as text:

    {"answers": {question id: value, ...},
     "rows": {table: [{"id": row id, column: value, ...}, ...], ...}}

A value is text; a whole number for a step of a scale; a list of choices for `multiple`; a person's
handle for `person`; "yes", "no" or "unknown"; the id of another row for `row`; and "unknown"
wherever the question allows it. In conditions a question is named by its id, and a column of the
row at hand by `row.<column>`.

What scoring and the rules read in every template (it is refused without them; `*` may be unknown):

    answers     0.<the questions of quick_test> *   A.decision_on (day)  A.start_on* (day)  A.door*
                E.<the questions of the floors> *   F.available (yes, no)   M.review_on (day)
    places      segment  customers*  share* (percent of the base)  revenue_share*  stage (Stage)
                effect (Effect)  change  kinds [HarmKind]  scale*  remedy*  duration*  likelihood*
                (1 to 4 each, with reason_scale, reason_remedy, ...)  knowledge (Knowledge)
                vulnerable_<driver>* (Tri, one for each Driver)  vulnerable_how  equal_outcome
                unknown_plan  unknown_until (day)
    benefits    segment  stage  who  amount* (1 to 4)  evidence
    evidence    source  period  sample*  segment  finding  stance (Stance)  strength (A to D)  link
    forecasts   kpi  name  segment  unit  baseline*  baseline_on* (day)  sample*  low*  likely*
                high*  horizon (day)  timing (leading, lagging)  source  owner*  money
    alternatives kind (do_nothing, other)  what  worst_level* (0 to 4)  benefit*  cost*  why_not
    mitigations place (id of a row of places)  measure  kind (MitigationKind)  owner*  due (day)
                before_start (yes, no)  proof*  new_likelihood  new_scale  new_remedy (1 to 4;
                empty: unchanged)
    monitoring  indicator  threshold  action (StopAction)  owner*  check_on (day)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from impactreview.impact.conditions import Condition
from impactreview.impact.terms import Form, Level, QuestionType


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    de: str
    en: str

    def spoken(self, language: str) -> str:
        """The text in `language`; English where it is neither."""
        return self.de if language == "de" else self.en


@dataclass(frozen=True)
class Choice:
    """One answer to choose: what is stored, and how it reads."""

    value: str | int
    title: Words


@dataclass(frozen=True)
class Question:
    """One question, or one column of a table.

    `id` is "A.customer", of a column "places.share"; `key` is its last part, under which a row
    keeps it. `forms` are those that ask it; each of them needs an answer unless it is `optional`.
    It is asked when every condition of `ask_if` holds. `suggest` names a column whose values are
    offered; `rows_of` the table whose rows can be named. A question of type `rows` has a `table`
    and `columns`; where it `adds_rows`, `least` and `most` count rows, else it asks more of the
    rows of another section.
    """

    id: str
    section: str
    type: QuestionType
    title: Words
    help: Words
    forms: frozenset[Form]
    optional: bool = False
    unknown: bool = False
    choices: tuple[Choice, ...] = ()
    ask_if: tuple[Condition, ...] = ()
    reason_for: str | None = None
    rated: bool = False
    least: str | None = None
    most: str | None = None
    whole: bool = False
    rows_of: str | None = None
    suggest: str | None = None
    table: str | None = None
    columns: tuple["Question", ...] = ()
    adds_rows: bool = False

    @property
    def key(self) -> str:
        """The name without section or table."""
        return self.id.rpartition(".")[2]


@dataclass(frozen=True)
class Section:
    """One page of the questionnaire."""

    id: str
    title: Words
    help: Words
    forms: frozenset[Form]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Table:
    """All columns of one kind of row, whatever section shows them, and how many rows it takes.

    `question` is the question that adds the rows; `ask_if` is its condition.
    """

    id: str
    question: str
    columns: tuple[Question, ...]
    forms: frozenset[Form]
    least: int
    most: int
    ask_if: tuple[Condition, ...]

    def column(self, key: str) -> Question:
        """The column kept under `key`. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True)
class Trigger:
    """Answers to one question that fire; those that do not are `calm`, and nothing else is."""

    question: str
    answers: frozenset[str]
    calm: frozenset[str]


@dataclass(frozen=True)
class QuickTest:
    """Which answers ask for which form: any of `full` alone, the others by their number."""

    full: tuple[Trigger, ...]
    count: tuple[Trigger, ...]
    full_from: int
    short_from: int


@dataclass(frozen=True)
class Floor:
    """A level that is not undercut when one of the triggers fires."""

    id: str
    level: Level
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True)
class Bound:
    """One step of reach: shares below (or up to, when `inclusive`) a limit; none for the last."""

    limit: str | None
    inclusive: bool
    step: int


@dataclass(frozen=True)
class Scoring:
    """The settings that turn answers into a level."""

    matrix: tuple[tuple[Level, ...], ...]
    reach: tuple[Bound, ...]
    unknown: int
    vulnerable_step: int
    weak_step: int
    analysed: Level
    floors: tuple[Floor, ...]


@dataclass(frozen=True)
class Template:
    """One version of a questionnaire with everything that decides on its levels."""

    id: str
    version: int
    title: Words
    sections: tuple[Section, ...]
    tables: Mapping[str, Table]
    quick_test: QuickTest
    scoring: Scoring
    hash: str

    def section(self, section_id: str) -> Section:
        """The section of that id. Raises KeyError."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def question(self, question_id: str) -> Question:
        """The question or the column of that id. Raises KeyError."""
        return self._by_id[question_id]

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions(self) -> tuple[Question, ...]:
        """Every question and every column, in the order of the questionnaire."""
        every: list[Question] = []
        for section in self.sections:
            for question in section.questions:
                every += [question, *question.columns]
        return tuple(every)
