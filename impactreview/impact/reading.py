"""A template from its tree: each part in its shape, everything that does not fit with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from impactreview.impact.conditions import Condition
from impactreview.impact.nodes import Node, Nodes
from impactreview.impact.schema import (
    Bound,
    Choice,
    Floor,
    Question,
    QuickTest,
    Scoring,
    Section,
    Table,
    Template,
    Trigger,
    Words,
)
from impactreview.impact.terms import Form, Level, QuestionType, Tri
from impactreview.kernel.refusals import Missing

MOST_ROWS = 100

_TEMPLATE = {"template", "version", "title", "sections", "quick_test", "scoring"}
_SECTION = {"id", "title", "help", "forms", "questions"}
_SCORING = {
    "matrix", "reach", "unknown", "vulnerable_step", "weak_step", "analysed", "floors",
}  # fmt: skip
_QUESTION = {
    "id", "type", "title", "help", "forms", "optional", "unknown", "choices", "ask_if",
    "reason_for", "rated", "least", "most", "whole", "rows_of", "suggest", "table", "columns",
    "adds_rows",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What a question has from where it stands."""

    section: str
    forms: frozenset[Form]
    ask_if: tuple[Condition, ...] = ()


class Reading(Nodes):
    """One reading of one tree. `offered` are the choices of each question read so far."""

    offered: Mapping[str, frozenset[str]] = MappingProxyType({})

    def forms(self, node: Node, place: str, default: frozenset[Form]) -> frozenset[Form]:
        """The forms under `key`."""
        if "forms" not in node:
            return default
        names = self.each(node["forms"], f"{place}.forms")
        known = {form.value for form in Form}
        for name in names:
            if name not in known:
                self.wrong(Missing("%(name)s is no form.", place=f"{place}.forms", name=str(name)))
        return frozenset(Form(name) for name in names if name in known)

    def section(self, value: object, at: int) -> Section:
        """One section with its questions."""
        node = self.node(value, _below(f"sections[{at}]", value), _SECTION)
        section_id = self.text(node, "id", f"sections[{at}]")
        place = section_id or f"sections[{at}]"
        forms = self.forms(node, place, frozenset({Form.SHORT, Form.FULL}))
        questions = self.each(node.get("questions"), f"{place}.questions")
        page = Page(section_id, forms)
        return Section(
            id=section_id,
            title=self.words(node, "title", place),
            help=self.words(node, "help", place, needed=False),
            forms=forms,
            questions=tuple(self.question(q, place, page) for q in questions),
        )

    def question(self, value: object, parent: str, page: Page) -> Question:
        """One question, or one column; the columns of a table with it."""
        node = self.node(value, _below(parent, value), _QUESTION)
        place = f"{parent}.{self.text(node, 'id', parent)}"
        here = Page(page.section, self.forms(node, place, page.forms), self.asked(node, page))
        kind = self.kind(node, place)
        table = self.optional_text(node, "table", place)
        columns = self.each(node.get("columns"), f"{place}.columns") if "columns" in node else []
        if (kind is QuestionType.ROWS) != bool(table and columns):
            self.wrong(Missing("Rows need a table and columns, others have none.", place=place))
        return Question(
            id=place,
            section=page.section,
            type=kind,
            title=self.words(node, "title", place),
            help=self.words(node, "help", place, needed=False),
            forms=here.forms,
            optional=self.truth(node, "optional", place),
            unknown=self.truth(node, "unknown", place) or kind is QuestionType.YES_NO_UNKNOWN,
            choices=self.choices(node, place),
            ask_if=here.ask_if,
            reason_for=self.reference(node, "reason_for", parent, place),
            rated=self.truth(node, "rated", place),
            least=self.limit(node, "least", place),
            most=self.limit(node, "most", place),
            whole=self.truth(node, "whole", place),
            rows_of=self.optional_text(node, "rows_of", place),
            suggest=self.optional_text(node, "suggest", place),
            table=table,
            columns=tuple(self.question(c, table or place, here) for c in columns),
            adds_rows=self.truth(node, "adds_rows", place),
        )

    def asked(self, node: Node, page: Page) -> tuple[Condition, ...]:
        """The conditions of a question: its own, and those of what it stands in."""
        return (*page.ask_if, node["ask_if"]) if "ask_if" in node else page.ask_if

    def kind(self, node: Node, place: str) -> QuestionType:
        """The type of a question."""
        try:
            return QuestionType(self.text(node, "type", place))
        except ValueError:
            self.wrong(
                Missing(
                    "%(name)s is no type; use one of %(known)s.",
                    place=f"{place}.type",
                    name=str(node.get("type")),
                    known=", ".join(QuestionType),
                )
            )
            return QuestionType.TEXT

    def choices(self, node: Node, place: str) -> tuple[Choice, ...]:
        """What can be chosen; none where there is no such key."""
        if "choices" not in node:
            return ()
        where = f"{place}.choices"
        return tuple(self.choice(value, where) for value in self.each(node["choices"], where))

    def choice(self, value: object, place: str) -> Choice:
        """One choice: its value and its words."""
        node = self.node(value, place, {"value", "de", "en"})
        stored = node.get("value")
        if not isinstance(stored, str | int) or isinstance(stored, bool):
            self.wrong(Missing("A choice needs a value.", place=place))
            stored = ""
        where = f"{place}.{stored}"
        words = Words(self.spoken(node, "de", where), self.spoken(node, "en", where))
        return Choice(stored, words)

    def reference(self, node: Node, key: str, parent: str, place: str) -> str | None:
        """A question named by its short id, beside this one."""
        name = self.optional_text(node, key, place)
        return f"{parent}.{name}" if name else None

    def limit(self, node: Node, key: str, place: str) -> str | None:
        """A bound, a whole number or a decimal as text; kept as text."""
        value = node.get(key)
        if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
            return None if value is None else str(value)
        self.wrong(Missing("A number is needed here.", place=f"{place}.{key}"))
        return None

    def triggers(self, value: object, place: str) -> tuple[Trigger, ...]:
        """Question ids with the answers that fire."""
        if not isinstance(value, dict) or not value:
            self.wrong(Missing("Named parts are needed here.", place=place))
            return ()
        return tuple(
            self.trigger(name, self.each(answers, f"{place}.{name}"))
            for name, answers in value.items()
        )

    def trigger(self, name: str, answers: list[object]) -> Trigger:
        """The answers that fire; all others that the question offers are calm."""
        firing = frozenset(str(answer) for answer in answers)
        return Trigger(name, firing, self.offered.get(name, frozenset()) - firing)

    def quick_test(self, value: object) -> QuickTest:
        """The settings of the quick test."""
        place = "quick_test"
        node = self.node(value, place, {"full", "count", "full_from", "short_from"})
        return QuickTest(
            full=self.triggers(node.get("full"), f"{place}.full"),
            count=self.triggers(node.get("count"), f"{place}.count"),
            full_from=self.whole(node, "full_from", place, least=1, most=100),
            short_from=self.whole(node, "short_from", place, least=1, most=100),
        )

    def scoring(self, value: object) -> Scoring:
        """The settings of the levels."""
        place = "scoring"
        node = self.node(value, place, _SCORING)
        return Scoring(
            matrix=self.matrix(node.get("matrix")),
            reach=tuple(self.bound(b) for b in self.each(node.get("reach"), f"{place}.reach")),
            unknown=self.whole(node, "unknown", place, least=1, most=4),
            vulnerable_step=self.whole(node, "vulnerable_step", place, least=0, most=3),
            weak_step=self.whole(node, "weak_step", place, least=0, most=3),
            analysed=Level(self.whole(node, "analysed", place, least=0, most=4)),
            floors=self.floors(node.get("floors")),
        )

    def matrix(self, value: object) -> tuple[tuple[Level, ...], ...]:
        """Four rows of likelihood, four columns of severity."""
        known = [level.value for level in Level if level]
        rows = value if isinstance(value, list) else []
        fits = len(rows) == 4 and all(
            isinstance(row, list) and len(row) == 4 and all(cell in known for cell in row)
            for row in rows
        )
        if not fits:
            self.wrong(
                Missing("The matrix has four rows of four levels, 1 to 4.", place="scoring.matrix")
            )
            return ()
        return tuple(tuple(Level(cell) for cell in row) for row in rows)

    def bound(self, value: object) -> Bound:
        """One step of reach."""
        place = "scoring.reach"
        node = self.node(value, place, {"below", "up_to", "step"})
        if "below" in node and "up_to" in node:
            self.wrong(Missing("A step ends below or up to one limit.", place=place))
        limit = self.limit(node, "up_to" if "up_to" in node else "below", place)
        return Bound(limit, "up_to" in node, self.whole(node, "step", place, least=1, most=4))

    def floors(self, value: object) -> tuple[Floor, ...]:
        """Levels that are not undercut, each with the answers that call for it."""
        if not isinstance(value, dict):
            self.wrong(Missing("Named parts are needed here.", place="scoring.floors"))
            return ()
        return tuple(self.floor(name, node) for name, node in value.items())

    def floor(self, name: str, value: object) -> Floor:
        """One floor."""
        place = f"scoring.floors.{name}"
        node = self.node(value, place, {"level", "if"})
        level = Level(self.whole(node, "level", place, least=1, most=4))
        return Floor(name, level, self.triggers(node.get("if"), f"{place}.if"))


