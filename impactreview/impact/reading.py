"""A template from its tree: each part in its shape, everything that does not fit with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from impactreview.impact.conditions import Condition
from impactreview.impact.nodes import Node
from impactreview.impact.reading_levels import ReadingLevels
from impactreview.impact.schema import (
    Choice,
    Question,
    Section,
    Table,
    Template,
    Words,
)
from impactreview.impact.terms import Form, QuestionType, Tri
from impactreview.kernel.refusals import Missing

MOST_ROWS = 100

_TEMPLATE = {"template", "version", "title", "sections", "quick_test", "scoring"}
_SECTION = {"id", "title", "help", "forms", "questions"}
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


class Reading(ReadingLevels):
    """One reading of one tree."""

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