def read(tree: Node, digest: str, found: list[Missing]) -> Template:
    """The template that `tree` is; what does not fit goes to `found`."""
    reading = Reading(found)
    node = reading.node(tree, "", _TEMPLATE)
    listed = reading.each(node.get("sections"), "sections")
    sections = _with_reasons(reading.section(section, at) for at, section in enumerate(listed))
    reading.offered = {q.id: _offered(q) for s in sections for q in s.questions}
    return Template(
        id=reading.text(node, "template", ""),
        version=reading.whole(node, "version", "", least=1, most=10_000),
        title=reading.words(node, "title", ""),
        sections=sections,
        tables=_tables(sections),
        quick_test=reading.quick_test(node.get("quick_test")),
        scoring=reading.scoring(node.get("scoring")),
        hash=digest,
    )


def _below(parent: str, value: object) -> str:
    """The place of a node: its id below its parent, where it has one."""
    name = value.get("id") if isinstance(value, dict) else None
    return f"{parent}.{name}" if isinstance(name, str) else parent


def _with_reasons(sections: Iterable[Section]) -> tuple[Section, ...]:
    """A reason is asked for where what it explains is asked."""
    read = tuple(sections)
    every = [q for s in read for asked in s.questions for q in (asked, *asked.columns)]
    conditions = {q.id: q.ask_if for q in every}

    def mended(question: Question) -> Question:
        return replace(
            question,
            ask_if=(*conditions.get(question.reason_for or "", ()), *question.ask_if),
            columns=tuple(mended(column) for column in question.columns),
        )

    return tuple(replace(s, questions=tuple(mended(q) for q in s.questions)) for s in read)


def _offered(question: Question) -> frozenset[str]:
    if question.type is QuestionType.YES_NO_UNKNOWN:
        return frozenset({Tri.YES.value, Tri.NO.value})
    return frozenset(str(choice.value) for choice in question.choices)


def _tables(sections: tuple[Section, ...]) -> dict[str, Table]:
    shown = [q for s in sections for q in s.questions if q.table]
    return {q.table: _table(q, shown) for q in shown if q.table and q.adds_rows}


def _table(first: Question, shown: list[Question]) -> Table:
    return Table(
        id=first.table or "",
        columns=tuple(c for q in shown if q.table == first.table for c in q.columns),
        forms=first.forms,
        least=_count(first.least, 0),
        most=_count(first.most, MOST_ROWS),
        ask_if=first.ask_if,
        question=first.id,
    )


def _count(limit: str | None, default: int) -> int:
    return int(limit) if limit and limit.isdecimal() else default
